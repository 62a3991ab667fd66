"""What is measured of a statement beside the texts that should support it: numbers, by name.

The measures are those that told supported from unsupported claims on human labels: how much of the
statement's rare words, figures and names the best few sentences hold, how long they run alike, and
what the aligner found. No model is read, so that they take milliseconds.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rag.alignment.align import align
from rag.alignment.tokens import Text, tokenise
from rag.answers import VerdictClass
from rag.overlap import FREQUENT, overlap
from rag.overlap import NAMES as OVERLAPS
from rag.words import without_references
from vectorstore.sentences import sentences

NAMES = (
    "held_anywhere", "held_by_1", "held_by_2", "held_by_3", "held_by_any_3", "word_pairs", "words",
    *OVERLAPS,
    "statement_length", "evidence_length", "evidence_sentences", "negations_differ", "negations",
    "figures", "names", "figures_wrong", "dates_wrong", "names_wrong", "findings", "aligned",
    "class",
)  # fmt: skip
_RUN = 3
_CLASSES = tuple(VerdictClass)
_WINDOW = 1_500
_HEAVY = 1.3
Row = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Cover:
    """What share of a statement's weight single sentences and runs of them hold, 0 to 1."""

    anywhere: float
    runs: tuple[float, float, float]
    any_three: float
    run: tuple[int, int]
    best: int


class Measures:
    """Measures statements; safe between threads.

    `pieces` gives the numbers of a text's word pieces, the rarer the higher.
    """

    def __init__(self, pieces: Callable[[str], Sequence[int]]) -> None:
        self._pieces = pieces
        self._rarity = lru_cache(16_384)(self._rarity_of)

    def _rarity_of(self, form: str) -> float:
        pieces = self._pieces(form)
        return max(0.2, float(np.log(max(pieces) / FREQUENT + 1))) if pieces else 1.0

    def __call__(self, statement: str, evidence: Sequence[str]) -> Row:
        """Return float32 [len(NAMES)]."""
        statement = without_references(statement)
        said = tokenise(statement)
        texts = [span.of(text) for text in evidence for span in sentences(text)] or ["."]
        read = [tokenise(text) for text in texts]
        weights = self._weights(said)
        cover = covered(weights, [text.keys & weights.keys() for text in read])
        alike = overlap(self._pieces(statement), self._pieces(texts[cover.best]))
        held = (cover.anywhere, *cover.runs, cover.any_three)
        shared = _shared(said, read[cover.best], read)
        around = " ".join(texts[cover.run[0] : cover.run[1]])[:_WINDOW]
        counted = _counts(said, read[cover.best], texts)
        return np.array(
            [*held, *shared, *alike, *counted, *_aligned(statement, around)], dtype=np.float32
        )

    def _weights(self, said: Text) -> dict[str, float]:
        found: dict[str, float] = {}
        for token in said.tokens:
            if token.content and token.key not in found:
                heavy = _HEAVY if token.name or token.figure else 1.0
                found[token.key] = heavy * self._rarity(token.form.lower())
        return found


def covered(weights: dict[str, float], held: Sequence[frozenset[str]]) -> Cover:
    """Return how sentences cover weighted keys, given which of the keys each one holds."""
    whole = sum(weights.values()) or 1.0

    def share(keys: frozenset[str]) -> float:
        return sum(weights[key] for key in keys) / whole

    best, run = [0.0] * _RUN, (0, min(_RUN, len(held)))
    for start in range(len(held)):
        keys: frozenset[str] = frozenset()
        for length in range(min(_RUN, len(held) - start)):
            keys |= held[start + length]
            if share(keys) > best[length] + 1e-9:
                best[length] = share(keys)
                if length == _RUN - 1 or len(held) < _RUN:
                    run = (start, start + length + 1)
    for length in range(1, _RUN):
        best[length] = max(best[length], best[length - 1])
    everywhere = share(frozenset().union(*held))
    alone = max(range(len(held)), key=lambda at: share(held[at]))
    return Cover(everywhere, (best[0], best[1], best[2]), _greedy(share, held), run, alone)


def _greedy(share: Callable[[frozenset[str]], float], held: Sequence[frozenset[str]]) -> float:
    """Return what three sentences that add most to each other hold together."""
    keys: frozenset[str] = frozenset()
    for _ in range(_RUN):
        keys |= max(held, key=lambda more: share(keys | more))
    return share(keys)


def _shared(said: Text, best: Text, read: Sequence[Text]) -> tuple[float, float]:
    """Return the share of the statement's pairs of words in one sentence, of its words in any."""
    pairs, theirs = _pairs(said), _pairs(best)
    everywhere = frozenset[str]().union(*(text.keys for text in read))
    return (
        len(pairs & theirs) / max(1, len(pairs)),
        len(said.keys & everywhere) / max(1, len(said.tokens)),
    )


def _pairs(text: Text) -> frozenset[tuple[str, str]]:
    keys = [token.key for token in text.tokens]
    return frozenset(itertools.pairwise(keys))


def _counts(said: Text, best: Text, texts: Sequence[str]) -> tuple[float, ...]:
    content = [token for token in said.tokens if token.content]
    denied, theirs = (sum(token.negative for token in text.tokens) for text in (said, best))
    return (
        float(np.log1p(len(content))),
        float(np.log1p(sum(len(text.split()) for text in texts))),
        float(np.log1p(len(texts))),
        abs(denied - theirs),
        denied,
        sum(token.figure is not None for token in content),
        sum(token.name for token in content),
    )


def _aligned(statement: str, window: str) -> tuple[float, ...]:
    """Return what the aligner found wrong, how much it aligned, and the class it gave."""
    alignment = align(statement, window)
    codes = [check.code for check in alignment.checks if not check.passed]
    figures, dates, names = (
        sum(code.startswith(kind) for code in codes) for kind in ("figure", "date", "name")
    )
    place = _CLASSES.index(alignment.kind)
    return (figures, dates, names, len(codes), alignment.coverage, place)

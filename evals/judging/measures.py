"""How far the words of a statement are matched by its evidence, each read in its context.

Recall and precision are those of BERTScore (Zhang et al. 2020, https://arxiv.org/abs/1904.09675):
every token takes the most alike of the other side, rare ones weighing more. Evidence is narrowed to
the sentences that have most of the statement's rare words: over more, everything is like something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from evals.judging.reader import Floats, Numbers, Read, TokenReader
from rag.words import without_references, words
from vectorstore.encoders.wordpiece import vocabulary
from vectorstore.sentences import sentences

NAMES = (
    "recall", "recall_worst", "likeness", "precision",
    "figures_missing", "names_missing", "negation_differs",
)  # fmt: skip
_READ, _TOGETHER = 8, 3
_WORST = 5
"""One in so many of a statement's tokens, the least like any, make up the worst."""
_FREQUENT = 1_996
"""The number of the commonest whole word in the vocabulary, which is sorted by frequency
(https://huggingface.co/google-bert/bert-base-uncased): ranks stand in for idf (Zipf 1949)."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|fail(?:s|ed)?"
    r"|den(?:y|ies|ied)|refus(?:e|es|ed)|unable|unlikely)\b|n['’]t\b",
    re.IGNORECASE,
)
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True)
class Measured:
    """What was measured, one number a name of NAMES, and what the evidence does not have."""

    row: npt.NDArray[np.float64]
    figures: tuple[str, ...]
    names: tuple[str, ...]


def measure(reader: TokenReader, statement: str, evidence: Sequence[str]) -> Measured | None:
    """Return the measures; None for a statement without words. Raises EmbeddingError."""
    statement = without_references(statement)
    texts = [found for text in evidence for s in sentences(text) if (found := s.of(text)).strip()]
    (said,) = reader.read([statement])
    weight = rarity(said.ids)
    if not texts or not weight.sum():
        return None
    has = [np.isin(said.ids, reader.pieces(text)) for text in texts]
    best = sorted(range(len(texts)), key=lambda at: -float(weight[has[at]].sum()))[:_READ]
    joined = " ".join(texts[at] for at in _together(weight, has))
    *single, together = reader.read([*(texts[at] for at in best), joined])
    figures, names = _missing(statement, " ".join(evidence))
    alike = [_alike(said, other) for other in single]
    first = max(range(len(best)), key=lambda at: float(weight @ alike[at]))
    differs = _denies(statement) != _denies(texts[best[first]])
    row = (
        *_recall(np.max(alike, axis=0), weight),
        float(said.vector @ together.vector),
        float(_alike(together, said).mean()),
        *(float(len(figures)), float(len(names)), float(differs)),
    )
    return Measured(np.array(row), figures, names)


def rarity(ids: Numbers) -> npt.NDArray[np.float64]:
    """Return how much each token weighs: the rarer the more, marks nothing."""
    logs = np.log(np.maximum(ids, _FREQUENT + 1) / _FREQUENT + 0.05)
    found: npt.NDArray[np.float64] = np.where(_marks()[ids], 0.0, np.maximum(0.1, logs))
    return found


@cache
def _marks() -> npt.NDArray[np.bool_]:
    return np.array([not any(map(str.isalnum, piece)) for piece in vocabulary()])


def _alike(said: Read, other: Read) -> Floats:
    """Return how like its nearest of the other each token is: float32 [tokens of `said`]."""
    if not len(other.ids):
        return np.zeros(len(said.ids), dtype=np.float32)
    found: Floats = (said.states @ other.states.T).max(axis=1)
    return found


def _recall(alike: Floats, weight: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return the weighted mean of all tokens but marks, and the plain one of the worst fifth."""
    low = np.sort(alike[weight > 0])
    worst = low[: max(1, len(low) // _WORST)]
    return float(weight @ alike / weight.sum()), float(worst.mean())


def _together(weight: npt.NDArray[np.float64], has: Sequence[npt.NDArray[np.bool_]]) -> list[int]:
    """Return up to three sentences that add most of the statement's weight, in their order."""
    taken: list[int] = []
    held = np.zeros(len(weight), dtype=bool)
    for _ in range(_TOGETHER):
        best = max(range(len(has)), key=lambda at: float(weight[held | has[at]].sum()))
        if taken and not (has[best] & ~held & (weight > 0)).any():
            break
        held |= has[best]
        taken.append(best)
    return sorted(taken)


def _missing(statement: str, evidence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the figures and the names of the statement that stand nowhere in its evidence."""
    there = words(evidence)
    stems = {word.stem for word in there}
    figures = {_plain(figure) for figure in _FIGURE.findall(evidence)}
    figures |= {str(_SPELT.index(w)) for w in (word.form.lower() for word in there) if w in _SPELT}
    names = [word for word in words(statement)[1:] if word.capitalised]
    return (
        tuple(one for one in _FIGURE.findall(statement) if _plain(one) not in figures),
        tuple(name.form for name in names if name.stem not in stems),
    )


def _plain(figure: str) -> str:
    return figure.replace(",", "")


def _denies(text: str) -> bool:
    return _NEGATION.search(text) is not None

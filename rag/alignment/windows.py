"""The narrowest run of whole sentences of a passage that carries most of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.alignment.tokens import Token, tokenise
from rag.answers import Evidence
from vectorstore.documents import Span
from vectorstore.sentences import sentences

_WIDEST = 3
_PRICE = 0.04
"""A further sentence must bring this share of the statement's weight to be cited."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class Window:
    """One to three sentences of a passage; `keys` are the statement's that it holds.

    `share` is the share of the statement's weight they make up, less the price of its length.
    """

    evidence: Evidence
    span: Span
    keys: frozenset[str]
    share: float

    @property
    def words(self) -> str:
        """The words of the window: the slice."""
        return self.span.of(self.evidence.document.text)


def best_windows(text: str, spans: Sequence[tuple[Evidence, Span]]) -> list[Window]:
    """Return the best window of each span that shares anything with a statement, best first.

    At most four. A span inside a sentence is a window as it is.
    """
    tokens = tokenise(text).tokens
    weights = _weights(tokens)
    found = [
        window
        for evidence, span in spans
        if (window := _best(weights, evidence, span)) is not None and window.share > 0
    ]
    return sorted(found, key=lambda window: -window.share)[:_MOST]


def _weights(tokens: Sequence[Token]) -> dict[str, float]:
    """Return what each key of a statement counts; without words of content, every word counts."""
    heavy = {t.key: 2.0 if t.name or t.figure else 1.0 for t in tokens if t.content}
    light = {t.key: 0.05 for t in tokens if t.key not in heavy}
    return heavy | light if heavy else dict.fromkeys(light, 1.0)


def _best(weights: dict[str, float], evidence: Evidence, span: Span) -> Window | None:
    document = evidence.document
    spans = sentences(document.text, span, document.language)
    whole = sum(weights.values()) or 1.0
    keys = [
        frozenset(token.key for token in tokenise(one.of(document.text)).tokens) & weights.keys()
        for one in spans
    ]
    best: Window | None = None
    for start in range(len(spans)):
        held: frozenset[str] = frozenset()
        for end in range(start, min(start + _WIDEST, len(spans))):
            held |= keys[end]
            share = sum(weights[key] for key in held) / whole - _PRICE * (end - start)
            if best is None or share > best.share + 1e-9:
                best = Window(
                    evidence, Span(spans[start].start, spans[end].end), frozenset(held), share
                )
    return best

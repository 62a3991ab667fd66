"""What of the evidence a model is sent: best first until its window is full, whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answers import Evidence
from vectorstore.sentences import sentences

_WORTH = 0.4
"""A passage of which less than this share fits is left out, unless it is the best one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as far as it is sent: whole, or its first sentences."""

    evidence: Evidence
    text: str


def fit(
    evidence: Sequence[Evidence], room: int, cost: Callable[[Shown], int], most: int
) -> tuple[Shown, ...]:
    """Return what fits into so many tokens, at most so many passages, never none of them.

    `cost` is what a passage takes with its head. The best passage is always there, its first
    sentence at least. Passages of one document stand together, in the order of its text; documents
    in the order of their best passage.
    """
    chosen: list[Shown] = []
    for item in evidence[:most]:
        shown = _trimmed(item, room, cost, forced=not chosen)
        if shown is None:
            break
        chosen.append(shown)
        room -= cost(shown)
    order = list(dict.fromkeys(shown.evidence.document.id for shown in chosen))
    return tuple(
        sorted(
            chosen,
            key=lambda s: (order.index(s.evidence.document.id), s.evidence.passage.span.start),
        )
    )


def _trimmed(
    item: Evidence, room: int, cost: Callable[[Shown], int], *, forced: bool
) -> Shown | None:
    """Return the passage, or as many of its first sentences as fit; None if too little."""
    whole = Shown(item, item.text)
    if cost(whole) <= room:
        return whole
    text, span = item.document.text, item.passage.span
    best: Shown | None = None
    for sentence in sentences(text, span, item.document.language):
        shown = Shown(item, text[span.start : sentence.end])
        if cost(shown) > room and not (forced and best is None):
            break
        best = shown
    if best is None or (len(best.text) < _WORTH * len(whole.text) and not forced):
        return None
    return best

"""From a ranking to the passages that are read: copies folded, no document crowding out the rest.

A passage that says what a better one says already is folded under it. It is never folded when a
figure or a negation differs: an update of a story with another number is the news in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

NEAR_BITS = 6
"""Copies differ in at most so many of the 64 bits of `vectorstore.near`."""

_BEYOND_SHARE = 0.5
_DECISIVE = re.compile(r"\d+|\b(?:no|not|never|none|nobody|without|cannot)\b|n't\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked passage: its document and its near-duplicate fingerprint, 64 bits."""

    id: str
    document_id: str
    score: float
    near: int


@dataclass(slots=True)
class Selection:
    """The chosen ids, best first, and the copies folded under each."""

    ids: list[str] = field(default_factory=list)
    folded: dict[str, tuple[str, ...]] = field(default_factory=dict)


def same_facts(one: str, other: str) -> bool:
    """Tell whether two near copies hold the same figures and negations, as often."""
    return Counter(_decisive(one)) == Counter(_decisive(other))


def _decisive(text: str) -> list[str]:
    return [found.casefold() for found in _DECISIVE.findall(text.replace("’", "'"))]


def select(
    candidates: list[Candidate],
    k: int,
    per_document: int,
    texts: Callable[[str, str], list[str]],
) -> Selection:
    """Choose k passages by score, each counting half once its document has `per_document`.

    So others fill the places unless they are less than half as good. Scores are not negative;
    `texts` reads the words of two near copies.
    """
    chosen: list[Candidate] = []
    selection = Selection()
    taken: Counter[str] = Counter()
    left = list(candidates)

    def worth(candidate: Candidate) -> float:
        full = taken[candidate.document_id] >= per_document
        return candidate.score * (_BEYOND_SHARE if full else 1)

    while left and len(chosen) < k:
        best = max(left, key=worth)
        left.remove(best)
        original = _copied(best, chosen, texts)
        if original:
            selection.folded[original] = (*selection.folded.get(original, ()), best.id)
        else:
            chosen.append(best)
            selection.ids.append(best.id)
            taken[best.document_id] += 1
    return selection


def _copied(
    candidate: Candidate,
    chosen: list[Candidate],
    texts: Callable[[str, str], list[str]],
) -> str | None:
    for other in chosen:
        if (candidate.near ^ other.near).bit_count() <= NEAR_BITS and same_facts(
            *texts(candidate.id, other.id)
        ):
            return other.id
    return None

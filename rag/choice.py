"""Which of the measured sentences are said, and in what order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers import Evidence
from rag.features import Sentence, dangles
from rag.questions import Kind, Question
from vectorstore.documents import Span

_CLOSE = 0.72
"""A further sentence is said when its odds are at least this share of the best one's chance."""

_COUNTED = re.compile(r"^(?:first|second|third|fourth|fifth|finally|lastly|another)\\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the evidence, where it stands, and the chance that it holds the answer."""

    evidence: Evidence
    span: Span
    sentence: Sentence
    chance: float


def choose(
    question: Question, candidates: Sequence[Candidate], threshold: float, most: int
) -> list[Candidate]:
    """Return the sentences that answer, best first; none when the best is below `threshold`."""
    ranked = _distinct(sorted(candidates, key=lambda c: -c.chance))
    if not ranked or ranked[0].chance < threshold:
        return []
    best = ranked[0].chance
    wide = question.kind is Kind.LIST or bool(question.parts)
    share = _CLOSE * (0.8 if wide else 1.0)
    room = most if wide else min(most, 2 if best > 0.8 else 3)
    return [c for c in ranked[:room] if c.chance >= share * best]


def whole(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], most: int
) -> list[Candidate]:
    """Order the chosen sentences for reading and add those they lean on, `most` in all.

    Documents come in the order of their best sentence, sentences in the order they are written. A
    sentence whose subject is a pronoun brings the one before it, where its speaker or subject is
    named.
    """
    at = {(c.evidence.passage.id, c.span): i for i, c in enumerate(candidates)}
    kept = list(chosen)
    for candidate in chosen:
        place = at[candidate.evidence.passage.id, candidate.span]
        before = candidates[place - 1] if candidate.sentence.place > 0 else None
        if before and before not in kept and len(kept) < most and dangles(candidate.sentence.text):
            kept.append(before)
    order = {c.evidence.document.id: n for n, c in reversed(list(enumerate(chosen)))}
    return sorted(kept, key=lambda c: (order[c.evidence.document.id], c.span))


def _distinct(ranked: Sequence[Candidate]) -> list[Candidate]:
    seen: set[str] = set()
    kept = []
    for candidate in ranked:
        words = " ".join(word.stem for word in candidate.sentence.found)
        if words and words not in seen:
            seen.add(words)
            kept.append(candidate)
    return kept

"""Which of the measured sentences are said, and in what order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers import Evidence
from rag.bindings import SPEECH_VERB
from rag.readings import Sentence, dangles
from vectorstore.documents import Published, RegionKind, Span

CLOSE = 0.5
"""A further sentence is said when its chance is at least this share of the best one's."""

_SURE = 0.8
_QUOTED = re.compile(r"^[“\"«][^“\"«]*[”\"»]?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the evidence, where it stands, and how likely it holds the answer.

    `near` is its cosine to the question; `ranked` says how it bears on it, in log odds; `chance` is
    0 for all but the best few, which alone are examined; `objections` are the codes of what speaks
    against them.
    """

    evidence: Evidence
    span: Span
    sentence: Sentence
    near: float
    ranked: float
    chance: float
    objections: frozenset[str] = frozenset()


def choose(candidates: Sequence[Candidate], most: int, *, latest: bool = False) -> list[Candidate]:
    """Return the sentences to say, best first: the likeliest and those nearly as likely.

    With `latest`, of sentences of dated documents only those of the newest are said.
    """
    best = _distinct(sorted(candidates, key=lambda c: -c.chance))
    if not best:
        return []
    room = min(most, 2 if best[0].chance > _SURE else 3)
    chosen = [c for c in best[:room] if c.chance >= CLOSE * best[0].chance]
    return _newest(chosen) if latest else chosen


def _newest(chosen: Sequence[Candidate]) -> list[Candidate]:
    days = [p.last for c in chosen if (p := _published(c))]
    return [c for c in chosen if (p := _published(c)) is None or p.last == max(days)]


def _published(candidate: Candidate) -> Published | None:
    teaser = candidate.evidence.passage.region is RegionKind.TEASER
    return None if teaser else candidate.evidence.document.published


def whole(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], most: int
) -> list[Candidate]:
    """Order the chosen sentences for reading and add those they lean on, `most` in all.

    Documents come in the order of their best sentence, sentences in the order they are written. A
    sentence whose subject is a pronoun brings the one before it; a quotation that does not say who
    speaks brings its neighbour that does.
    """
    kept = {(c.evidence.passage.id, c.span): c for c in chosen}
    at = {(c.evidence.passage.id, c.span): i for i, c in enumerate(candidates)}
    for candidate in chosen:
        place = at[candidate.evidence.passage.id, candidate.span]
        needed = _leans_on(candidate, candidates, place)
        if needed is not None and len(kept) < most:
            kept.setdefault((needed.evidence.passage.id, needed.span), needed)
    order: dict[str, int] = {}
    for candidate in chosen:
        order.setdefault(candidate.evidence.document.id, len(order))
    return sorted(kept.values(), key=lambda c: (order[c.evidence.document.id], c.span))


def _leans_on(
    candidate: Candidate, candidates: Sequence[Candidate], place: int
) -> Candidate | None:
    text = candidate.sentence.text
    around = [
        other
        for step in (-1, 1)
        if 0 <= place + step < len(candidates)
        and (other := candidates[place + step]).evidence is candidate.evidence
    ]
    if _QUOTED.match(text) and not SPEECH_VERB.search(text):
        return next((o for o in around if SPEECH_VERB.search(o.sentence.text)), None)
    if dangles(text) and around and around[0].span < candidate.span:
        return around[0]
    return None


def _distinct(ranked: Sequence[Candidate]) -> list[Candidate]:
    seen: set[str] = set()
    kept = []
    for candidate in ranked:
        stems = " ".join(word.stem for word in candidate.sentence.found)
        if stems and stems not in seen:
            seen.add(stems)
            kept.append(candidate)
    return kept

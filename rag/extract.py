"""The embedded answerer: the fewest sentences of the sources that answer, verbatim, or a decline.

Every sentence of the evidence is measured (`rag.features`) and given a calibrated chance of holding
the answer (`rag.chance`). The best ones are said; when even the best is unlikely, nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rag.answers import Claim, Decline, Draft, Evidence, Outcome, Spans, Written
from rag.chance import TOP, Chances
from rag.choice import Candidate, choose, whole
from rag.features import measure
from rag.objections import asks_back, objections
from rag.partners import Partners
from rag.questions import Question, analyse
from rag.readings import Reader, Readings, Sentence, SentenceEncoder
from rag.run import Run
from vectorstore.documents import Span
from vectorstore.sentences import sentences

_READ = 8
_NEAREST = 3
_WORTH_SHOWING = 4
_LAST = -100.0
_STRONG = 0.5
_PREMISE = frozenset({"other_actor", "not_stated_as_fact", "denied", "number_absent"})


class ExtractiveAnswerer:
    """Answers in the sources' own words; needs no model but the embedded encoder.

    `rarity` gives a word's inverse document frequency in the library, 0 (everywhere) to 1.
    """

    name = "extractive"
    model: str | None = None

    def __init__(
        self,
        encoder: SentenceEncoder,
        rarity: Callable[[str], float],
        most: int = 4,
        chances: Chances | None = None,
    ) -> None:
        self._reader = Reader(encoder, rarity, Partners(encoder))
        self._most = most
        self._chances = chances or Chances.load()

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        """Yield the chosen sentences as claims, and how it ended."""
        draft = self.draft(question, evidence)
        yield from draft.claims
        yield Outcome(draft.decline, draft.nearest, draft.missing)

    def nearest(self, question: str, evidence: Sequence[Evidence]) -> Spans:
        """Return the sentence of each of the nearest passages that bears most on the question."""
        return _nearest(self._candidates(analyse(question), evidence))

    def draft(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Choose sentences of the evidence, or decline and name the nearest ones.

        A question of several parts is answered part by part.
        """
        asked = analyse(question)
        if not asked.terms:
            return Draft(decline=Decline.NO_QUESTION)
        candidates = self._candidates(asked, evidence)
        chosen = choose(candidates, self._chances.threshold, self._most, latest=asked.now)
        for part in asked.parts if chosen else ():
            of_part = self._candidates(analyse(part), evidence)
            chosen += choose(of_part, self._chances.threshold, 1)
        if not chosen:
            return Draft(decline=_reason(candidates), nearest=_nearest(candidates))
        said = whole(chosen[: self._most], candidates, self._most)
        return Draft(claims=tuple(_claim(c) for c in said))

    def readings(
        self, asked: Question, evidence: Sequence[Evidence]
    ) -> tuple[Readings, list[list[Span]]]:
        """Read the sentences of the evidence; the spans are a list for each passage read."""
        read = evidence[:_READ]
        spans = [
            sentences(item.document.text, item.passage.span, item.document.language)
            for item in read
        ]
        passages = [
            (
                " ".join(filter(None, (item.title, item.passage.heading))),
                [_flat(span.of(item.document.text)) for span in inside],
            )
            for item, inside in zip(read, spans, strict=True)
        ]
        return self._reader.read(asked, passages), spans

    def _candidates(self, asked: Question, evidence: Sequence[Evidence]) -> list[Candidate]:
        readings, spans = self.readings(asked, evidence)
        return [
            Candidate(evidence[s.passage], spans[s.passage][s.place], s, ranked, chance, against)
            for s, ranked, chance, against in self._judged(readings)
        ]

    def _judged(self, readings: Readings) -> list[tuple[Sentence, float, float, frozenset[str]]]:
        """Return every sentence, its rank and its chance: 0 but for the few that are examined."""
        rows = measure(readings)
        ranked = self._chances.ranked(rows)
        asking = [asks_back(readings.question, reading.sentence) for reading in readings.all]
        ranked[np.array(asking, dtype=bool)] = _LAST
        judged = []
        examined = set(np.argsort(-ranked, kind="stable")[:TOP].tolist())
        for at, reading in enumerate(readings.all):
            chance, strong = 0.0, frozenset[str]()
            if at in examined:
                against = objections(readings.question, reading, readings.weights)
                chance = self._chances.answers(float(ranked[at]), rows[at], against)
                strong = frozenset(code for code, value in against.items() if value >= _STRONG)
            judged.append((reading.sentence, float(ranked[at]), chance, strong))
        return judged


def _flat(text: str) -> str:
    return " ".join(text.split())


def _claim(candidate: Candidate) -> Claim:
    return Claim(candidate.sentence.text, ((candidate.evidence, candidate.span),))


def _reason(candidates: Sequence[Candidate]) -> Decline:
    """Return why nothing is said: the best sentence tells another story, or there is none."""
    best = max(candidates, key=lambda c: c.chance, default=None)
    if best is not None and best.objections & _PREMISE:
        return Decline.PREMISE_NOT_IN_SOURCES
    return Decline.NOT_IN_SOURCES


def _nearest(candidates: Sequence[Candidate]) -> tuple[tuple[Evidence, Span], ...]:
    """Return the sentence of each of the nearest passages that bears most on the question."""
    nearest: dict[str, tuple[Evidence, Span]] = {}
    for c in sorted(candidates, key=lambda c: (len(c.sentence.found) < _WORTH_SHOWING, -c.ranked)):
        nearest.setdefault(c.evidence.passage.id, (c.evidence, c.span))
    return tuple(nearest.values())[:_NEAREST]

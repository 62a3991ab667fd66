"""The embedded answerer: the fewest sentences of the sources that answer, verbatim, or a decline.

Every sentence of the evidence is measured (`rag.features`) and given a calibrated chance of holding
the answer (`rag.chance`). The best ones are said, unless even with them an answer is unlikely, or
they tell what the question takes for granted otherwise (`rag.premises`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rag.answer_types import FULL, strength
from rag.answers import Claim, Decline, Draft, Evidence, Outcome, Spans, Written
from rag.bearing import bearing
from rag.chance import TOP, Chances
from rag.choice import Candidate, choose, whole
from rag.features import measure
from rag.objections import asks_back, objections
from rag.partners import Partners
from rag.parts import Part, parts_of
from rag.premises import VETOES, telling, vetoes, why_declined
from rag.questions import Question, analyse
from rag.readings import Reader, Reading, Readings, SentenceEncoder
from rag.run import Run
from vectorstore.documents import Span
from vectorstore.sentences import sentences

_READ = 8
_NEAREST = 3
_WORTH_SHOWING = 4
_LAST = -100.0
_STRONG = 0.5
_LEAVES_PART_OPEN = frozenset({"wrong_kind", "act_absent"})


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
        self._encoder = encoder
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

        A question of several parts is answered part by part; what found no answer is named.
        """
        asked = analyse(question)
        if not asked.terms:
            return Draft(decline=Decline.NO_QUESTION)
        candidates = self._candidates(asked, evidence)
        of_all = self._chosen(asked, candidates, self._most)
        of_parts, missing = self._by_part(parts_of(question), evidence)
        if not of_all and not of_parts:
            return Draft(decline=why_declined(asked, candidates), nearest=_nearest(candidates))
        room = max(0, self._most - len(of_parts))
        chosen = [*of_all[:room], *of_parts][: self._most]
        said = whole(chosen, candidates, self._most)
        return Draft(claims=tuple(_claim(c) for c in said), missing=missing if of_parts else ())

    def _by_part(
        self, parts: Sequence[Part], evidence: Sequence[Evidence]
    ) -> tuple[list[Candidate], tuple[str, ...]]:
        """Return the sentence that answers each part, and the words of the parts without one."""
        chosen: list[Candidate] = []
        missing: list[str] = []
        for part in parts:
            found = self._chosen(part.asked, self._candidates(part.asked, evidence), 1)
            if found and not found[0].objections & _LEAVES_PART_OPEN:
                chosen += found
            elif not _answered_along(part, chosen):
                missing.append(part.words)
        return chosen, tuple(missing)

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

    def _chosen(
        self, asked: Question, candidates: Sequence[Candidate], most: int
    ) -> list[Candidate]:
        """Return the sentences that answer, best first; none when an answer is unlikely."""
        chosen = choose(candidates, most, latest=asked.now)
        if not chosen or chosen[0].objections & VETOES:
            return []
        likely = self._answered(asked, max(candidates, key=lambda c: c.chance), candidates)
        return chosen if likely >= self._chances.threshold else []

    def _answered(self, asked: Question, best: Candidate, candidates: Sequence[Candidate]) -> float:
        """Return the chance that the best sentence, and the passage it is in, answer."""
        around = [c for c in candidates if c.evidence.passage.id == best.evidence.passage.id]
        near, beyond_title = bearing(
            self._encoder,
            asked.text,
            best.evidence.title or "",
            best.evidence.text,
            [c.sentence.text for c in around],
            max(c.near for c in around),
        )
        return self._chances.answered(best.chance, near, beyond_title)

    def _candidates(self, asked: Question, evidence: Sequence[Evidence]) -> list[Candidate]:
        readings, spans = self.readings(asked, evidence)
        return [
            Candidate(
                evidence[reading.sentence.passage],
                spans[reading.sentence.passage][reading.sentence.place],
                reading.sentence,
                reading.near,
                ranked,
                chance,
                against,
            )
            for reading, ranked, chance, against in self._judged(readings)
        ]

    def _judged(self, readings: Readings) -> list[tuple[Reading, float, float, frozenset[str]]]:
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
                strong |= vetoes(readings.question, reading, readings.weights)
            judged.append((reading, float(ranked[at]), chance, strong))
        return judged


def _flat(text: str) -> str:
    return " ".join(text.split())


def _claim(candidate: Candidate) -> Claim:
    return Claim(candidate.sentence.text, ((candidate.evidence, candidate.span),))


def _answered_along(part: Part, chosen: Sequence[Candidate]) -> bool:
    """Tell whether a part that names nothing itself ("and how much?") is answered with the rest."""
    return part.leans and any(strength(part.asked, c.sentence.text) >= FULL for c in chosen)


def _nearest(candidates: Sequence[Candidate]) -> Spans:
    """Return the sentence of each of the nearest passages that bears most on the question.

    One that tells what the question takes for granted otherwise comes first.
    """
    told = telling(candidates)
    nearest: dict[str, tuple[Evidence, Span]] = {}
    for c in sorted(
        candidates,
        key=lambda c: (c is not told, len(c.sentence.found) < _WORTH_SHOWING, -c.ranked),
    ):
        nearest.setdefault(c.evidence.passage.id, (c.evidence, c.span))
    return tuple(nearest.values())[:_NEAREST]

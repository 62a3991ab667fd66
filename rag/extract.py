"""The embedded answerer: the fewest sentences of the sources that answer, verbatim, or a decline.

Every sentence of the evidence is measured (`rag.features`) and given a calibrated chance of holding
the answer (`rag.chance`). The best ones are said; when even the best is unlikely, nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.answers import Claim, Decline, Draft, Evidence
from rag.chance import Chances
from rag.choice import Candidate, choose, whole
from rag.features import Reader, SentenceEncoder
from rag.partners import Partners
from rag.questions import Question, analyse
from vectorstore.documents import Span
from vectorstore.sentences import sentences

_READ = 8
_NEAREST = 3


class ExtractiveAnswerer:
    """Answers in the sources' own words; needs no model but the embedded encoder.

    `rarity` gives a word's inverse document frequency in the library, 0 (everywhere) to 1.
    """

    name = "extractive"

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

    def draft(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Choose sentences of the evidence, or decline and name the nearest ones."""
        asked = analyse(question)
        if not asked.terms:
            return Draft(decline=Decline.NO_QUESTION)
        candidates = self._candidates(asked, evidence[:_READ])
        chosen = choose(asked, candidates, self._chances.threshold, self._most)
        if not chosen:
            return Draft(decline=Decline.NOT_IN_SOURCES, nearest=_nearest(candidates))
        return Draft(claims=tuple(_claim(c) for c in whole(chosen, candidates, self._most)))

    def _candidates(self, asked: Question, evidence: Sequence[Evidence]) -> list[Candidate]:
        spans = [
            sentences(item.document.text, item.passage.span, item.document.language)
            for item in evidence
        ]
        passages = [
            (
                " ".join(filter(None, (item.title, item.passage.heading))),
                [_flat(span.of(item.document.text)) for span in inside],
            )
            for item, inside in zip(evidence, spans, strict=True)
        ]
        read, rows = self._reader.read(asked, passages)
        return [
            Candidate(evidence[s.passage], spans[s.passage][s.place], s, float(chance))
            for s, chance in zip(read, self._chances.of(rows), strict=True)
        ]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _claim(candidate: Candidate) -> Claim:
    return Claim(candidate.sentence.text, ((candidate.evidence, candidate.span),))


def _nearest(candidates: Sequence[Candidate]) -> tuple[tuple[Evidence, Span], ...]:
    best = sorted(candidates, key=lambda c: -c.chance)[:_NEAREST]
    return tuple((c.evidence, c.span) for c in best)

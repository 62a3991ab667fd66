"""Every sentence held against its sources before it is said: the aligner first, then a judge.

The aligner decides at once what it can. Statements it calls reworded wait until the answer is
written; then a language model, where there is one, reads all of them in one call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.answers import (
    Claim,
    Evidence,
    Judgement,
    Label,
    Spans,
    Statement,
    Verdict,
    VerdictClass,
    Withheld,
)
from rag.cite import Footnotes
from rag.errors import ModelError
from rag.events import Checking, Event, StatementChecked, StatementWithheld
from rag.run import Run
from rag.verify import Checked

_CLASSES = {
    Label.SUPPORTED: VerdictClass.JUDGED_SUPPORTED,
    Label.PARTLY: VerdictClass.NOT_FOUND,
    Label.UNSUPPORTED: VerdictClass.NOT_FOUND,
    Label.CONTRADICTED: VerdictClass.CONTRADICTED,
}
_SAYABLE = frozenset({Label.SUPPORTED, Label.UNCHECKED})
_ONLY_ALIKE = "No passage that it names says so, and another is only like it."


class Verifier(Protocol):
    """Finds the spans that carry a statement and says how it stands to them."""

    def check(self, text: str, cited: Spans, others: Sequence[Evidence] = ()) -> Checked:
        """Return verdict and narrowest spans; never raises for a statement that fails."""


class Judge(Protocol):
    """A language model that reads statements beside their spans."""

    @property
    def name(self) -> str:
        """Which model it is; may raise ModelError."""

    def judge(
        self, pairs: Sequence[tuple[str, str]], run: Run | None = None
    ) -> Sequence[Judgement | None]:
        """Return what it says of each (statement, spans); None where it said nothing usable.

        Raises ModelError when it cannot be asked.
        """


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of the claims of an answer, in order; `judge` names the model that read some."""

    said: tuple[Statement, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    judge: str | None = None

    @property
    def cited(self) -> Spans:
        """The places the statements rest on, in order."""
        return tuple((c.evidence, c.span) for one in self.said for c in one.citations)


@dataclass(frozen=True)
class Examiner:
    """Checks statements. With `withhold`, what is not supported is not said; else it is marked."""

    verifier: Verifier
    judge: Judge | None = None
    withhold: bool = True

    def begin(self, evidence: Sequence[Evidence], footnotes: Footnotes, run: Run) -> Examination:
        """Return the examination of one answer to what was retrieved for it."""
        return Examination(self, tuple(evidence), footnotes, run)

    def judged(self, checked: Sequence[tuple[str, Checked]], run: Run) -> list[Checked]:
        """Return the same with what the judge says of the reworded ones, read in one call."""
        waiting = [(text, c) for text, c in checked if c.verdict.kind is VerdictClass.REWORDED]
        if self.judge is None or not waiting:
            return [c for _, c in checked]
        pairs = [(text, spans_text(c.spans)) for text, c in waiting]
        try:
            with run.timed("judge"):
                said = self.judge.judge(pairs, run)
        except ModelError as error:
            run.note(f"Reworded statements were not judged: {error}")
            return [c for _, c in checked]
        judgements = iter(said)
        return [
            replace(c, verdict=weighed(c.verdict, next(judgements)))
            if c.verdict.kind is VerdictClass.REWORDED
            else c
            for _, c in checked
        ]

    def sayable(self, verdict: Verdict) -> bool:
        """Tell whether a statement with this verdict is said."""
        return not self.withhold or verdict.label in _SAYABLE


class Examination:
    """The claims of one answer on their way to being said, in order."""

    def __init__(
        self, examiner: Examiner, evidence: tuple[Evidence, ...], footnotes: Footnotes, run: Run
    ) -> None:
        self._examiner = examiner
        self._evidence = evidence
        self._footnotes = footnotes
        self._run = run
        self._waiting: list[tuple[Claim, Checked]] = []
        self._taken: set[str] = set()
        self._said: list[Statement] = []
        self._withheld: list[Withheld] = []
        self._judge: str | None = None

    @property
    def settled(self) -> Settled:
        """What has come of the claims so far."""
        return Settled(tuple(self._said), tuple(self._withheld), self._judge)

    def take(self, claim: Claim) -> Iterator[Event]:
        """Check a claim; one said before is dropped, one to be judged holds up those after it."""
        key = " ".join(claim.text.split()).casefold()
        if key in self._taken:
            return
        self._taken.add(key)
        with self._run.timed("verify"):
            checked = self._examiner.verifier.check(claim.text, claim.spans, self._evidence)
        self._waiting.append((claim, checked))
        if self._examiner.judge is None or not self._to_judge():
            yield from self._release()

    def finish(self) -> Iterator[Event]:
        """Have the judge read what is left and settle it."""
        if number := self._to_judge():
            if self._examiner.judge is not None:
                yield Checking(number)
            claims = [claim for claim, _ in self._waiting]
            texts = [(claim.text, found) for claim, found in self._waiting]
            checked = self._examiner.judged(texts, self._run)
            self._waiting = list(zip(claims, checked, strict=True))
            if any(c.verdict.judgement for c in checked) and self._examiner.judge is not None:
                self._judge = self._examiner.judge.name
        yield from self._release()

    def _to_judge(self) -> int:
        return sum(c.verdict.kind is VerdictClass.REWORDED for _, c in self._waiting)

    def _release(self) -> Iterator[Event]:
        waiting, self._waiting = self._waiting, []
        for claim, found in waiting:
            text, checked = claim.text, self._rightly_cited(claim, found)
            if self._examiner.sayable(checked.verdict):
                citations = self._footnotes.cite(checked.spans)
                self._said.append(Statement(text, citations, checked.verdict, checked.recited))
                yield StatementChecked(self._said[-1])
            else:
                self._withheld.append(Withheld(text, checked.verdict, checked.spans))
                yield StatementWithheld(self._withheld[-1])

    def _rightly_cited(self, claim: Claim, checked: Checked) -> Checked:
        """Return what holds by the passages a claim names, unless another does support it."""
        if not checked.recited or checked.verdict.label is not Label.UNCHECKED:
            return checked
        own = self._examiner.verifier.check(claim.text, claim.spans)
        if own.spans:
            return own
        return Checked(replace(own.verdict, reason=_ONLY_ALIKE), checked.spans)


def weighed(verdict: Verdict, judgement: Judgement | None) -> Verdict:
    """Return the verdict on a reworded statement once a model has read it; its score stays."""
    if judgement is None or judgement.label not in _CLASSES:
        return verdict
    return replace(
        verdict,
        label=judgement.label,
        kind=_CLASSES[judgement.label],
        by=judgement.by,
        reason=judgement.reason,
        judgement=judgement,
    )


def spans_text(spans: Spans) -> str:
    """Return the words of the spans, a paragraph each: all that a judge is shown of the sources."""
    return "\n\n".join(span.of(evidence.document.text) for evidence, span in spans)

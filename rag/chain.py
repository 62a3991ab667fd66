"""THE ASK PATH: rewrite, retrieve, answer, verify, cite. Every surface calls `Chain`."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.answers import (
    Answer,
    Claim,
    Decline,
    Evidence,
    Filters,
    Growth,
    Outcome,
    Provenance,
    Spans,
    Turn,
    Written,
)
from rag.cite import Footnotes
from rag.drafts import CheckedDraft, SentenceChecked, check_draft
from rag.errors import ModelError
from rag.events import (
    Done,
    Event,
    EvidenceFound,
    FellBack,
    Searching,
    StatementGrew,
)
from rag.examine import Examiner, Settled
from rag.manuscript.read import Manuscript
from rag.retrieve import Retrieval
from rag.run import Run


class Rewriter(Protocol):
    """Makes a follow-up question stand alone."""

    def rewrite(self, question: str, history: Sequence[Turn], run: Run | None = None) -> str:
        """Return the question as it would be asked without the history; may raise ModelError."""


class Retriever(Protocol):
    """Finds the passages that may answer, best first."""

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        """Return up to k passages of the documents the filters allow."""


class Answerer(Protocol):
    """Proposes claims with the spans they rest on, or declines."""

    name: str

    @property
    def model(self) -> str | None:
        """Which language model writes, if one does."""

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        """Yield claims in the order they are read, at the end one Outcome; may raise ModelError."""


class Library(Protocol):
    """What the chain needs to know of the collection behind the retriever."""

    @property
    def revision(self) -> int:
        """The number of changes the library has seen."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to find."""

    @property
    def passage_count(self) -> int:
        """How many passages can be found."""


class EmbeddedAnswerer(Answerer, Protocol):
    """An answerer that needs no model, and knows what comes nearest to an answer."""

    def nearest(self, question: str, evidence: Sequence[Evidence]) -> Spans:
        """Return the spans that bear most on the question, best first."""


@dataclass(frozen=True)
class Standby:
    """What does the work of a language model when it fails: it needs none."""

    rewriter: Rewriter
    answerer: EmbeddedAnswerer


@dataclass(frozen=True)
class _Answered:
    """What one answerer brought: who it was, what is said, how it ended, why another failed."""

    answerer: Answerer
    settled: Settled
    outcome: Outcome
    fallback: str | None = None


@dataclass(frozen=True)
class Chain:
    """A question becomes a checked answer. Made by `rag.assemble.build_chain`.

    Safe to use from several threads; each question has a `Run` of its own.
    """

    library: Library
    rewriter: Rewriter
    retriever: Retriever
    answerer: Answerer
    examiner: Examiner
    standby: Standby
    embedder: str
    settings: str

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        run: Run | None = None,
    ) -> Answer:
        """Answer a question; `history` is context for a follow-up and never a source."""
        *_, done = self.stream(question, history, filters, run)
        assert isinstance(done, Done)
        return done.answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        run: Run | None = None,
    ) -> Iterator[Event]:
        """Yield what happens while the question is answered; `ask` is this, collected.

        Closing the iterator, or `run.cancel()` from any thread, stops the work; the latter raises
        Cancelled here.
        """
        run = run or Run()
        with run.timed("rewrite"):
            standalone = self._rewritten(question, history, run)
        yield Searching(standalone, self.library.passage_count)
        with run.timed("retrieve"):
            evidence = self.retriever.retrieve(standalone, filters or Filters()).evidence
        yield EvidenceFound(evidence)
        said = yield from self._answered(standalone, evidence, run)
        run.go_on()
        yield Done(self._answer(question, standalone, evidence, said, run))

    def check(
        self, draft: str | Manuscript, filters: Filters | None = None, run: Run | None = None
    ) -> CheckedDraft:
        """Return somebody's text with each claim footnoted, contradicted or without a source.

        A string is taken for Markdown. Raises RequestError for an empty draft or library.
        """
        *_, checked = self.checking(draft, filters, run)
        assert isinstance(checked, CheckedDraft)
        return checked

    def checking(
        self, draft: str | Manuscript, filters: Filters | None = None, run: Run | None = None
    ) -> Iterator[SentenceChecked | CheckedDraft]:
        """Yield each sentence of a draft as it is settled; `check` is this, collected."""
        return check_draft(self, draft, filters, run)

    def search(
        self, query: str, filters: Filters | None = None, k: int | None = None
    ) -> tuple[Evidence, ...]:
        """Return the passages nearest to a query, best first."""
        return self.retriever.retrieve(query, filters or Filters(), k).evidence

    def _rewritten(self, question: str, history: Sequence[Turn], run: Run) -> str:
        try:
            return self.rewriter.rewrite(question, history, run)
        except ModelError as error:
            run.note(f"The question was made to stand alone by rules: {error}")
            return self.standby.rewriter.rewrite(question, history, run)

    def _answered(
        self, question: str, evidence: tuple[Evidence, ...], run: Run
    ) -> Generator[Event, None, _Answered]:
        if not evidence:
            why = Decline.EMPTY_LIBRARY if self.library.empty else Decline.NOT_IN_SOURCES
            return _Answered(self.standby.answerer, Settled(), Outcome(why))
        try:
            return (yield from self._written(self.answerer, question, evidence, run))
        except ModelError as error:
            yield FellBack(str(error))
            said = yield from self._written(self.standby.answerer, question, evidence, run)
            return replace(said, fallback=str(error))

    def _written(
        self, answerer: Answerer, question: str, evidence: tuple[Evidence, ...], run: Run
    ) -> Generator[Event, None, _Answered]:
        """Have it written, each claim examined as soon as it is complete."""
        footnotes = Footnotes()
        examination = self.examiner.begin(evidence, footnotes, run)
        outcome = Outcome()
        for piece in run.each("answer", answerer.write(question, evidence, run)):
            match piece:
                case Growth(text):
                    yield StatementGrew(text)
                case Claim():
                    yield from examination.take(piece)
                case Outcome():
                    outcome = piece
        yield from examination.finish()
        return _Answered(answerer, examination.settled, outcome)

    def _answer(
        self,
        question: str,
        standalone: str,
        evidence: tuple[Evidence, ...],
        said: _Answered,
        run: Run,
    ) -> Answer:
        settled = said.settled
        decline = said.outcome.decline
        if not settled.said or len(settled.withheld) > len(settled.said):
            decline = decline or Decline.NOTHING_SUPPORTED
        nearest = said.outcome.nearest
        if said.outcome.decline:
            nearest = tuple(dict.fromkeys((*nearest, *settled.cited)))
        if decline and evidence and not nearest:
            nearest = self.standby.answerer.nearest(standalone, evidence)
        return Answer(
            question=question,
            standalone_question=standalone,
            statements=() if decline else settled.said,
            decline=decline,
            withheld=settled.withheld,
            evidence=evidence,
            nearest=Footnotes().cite(nearest) if decline else (),
            missing=said.outcome.missing,
            provenance=self._provenance(said, run),
        )

    def _provenance(self, said: _Answered, run: Run) -> Provenance:
        return Provenance(
            answerer=said.answerer.name,
            embedder=self.embedder,
            settings=self.settings,
            library_revision=self.library.revision,
            prompts=dict(run.prompts),
            timings_ms=dict(run.timings_ms),
            model=said.answerer.model,
            judge=said.settled.judge,
            fallback=said.fallback,
            notes=tuple(run.notes),
            usage=run.usage,
        )

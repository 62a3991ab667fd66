"""THE ASK PATH: rewrite, retrieve, answer, verify, cite. Every surface calls `Chain.ask`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from rag.answers import (
    Answer,
    Claim,
    Decline,
    Draft,
    Evidence,
    Filters,
    Label,
    Provenance,
    Statement,
    Turn,
    Verdict,
    Withheld,
)
from rag.cite import Footnotes
from rag.retrieve import Retrieval


class Rewriter(Protocol):
    """Makes a follow-up question stand alone."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """Return the question as it would be asked without the history."""


class Retriever(Protocol):
    """Finds the passages that may answer, best first."""

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        """Return up to k passages of the documents the filters allow."""


class Answerer(Protocol):
    """Proposes claims with the exact spans they rest on, or declines."""

    name: str

    def draft(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return claims in the order they are to be read, or a decline."""


class Verifier(Protocol):
    """Checks one claim against the spans it cites."""

    def verify(self, claim: Claim) -> Verdict:
        """Return what checking found; never raises for a claim that fails."""


class Library(Protocol):
    """What the chain needs to know of the collection behind the retriever."""

    @property
    def revision(self) -> int:
        """The number of changes the library has seen."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to find."""


@dataclass(frozen=True)
class Chain:
    """A question becomes a checked answer. Made by `rag.assemble.build_chain`."""

    library: Library
    rewriter: Rewriter
    retriever: Retriever
    answerer: Answerer
    verifier: Verifier
    embedder: str
    settings: str

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question; `history` is context for a follow-up and never a source."""
        clock = _Clock()
        with clock("rewrite"):
            standalone = self.rewriter.rewrite(question, history)
        with clock("retrieve"):
            found = self.retriever.retrieve(standalone, filters or Filters())
        with clock("answer"):
            draft = self._draft(standalone, found.evidence)
        with clock("verify"):
            checked = [(claim, self.verifier.verify(claim)) for claim in draft.claims]
        return self._answer(question, standalone, found.evidence, draft, checked, clock)

    def search(
        self, query: str, filters: Filters | None = None, k: int | None = None
    ) -> tuple[Evidence, ...]:
        """Return the passages nearest to a query, best first."""
        return self.retriever.retrieve(query, filters or Filters(), k).evidence

    def _draft(self, question: str, evidence: tuple[Evidence, ...]) -> Draft:
        if self.library.empty:
            return Draft(decline=Decline.EMPTY_LIBRARY)
        if not evidence:
            return Draft(decline=Decline.NOT_IN_SOURCES)
        return self.answerer.draft(question, evidence)

    def _answer(
        self,
        question: str,
        standalone: str,
        evidence: tuple[Evidence, ...],
        draft: Draft,
        checked: Sequence[tuple[Claim, Verdict]],
        clock: _Clock,
    ) -> Answer:
        said = [(claim, verdict) for claim, verdict in checked if verdict.label is Label.SUPPORTED]
        decline = draft.decline
        if not decline and len(said) * 2 < len(checked):
            said, decline = [], Decline.NOTHING_SUPPORTED
        footnotes = Footnotes()
        return Answer(
            question=question,
            standalone_question=standalone,
            statements=tuple(
                Statement(claim.text, footnotes.cite(claim.spans), verdict)
                for claim, verdict in said
            ),
            decline=decline,
            withheld=tuple(
                Withheld(claim.text, verdict.reason)
                for claim, verdict in checked
                if verdict.label is not Label.SUPPORTED
            ),
            evidence=evidence,
            nearest=Footnotes().cite(draft.nearest) if decline else (),
            provenance=Provenance(
                answerer=self.answerer.name,
                embedder=self.embedder,
                settings=self.settings,
                library_revision=self.library.revision,
                timings_ms=clock.milliseconds,
            ),
        )


class _Clock:
    """Milliseconds a step, in the order the steps ran."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.milliseconds[step] = round((time.perf_counter() - started) * 1000, 1)

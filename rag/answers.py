"""The values of the ask path: evidence, citations, statements, verdicts and answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rag.run import Usage
from vectorstore.documents import Document, Passage, Published, RegionKind, Span


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer; empty means all.

    `sources` match a document whose source, publisher or title contains the text, case folded.
    A document without a publication date never matches a date filter.
    """

    document_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    published_from: dt.date | None = None
    published_to: dt.date | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class FoundBy:
    """How a passage was found: 1-based ranks, None where that index did not find it."""

    dense_rank: int | None = None
    lexical_rank: int | None = None
    similarity: float | None = None
    bm25: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that may answer, with its document and how it was found."""

    document: Document
    passage: Passage
    score: float
    found_by: FoundBy = field(default_factory=FoundBy)

    @property
    def text(self) -> str:
        """The passage's words: the slice."""
        return self.passage.span.of(self.document.text)

    @property
    def title(self) -> str | None:
        """The title to cite: a teaser's own headline, never its host's."""
        if self.passage.region is RegionKind.TEASER:
            return self.passage.title
        return self.document.title

    @property
    def published(self) -> Published | None:
        """The date to cite: a teaser never takes its host's."""
        return None if self.passage.region is RegionKind.TEASER else self.document.published


Spans = tuple[tuple[Evidence, Span], ...]
"""Exact places: spans, each inside the passage it stands beside."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered footnote: an exact span of a retrieved passage.

    It cannot be built from words, only from offsets inside the passage, so
    `document.text[start:end] == quote` holds for every citation there is.
    """

    number: int
    evidence: Evidence
    span: Span

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"Citations are numbered from 1, not {self.number}.")
        if not self.evidence.passage.span.covers(self.span) or not self.quote.strip():
            raise ValueError("A citation is a non-empty span inside its passage.")

    @property
    def quote(self) -> str:
        """The cited words: the slice."""
        return self.span.of(self.evidence.document.text)

    @property
    def document(self) -> Document:
        """The cited document."""
        return self.evidence.document


class Label(StrEnum):
    """What checking found about a statement."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    UNCHECKED = "unchecked"


class VerdictClass(StrEnum):
    """How a statement stands to its spans, from strongest to weakest; what users are shown."""

    QUOTED = "quoted"
    CLOSE_WORDING = "close_wording"
    JUDGED_SUPPORTED = "judged_supported"
    REWORDED = "reworded"
    NOT_FOUND = "not_found"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the aligner: what was looked at, whether it holds, and what was seen."""

    code: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a language model said of a statement and its spans, kept apart from the aligner."""

    label: Label
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of checking one statement: what, of which class, by whom, and why.

    `score` is the calibrated probability that the spans support the statement; None where nothing
    was scored: absence, never 0. `checks` are the aligner's findings, `judgement` a model's.
    """

    label: Label
    kind: VerdictClass
    by: str
    reason: str
    score: float | None = None
    checks: tuple[Check, ...] = ()
    judgement: Judgement | None = None

    @property
    def failed(self) -> tuple[Check, ...]:
        """The findings that speak against the statement."""
        return tuple(check for check in self.checks if not check.passed)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence an answerer proposes, with the exact spans it rests on; not yet checked."""

    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Growth:
    """The sentence an answerer is writing, as far as it has come; nothing has checked it."""

    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an answerer ended: a reason to decline or none, and which parts it left unanswered.

    What a model calls a part stands here only in the question's words (`rag.parts.named`).
    """

    decline: Decline | None = None
    nearest: Spans = ()
    missing: tuple[str, ...] = ()


Written = Growth | Claim | Outcome
"""What an answerer yields: claims in the order they are read, at the end one outcome."""


class Decline(StrEnum):
    """Why a question is not answered."""

    NO_QUESTION = "no_question"
    EMPTY_LIBRARY = "empty_library"
    NOT_IN_SOURCES = "not_in_sources"
    PREMISE_NOT_IN_SOURCES = "premise_not_in_sources"
    NOTHING_SUPPORTED = "nothing_supported"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer proposes: claims in order, or a reason to decline, never both.

    `nearest` are the spans that come closest to an answer, best first, shown when it declines; of a
    question with a false premise, what the sources do say. `missing` are the parts of the question
    that found no answer, in its own words.
    """

    claims: tuple[Claim, ...] = ()
    decline: Decline | None = None
    nearest: Spans = ()
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.claims) == (self.decline is not None):
            raise ValueError("A draft either claims something or declines.")


@dataclass(frozen=True, slots=True)
class Statement:
    """A checked sentence of an answer and its footnotes.

    `recited` is set where the answerer cited another passage than the one that supports it.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    recited: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that was not said, why, and the spans it was held against."""

    text: str
    verdict: Verdict
    spans: Spans = ()

    @property
    def reason(self) -> str:
        """Why it was not said."""
        return self.verdict.reason


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation; history is context, never a source."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What produced an answer, so that a report can say what changed.

    `model` wrote it and `judge` read its reworded statements; None where no model did. `fallback`
    says why the model that should have written it did not. `notes` are sentences a reader should
    know. `prompts` holds the fingerprint of each prompt used, `timings_ms` milliseconds per step.
    """

    answerer: str
    embedder: str
    settings: str
    library_revision: int
    prompts: Mapping[str, str] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    model: str | None = None
    judge: str | None = None
    fallback: str | None = None
    notes: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer: statements with footnotes, or a decline with the nearest passages.

    `missing` are the parts of the question that are not answered, in its own words; `as_of` is the
    newest date among the cited sources.
    """

    question: str
    standalone_question: str
    provenance: Provenance
    statements: tuple[Statement, ...] = ()
    decline: Decline | None = None
    withheld: tuple[Withheld, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    nearest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.statements) == self.declined:
            raise ValueError("An answer either states something or declines.")

    @property
    def declined(self) -> bool:
        """Whether the question was not answered."""
        return self.decline is not None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every footnote once, by number."""
        found = {c.number: c for s in self.statements for c in s.citations}
        return tuple(found[number] for number in sorted(found))

    @property
    def as_of(self) -> str | None:
        """The newest publication date among the cited sources, None where none is known."""
        dates = [date for c in self.citations if (date := c.evidence.published)]
        return max(dates, key=lambda date: date.last).date if dates else None

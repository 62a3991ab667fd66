"""A case: a question, what a right answer holds, and where in the sources it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.answers import Turn
from vectorstore.documents import Published, Span


class Kind(StrEnum):
    """What the sources have for a question."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    FALSE_PREMISE = "false_premise"
    PARTLY = "partly"

    @property
    def declines(self) -> bool:
        """Whether a right answer declines."""
        return self in (Kind.UNANSWERABLE, Kind.FALSE_PREMISE)


class Status(StrEnum):
    """Whether a person stands behind a case; drafts are not run."""

    ACCEPTED = "accepted"
    DRAFT = "draft"


Fact = tuple[str, ...]
"""What an answer must say, in any of these wordings."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Where an answer stands, as a case file says it: by its words, its offsets, or both.

    `document` is a file name, a path, a URL or an id of the library; offsets are code points of its
    canonical text.
    """

    document: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("a gold span has both a start and an end, or neither")
        if self.start is None and not (self.quote or "").strip():
            raise ValueError("a gold span needs a quote, or a start and an end")
        if self.start is not None and self.end is not None and not 0 <= self.start < self.end:
            raise ValueError("a gold span needs 0 <= start < end")


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose answer is known.

    `key_facts` are what a right answer says, `wrong_facts` what it must not say, `answers` whole
    answers to compare with. `within` keeps the question to some documents, `as_of` to those
    published by that day. `speaker` and `date` are whom and which day the answer must name. Cases
    of one `group` depend on each other and count together in statistics.
    """

    id: str
    question: str
    kind: Kind
    history: tuple[Turn, ...] = ()
    gold: tuple[Gold, ...] = ()
    key_facts: tuple[Fact, ...] = ()
    wrong_facts: tuple[Fact, ...] = ()
    answers: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    as_of: str | None = None
    speaker: str | None = None
    date: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    group: str | None = None
    status: Status = Status.ACCEPTED

    def __post_init__(self) -> None:
        if not self.id.strip() or re.search(r"\s", self.id):
            raise ValueError("an id is a word without spaces")
        if not self.question.strip():
            raise ValueError("the question is empty")
        for date in filter(None, (self.as_of, self.date)):
            _ = Published(date, "case")
        if self.status is Status.DRAFT:
            return
        if self.kind.declines and (self.key_facts or self.answers):
            raise ValueError(f"a case that is {self.kind} has no key facts and no answers")
        if not self.kind.declines and not (self.gold or self.key_facts or self.answers):
            raise ValueError(f"a case that is {self.kind} needs gold, key facts or answers")

    @property
    def cluster(self) -> str:
        """What it counts with: its group, or itself alone."""
        return self.group or self.id


@dataclass(frozen=True, slots=True)
class Place:
    """An exact span of a document of the library."""

    document_id: str
    source: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A case with its gold found in a library; `within` are ids, empty for all documents."""

    case: Case
    gold: tuple[Place, ...] = ()
    within: tuple[str, ...] = ()

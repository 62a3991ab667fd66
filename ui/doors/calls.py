"""What a command asks of the server that has its collection, and what comes back beside events."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answers import Evidence, Filters, Turn
from vectorstore.corrections import Corrections
from vectorstore.findings import Finding
from vectorstore.records import DocumentRow


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; answered by the events of `Chain.stream`."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Words to look for; answered by `Found`."""

    words: str
    filters: Filters | None
    k: int


@dataclass(frozen=True, slots=True)
class Ingest:
    """Whole paths of files and folders; answered by the events of an ingest."""

    paths: tuple[str, ...]
    prune: bool


@dataclass(frozen=True, slots=True)
class Remove:
    """Ids of documents, or their beginnings; answered by `Removed`."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correct:
    """The id of a document, or its beginning, and what it is to say; answered by `Corrected`."""

    id: str
    corrections: Corrections


@dataclass(frozen=True, slots=True)
class Examine:
    """Whether all is well; answered by `Examined`."""


@dataclass(frozen=True, slots=True)
class Found:
    """The passages nearest to some words, best first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """The documents that were taken out."""

    rows: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The document as it is now."""

    row: DocumentRow


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong, nothing when all is well."""

    findings: tuple[Finding, ...]

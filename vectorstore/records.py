"""What a library tells about itself: its recipe, its documents and the troubles of its ingest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from vectorstore.documents import Document, Passage, Published
from vectorstore.reading.walk import Failure as Failure


@dataclass(frozen=True, slots=True)
class Recipe:
    """What made the vectors and the passages of a library; all of it must match to search it."""

    embedder: str
    splitter: str


class DocumentState(StrEnum):
    """Where a document stands; all of them can be found."""

    LIVE = "live"
    STALE = "stale"
    """Its file could not be read when it was last ingested; this is the version before."""
    GONE = "gone"
    """Its file was not there any more when its folder was last ingested."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of a library without its text."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published: Published | None
    language: str | None
    url: str | None
    media_type: str
    characters: int
    passages: int
    state: DocumentState
    ingested_at: str
    content_hash: str
    corrected: tuple[str, ...] = ()
    """The fields that a person has corrected."""


class Known(NamedTuple):
    """What ingest compares a file with, of a live document.

    `real_path` is its source with links followed, as it was then; None for a URL.
    """

    id: str
    source: str
    real_path: str | None
    content_hash: str


class Found(NamedTuple):
    """A live passage with the document it is a slice of, both read at the same moment."""

    document: Document
    passage: Passage
    near: int
    """Its near-duplicate fingerprint: 64 bits, see `vectorstore.near`."""


class Hit(NamedTuple):
    """A passage an index found. `score` is the cosine similarity or the BM25 score."""

    id: str
    score: float


class KeyHit(NamedTuple):
    """A hit by the key of a passage, as the indexes know it."""

    key: int
    score: float

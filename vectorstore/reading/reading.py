"""What a reader returns: canonical text, its regions, and what the source states about itself."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.documents import Published, Region


@dataclass(frozen=True, slots=True)
class Reading:
    """One source as read, before it has an id: the same fields as a Document's.

    `text` is canonical; `regions` are ordered, do not overlap, and lie inside it.
    """

    text: str
    regions: tuple[Region, ...]
    media_type: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    language: str | None = None
    url: str | None = None

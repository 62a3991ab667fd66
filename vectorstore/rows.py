"""Values and the rows of a library's tables, both ways."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from hashlib import blake2b
from pathlib import Path
from typing import Any

from vectorstore.corrections import Fact, fact_of
from vectorstore.documents import Document, Passage, Published, Region, RegionKind, Span
from vectorstore.errors import LibraryDamaged
from vectorstore.reading.files import source_name, source_path
from vectorstore.recent import PassageRow
from vectorstore.records import DocumentRow, DocumentState

_STATES = {None: DocumentState.LIVE, "failed": DocumentState.STALE, "gone": DocumentState.GONE}


def signed(value: int) -> int:
    """Return a 64-bit unsigned integer as SQLite keeps it."""
    return value - 2**64 if value >= 2**63 else value


def unsigned(value: int) -> int:
    """Return what `signed` was given."""
    return value & (2**64 - 1)


def text_digest(text: str) -> bytes:
    """Return the checksum by which the doctor knows a stored text: BLAKE2b, 16 bytes."""
    return blake2b(text.encode(), digest_size=16).digest()


def real_path(source: str) -> str | None:
    """Return where a source really is, links followed; None for a URL."""
    if "://" in source:
        return None
    return source_name(Path(os.path.realpath(source_path(source))))


def document_values(
    document: Document, passages: int, ingested_at: str | None = None
) -> dict[str, object]:
    """Return the columns of a new version of a document, which is ingested now by default."""
    published = document.published
    return {
        "id": document.id,
        "source": document.source,
        "real_path": real_path(document.source),
        "content_hash": document.content_hash,
        "title": document.title,
        "publisher": document.publisher,
        "authors": json.dumps(document.authors),
        "published": published and published.date,
        "published_how": published and published.how,
        "published_first": published and published.first.isoformat(),
        "published_last": published and published.last.isoformat(),
        "language": document.language,
        "url": document.url,
        "media_type": document.media_type,
        "characters": len(document.text),
        "passages": passages,
        "text_digest": text_digest(document.text),
        "ingested_at": ingested_at or dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def passage_values(passage: Passage) -> tuple[object, ...]:
    """Return what the columns id, first, past, region, heading and title hold of a passage."""
    return (
        passage.id,
        passage.span.start,
        passage.span.end,
        passage.region,
        passage.heading,
        passage.title,
    )


def as_passage(row: PassageRow) -> Passage:
    """Return the passage a row holds."""
    span, region = Span(row.first, row.past), RegionKind(row.region)
    return Passage(row.id, row.document_id, span, region, row.heading, row.title)


def read_version(connection: sqlite3.Connection, key: int) -> Document:
    """Return one version of a document, whatever its state; raise LibraryDamaged."""
    try:
        id_, source, hash_, *told, authors, published, how = connection.execute(
            "SELECT id, source, content_hash, title, publisher, language, url, media_type,"
            " authors, published, published_how FROM documents WHERE key = ?",
            [key],
        ).fetchone()
        (text,) = connection.execute("SELECT text FROM texts WHERE document = ?", [key]).fetchone()
        regions = connection.execute(
            "SELECT first, past, kind, title FROM regions WHERE document = ? ORDER BY place", [key]
        )
        title, publisher, language, url, media_type = told
        return Document(
            id=id_,
            source=source,
            text=text,
            content_hash=hash_,
            regions=tuple(
                Region(Span(first, past), RegionKind(kind), name)
                for first, past, kind, name in regions
            ),
            title=title,
            publisher=publisher,
            authors=tuple(json.loads(authors)),
            published=_published(published, how),
            language=language,
            url=url,
            media_type=media_type,
        )
    except (ValueError, TypeError) as error:
        raise LibraryDamaged(
            f"A document of the library cannot be read back ({error}): run `footnoted doctor`."
        ) from error


def read_corrections(connection: sqlite3.Connection) -> dict[str, dict[str, Fact]]:
    """Return what people have corrected: by document, by field."""
    found: dict[str, dict[str, Fact]] = {}
    for document, field, value in connection.execute("SELECT * FROM corrections"):
        found.setdefault(document, {})[field] = fact_of(field, value)
    return found


def _published(date: str | None, how: str | None) -> Published | None:
    return Published(date, how or "") if date else None


def as_row(*values: Any) -> DocumentRow:
    """Return the document a row holds, without its text."""
    id_, source, title, publisher, authors, published, how, language, url, media_type, *rest = (
        values
    )
    characters, passages, trouble, ingested_at, content_hash, corrected = rest
    return DocumentRow(
        id=id_,
        source=source,
        title=title,
        publisher=publisher,
        authors=tuple(json.loads(authors)),
        published=_published(published, how),
        language=language,
        url=url,
        media_type=media_type,
        characters=characters,
        passages=passages,
        state=_STATES[trouble],
        ingested_at=ingested_at,
        content_hash=content_hash,
        corrected=tuple(corrected.split(",")) if corrected else (),
    )

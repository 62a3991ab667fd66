"""Reading a library: documents, passages and troubles, from SQLite alone and without the lock."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from vectorstore.cache import DocumentCache
from vectorstore.corrections import Fact, restored
from vectorstore.database import Database
from vectorstore.documents import Document, Passage
from vectorstore.errors import LibraryError, UnknownDocument
from vectorstore.layout import LIBRARY
from vectorstore.recent import PassageRow, RecentRows
from vectorstore.records import DocumentRow, Failure, Found, Known, Recipe
from vectorstore.rows import as_passage, as_row, read_corrections, read_version, unsigned

CACHED_CHARACTERS = 64_000_000

_ROW = """
SELECT d.id, d.source, d.title, d.publisher, d.authors, d.published, d.published_how, d.language,
       d.url, d.media_type, d.characters, d.passages, t.kind, d.ingested_at, d.content_hash,
       (SELECT group_concat(c.field) FROM corrections c WHERE c.document = d.id)
FROM documents d LEFT JOIN troubles t ON t.source = d.source
WHERE d.state = 'live'
"""
_LIVE_PASSAGES = """
SELECT p.key, p.id, p.document, d.id, p.first, p.past, p.region, p.heading, p.title, p.near
FROM passages p CROSS JOIN documents d ON d.key = p.document
WHERE p.{} IN (SELECT value FROM json_each(?)) AND d.state = 'live'
"""
BY_KEY, BY_ID = _LIVE_PASSAGES.format("key"), _LIVE_PASSAGES.format("id")


class LibraryView:
    """A library opened to be read; another process may own and change it meanwhile.

    Every method sees one moment of the library and raises LibraryDamaged when it cannot be read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache = DocumentCache(CACHED_CHARACTERS)
        self._recent = RecentRows()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the library of the collection in `folder`; raise LibraryError when it has none."""
        file = folder / LIBRARY
        if not file.exists():
            raise LibraryError(
                f"There is no collection in {folder} yet: `footnoted ingest PATH` makes one."
            )
        return cls(Database(file, read_only=True))

    def close(self) -> None:
        """Close the file; doing it twice is harmless."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def revision(self) -> int:
        """A number that grows with every change of what can be found."""
        return int(self._fact("revision") or 0)

    @property
    def recipe(self) -> Recipe | None:
        """What made the passages and vectors; None while nothing has."""
        embedder, splitter = self._fact("embedder"), self._fact("splitter")
        return Recipe(embedder, splitter) if embedder and splitter else None

    @property
    def lexical_fingerprint(self) -> str | None:
        """How the text in the keyword index became terms."""
        return self._fact("lexical")

    @property
    def passage_count(self) -> int:
        """How many passages can be found."""
        query = "SELECT coalesce(sum(passages), 0) FROM documents WHERE state = 'live'"
        return int(self._one(query))

    @property
    def document_count(self) -> int:
        """How many documents can be found."""
        return int(self._one("SELECT count(*) FROM documents WHERE state = 'live'"))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be found."""
        return not self._one("SELECT EXISTS (SELECT 1 FROM documents WHERE state = 'live')")

    @property
    def unsettled(self) -> int:
        """How many versions of documents an ingest or a removal has left, or is still at."""
        return int(self._one("SELECT count(*) FROM documents WHERE state <> 'live'"))

    def incomplete(self) -> list[str]:
        """Return the ids of documents that can be found and have not all their passages."""
        query = """
            SELECT d.id FROM documents d WHERE d.state = 'live' AND d.passages <>
            (SELECT count(*) FROM passages p WHERE p.document = d.key)
        """
        with self._reading() as connection:
            return [id_ for (id_,) in connection.execute(query)]

    def documents(self) -> list[DocumentRow]:
        """Return every document, by source."""
        with self._reading() as connection:
            return [as_row(*r) for r in connection.execute(_ROW + "ORDER BY d.source, d.id")]

    def row(self, document_id: str) -> DocumentRow:
        """Return one document without its text; raise UnknownDocument."""
        with self._reading() as connection:
            found = connection.execute(_ROW + "AND d.id = ?", [document_id]).fetchone()
        if found is None:
            raise _unknown(document_id)
        return as_row(*found)

    def document(self, document_id: str) -> Document:
        """Return one document; raise UnknownDocument. The ones used last are kept in memory."""
        query = "SELECT key FROM documents WHERE id = ? AND state = 'live'"
        with self._reading() as connection:
            found = connection.execute(query, [document_id]).fetchone()
            if found is None:
                raise _unknown(document_id)
            return self._version(connection, found[0])

    def find(self, passage_ids: Iterable[str]) -> dict[str, Found]:
        """Return the live ones among these passages with their documents, read at one moment."""
        with self._reading() as connection:
            return {
                row.id: Found(
                    self._version(connection, row.version), as_passage(row), unsigned(row.near)
                )
                for row in self._rows(connection, passage_ids)
            }

    def passages(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """Return the live ones among these passages."""
        with self._reading() as connection:
            return {row.id: as_passage(row) for row in self._rows(connection, passage_ids)}

    def near_fingerprints(self, passage_ids: Iterable[str]) -> dict[str, int]:
        """Return the 64-bit near-duplicate fingerprints of the live ones among these passages."""
        with self._reading() as connection:
            return {row.id: unsigned(row.near) for row in self._rows(connection, passage_ids)}

    def owners(self, passage_ids: Iterable[str]) -> dict[str, str]:
        """Return the document ids of the live ones among these passages."""
        with self._reading() as connection:
            return {row.id: row.document_id for row in self._rows(connection, passage_ids)}

    def live_ids(self, keys: Iterable[int]) -> dict[int, str]:
        """Return the passage ids of those keys that are live."""
        wanted = list(keys)
        with self._reading() as connection:
            recent = self._recent_rows(connection)
            self._read(connection, recent, BY_KEY, [k for k in wanted if k not in recent.by_key])
            return {key: recent.by_key[key].id for key in wanted if key in recent.by_key}

    def _rows(self, connection: sqlite3.Connection, ids: Iterable[str]) -> list[PassageRow]:
        wanted = list(dict.fromkeys(ids))
        recent = self._recent_rows(connection)
        self._read(connection, recent, BY_ID, [id_ for id_ in wanted if id_ not in recent.by_id])
        return [recent.by_id[id_] for id_ in wanted if id_ in recent.by_id]

    def _recent_rows(self, connection: sqlite3.Connection) -> RecentRows:
        """Return the rows that were read at the very revision this connection sees."""
        row = connection.execute("SELECT value FROM facts WHERE name = 'revision'").fetchone()
        self._recent = recent = self._recent.at(int(row[0]) if row else 0)
        return recent

    @staticmethod
    def _read(
        connection: sqlite3.Connection, recent: RecentRows, query: str, missing: list[Any]
    ) -> None:
        if missing:
            for row in connection.execute(query, [json.dumps(missing)]):
                recent.put(PassageRow._make(row))

    def passage_keys(self, document_ids: AnyOf[str]) -> frozenset[int]:
        """Return the keys of all live passages of these documents."""
        query = """
            SELECT p.key FROM documents d CROSS JOIN passages p ON p.document = d.key
            WHERE d.state = 'live' AND d.id IN (SELECT value FROM json_each(?))
        """
        with self._reading() as connection:
            rows = connection.execute(query, [json.dumps([*document_ids])])
            return frozenset(key for (key,) in rows)

    def document_ids(
        self,
        sources: tuple[str, ...] = (),
        published_from: dt.date | None = None,
        published_to: dt.date | None = None,
        ids: tuple[str, ...] = (),
    ) -> frozenset[str] | None:
        """Return the documents that match every condition; None when there is no condition.

        A document matches `sources` when its source, publisher or title contains one of the texts,
        case folded. It matches the dates when a day its publication date can mean lies in the
        range, both ends included; without a publication date it matches no range.
        """
        if not (sources or ids or published_from or published_to):
            return None
        query = """
            SELECT id, source, publisher, title FROM documents WHERE state = 'live'
            AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))
            AND (:since IS NULL OR published_last >= :since)
            AND (:until IS NULL OR published_first <= :until)
        """
        conditions = {
            "ids": json.dumps(ids) if ids else None,
            "since": published_from and published_from.isoformat(),
            "until": published_to and published_to.isoformat(),
        }
        wanted = [text.casefold() for text in sources]
        with self._reading() as connection:
            return frozenset(
                id_
                for id_, *named in connection.execute(query, conditions)
                if not wanted or _names_any(named, wanted)
            )

    def contents(self) -> Iterator[tuple[Document, list[tuple[int, Passage]]]]:
        """Give every live document with its passages and their keys."""
        passages = """
            SELECT p.key, p.id, p.document, d.id, p.first, p.past, p.region, p.heading, p.title,
                   p.near
            FROM passages p CROSS JOIN documents d ON d.key = p.document
            WHERE p.document = ? ORDER BY p.key
        """
        with self._reading() as connection:
            versions = connection.execute("SELECT key FROM documents WHERE state = 'live'")
            for (version,) in versions.fetchall():
                document = read_version(connection, version)
                rows = map(PassageRow._make, connection.execute(passages, [version]))
                yield document, [(row.key, as_passage(row)) for row in rows]

    def passage_rows(self, document_id: str) -> list[tuple[int, Passage, int, int]]:
        """Return a document's passages in order: key, passage, near fingerprint, signs."""
        query = """
            SELECT p.key, p.id, p.document, d.id, p.first, p.past, p.region, p.heading, p.title,
                   p.near, p.signs
            FROM documents d CROSS JOIN passages p ON p.document = d.key
            WHERE d.state = 'live' AND d.id = ? ORDER BY p.key
        """
        with self._reading() as connection:
            rows = connection.execute(query, [document_id]).fetchall()
        found = [(PassageRow._make(row), signs) for *row, signs in rows]
        return [(r.key, as_passage(r), unsigned(r.near), unsigned(signs)) for r, signs in found]

    def corrections(self) -> dict[str, dict[str, Fact]]:
        """Return what people have corrected: by document, by field."""
        with self._reading() as connection:
            return read_corrections(connection)

    def as_stated(self, document_id: str) -> Document:
        """Return a document as its source states it; raise UnknownDocument."""
        document = self.document(document_id)
        query = """
            SELECT s.field, s.value FROM documents d CROSS JOIN stated s ON s.document = d.key
            WHERE d.state = 'live' AND d.id = ?
        """
        with self._reading() as connection:
            return restored(document, dict(connection.execute(query, [document_id])))

    def known(self) -> list[Known]:
        """Return the id, source, real path and content hash of every document."""
        query = "SELECT id, source, real_path, content_hash FROM documents WHERE state = 'live'"
        with self._reading() as connection:
            return [Known(*row) for row in connection.execute(query)]

    @property
    def failure_count(self) -> int:
        """How many sources could not be read when they were last looked at."""
        return int(self._one("SELECT count(*) FROM troubles WHERE kind = 'failed'"))

    def failures(self) -> list[Failure]:
        """Return what could not be read when it was last looked at, and why."""
        query = "SELECT source, reason FROM troubles WHERE kind = 'failed' ORDER BY source"
        with self._reading() as connection:
            return [Failure(*row) for row in connection.execute(query)]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._database.reading() as connection:
            yield connection

    def _one(self, query: str, *values: object) -> Any:
        with self._reading() as connection:
            return connection.execute(query, values).fetchone()[0]

    def _fact(self, name: str) -> str | None:
        with self._reading() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def _version(self, connection: sqlite3.Connection, key: int) -> Document:
        document = self._cache.get(key)
        if document is None:
            document = read_version(connection, key)
            self._cache.put(key, document)
        return document


def _names_any(names: Iterable[str | None], wanted: list[str]) -> bool:
    folded = [name.casefold() for name in names if name]
    return any(text in name for text in wanted for name in folded)


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(
        f"No document has the id {document_id!r}: `footnoted sources list` shows them all."
    )

"""The record of truth: which documents and passages there are, and which of them can be found.

A version of a document is staged as pending, its passages are added, and it goes live in the
transaction in which the version before it dies. Nothing else decides what can be found: an entry of
an index without a live passage here does not exist for a search.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

from vectorstore.catalog import LibraryView
from vectorstore.corrections import Fact
from vectorstore.database import Database
from vectorstore.documents import Document, Passage
from vectorstore.errors import LibraryDamaged, RecipeMismatch
from vectorstore.layout import LIBRARY, VECTORS
from vectorstore.records import Failure, Recipe
from vectorstore.rows import document_values, passage_values, signed


class NewPassage(NamedTuple):
    """A passage to add, with its near-duplicate fingerprint and the signs of its vector."""

    passage: Passage
    near: int
    signs: int


class Dead(NamedTuple):
    """The keys of dead versions, and of all their passages."""

    documents: list[int]
    passages: list[int]


class Library(LibraryView):
    """A library opened to be changed, by the process that holds the lock. Safe between threads."""

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Open the library in `folder`, making its tables where there are none.

        Raises LibraryDamaged where there are none although there is an index of passages.
        """
        file = folder / LIBRARY
        if (folder / VECTORS).exists() and not (file.exists() and file.stat().st_size):
            raise LibraryDamaged(
                f"The library {file} is gone: `footnoted doctor --repair` begins a new one; "
                "then ingest your files again."
            )
        return cls(Database(file))

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Give a set of changes that are committed together when the block ends, or not at all."""
        with self._database.writing() as connection:
            yield Change(connection)

    def adopt(self, recipe: Recipe, name: str) -> None:
        """Take `recipe` for this library if it holds nothing yet; raise RecipeMismatch otherwise.

        `name` is what a person calls the embedder.
        """
        held = self.recipe
        if held == recipe:
            return
        if held is not None and self.document_count:
            raise RecipeMismatch(_mismatch(held, recipe, self._fact("embedder_name") or "", name))
        with self.change() as change:
            change.set_fact("embedder", recipe.embedder)
            change.set_fact("embedder_name", name)
            change.set_fact("splitter", recipe.splitter)

    def dead(self) -> Dead:
        """Return the dead versions, whose passages the indexes should drop."""
        query = """
            SELECT d.key, p.key FROM documents d LEFT JOIN passages p ON p.document = d.key
            WHERE d.state = 'dead'
        """
        with self._reading() as connection:
            rows = connection.execute(query).fetchall()
        return Dead(sorted({row[0] for row in rows}), [key for _, key in rows if key is not None])


class Change:
    """Changes of one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def stage(
        self,
        document: Document,
        passages: int,
        said: Mapping[str, str] | None = None,
        ingested_at: str | None = None,
    ) -> int:
        """Store a version of a document that will have this many passages; return its key.

        `said` is what its source states in the fields that are corrected, as JSON.
        """
        values = document_values(document, passages, ingested_at)
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        key = self._connection.execute(
            f"INSERT INTO documents (state, {names}) VALUES ('pending', {places})",  # noqa: S608
            values,
        ).lastrowid
        if key is None:
            raise AssertionError("SQLite gives every row it inserts a key")
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", [key, document.text])
        self._connection.executemany(
            "INSERT INTO regions VALUES (?, ?, ?, ?, ?, ?)",
            (
                (key, place, region.span.start, region.span.end, region.kind, region.title)
                for place, region in enumerate(document.regions)
            ),
        )
        self._connection.executemany(
            "INSERT INTO stated VALUES (?, ?, ?)",
            ((key, field, value) for field, value in (said or {}).items()),
        )
        return key

    def add(self, document_key: int, passages: Iterable[NewPassage]) -> list[int]:
        """Store passages of a staged version; return their keys, never used before."""
        last = self._connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'passages'"
        ).fetchone()
        first = (last[0] if last else 0) + 1
        rows = [
            (document_key, *passage_values(new.passage), signed(new.near), signed(new.signs))
            for new in passages
        ]
        keys = range(first, first + len(rows))
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((key, *row) for key, row in zip(keys, rows, strict=True)),
        )
        return list(keys)

    def publish(self, document_keys: Iterable[int]) -> None:
        """Let staged versions go live and the versions before them die; a new revision."""
        keys = list(document_keys)
        for key in keys:
            self._connection.execute(
                "UPDATE documents SET state = 'dead' WHERE state = 'live'"
                " AND id = (SELECT id FROM documents WHERE key = ?)",
                [key],
            )
            self._connection.execute("UPDATE documents SET state = 'live' WHERE key = ?", [key])
        if keys:
            self._next_revision()

    def retire(self, document_ids: Iterable[str]) -> int:
        """Let live documents die; return how many there were. A new revision if there were any."""
        retired = self._connection.execute(
            "UPDATE documents SET state = 'dead' WHERE state = 'live'"
            " AND id IN (SELECT value FROM json_each(?))",
            [json.dumps([*document_ids])],
        ).rowcount
        if retired:
            self._next_revision()
        return retired

    def correct(self, document_id: str, facts: Mapping[str, Fact]) -> None:
        """Note the corrections of a document, in place of those it had."""
        self._connection.execute("DELETE FROM corrections WHERE document = ?", [document_id])
        self._connection.executemany(
            "INSERT INTO corrections VALUES (?, ?, ?)",
            ((document_id, field, json.dumps(fact)) for field, fact in facts.items()),
        )

    def abandon(self) -> None:
        """Let every pending version die."""
        self._connection.execute("UPDATE documents SET state = 'dead' WHERE state = 'pending'")

    def bury(self, dead: Dead) -> None:
        """Forget dead versions, whose passages have left the indexes."""
        self._connection.executemany(
            "DELETE FROM documents WHERE key = ? AND state = 'dead'",
            ((key,) for key in dead.documents),
        )

    def forget_failures(self, sources: Iterable[str]) -> None:
        """Forget that these could not be read, except where an older version is still live."""
        self._connection.execute(
            "DELETE FROM troubles WHERE source IN (SELECT value FROM json_each(?)) AND NOT EXISTS"
            " (SELECT 1 FROM documents d WHERE d.source = troubles.source AND d.state = 'live')",
            [json.dumps([*sources])],
        )

    def settle(self, sources: Iterable[str]) -> None:
        """Note that nothing is wrong with these sources any more."""
        self._connection.executemany(
            "DELETE FROM troubles WHERE source = ?", ((source,) for source in sources)
        )

    def trouble(self, kind: str, troubles: Iterable[Failure]) -> None:
        """Note sources that could not be read (`failed`) or found (`gone`), and why."""
        self._connection.executemany(
            "INSERT INTO troubles VALUES (?, ?, ?) ON CONFLICT (source)"
            " DO UPDATE SET kind = excluded.kind, reason = excluded.reason",
            ((failure.source, kind, failure.reason) for failure in troubles),
        )

    def set_signs(self, signs: Iterable[tuple[int, int]]) -> None:
        """Note the signs of the vectors of these passage keys."""
        self._connection.executemany(
            "UPDATE passages SET signs = ? WHERE key = ?",
            ((signed(value), key) for key, value in signs),
        )

    def set_fact(self, name: str, value: str) -> None:
        """Set one of the library's facts."""
        self._connection.execute(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name)"
            " DO UPDATE SET value = excluded.value",
            [name, value],
        )

    def _next_revision(self) -> None:
        self._connection.execute(
            "INSERT INTO facts VALUES ('revision', '1') ON CONFLICT (name)"
            " DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )


def _mismatch(held: Recipe, wanted: Recipe, held_name: str, wanted_name: str) -> str:
    if held.embedder != wanted.embedder:
        what = (
            f"the embedder {held_name} ({held.embedder}), and the settings now name "
            f"{wanted_name} ({wanted.embedder})"
        )
    else:
        what = f"the splitter {held.splitter}, and the settings now say {wanted.splitter}"
    return (
        f"The library was made with {what}: set it back, or ingest the documents "
        "into a new collection (--collection NAME)."
    )

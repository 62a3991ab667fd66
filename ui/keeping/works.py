"""Answers and drafts as they are kept: whose they are, who may see them."""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rag.answers import Answer
from rag.drafts import CheckedDraft
from ui.keeping.errors import UnknownWork
from ui.keeping.folding import folded, unfolded
from ui.wire import unpacked
from vectorstore.documents import Document

if TYPE_CHECKING:
    from vectorstore.database import Database

Work = Answer | CheckedDraft
_KINDS: dict[str, Any] = {"answer": Answer, "draft": CheckedDraft}
_DRAFTS_KEPT = 50


def new_id() -> str:
    """Return a name that nobody can guess."""
    return secrets.token_urlsafe(16)


def now() -> str:
    """Return the time, UTC, ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def keep(connection: sqlite3.Connection, owner: str, work: Work) -> str:
    """Keep an answer or a draft; return its id."""
    kind = "answer" if isinstance(work, Answer) else "draft"
    value, documents = folded(_KINDS[kind], work)
    id_ = new_id()
    connection.executemany(
        "INSERT OR IGNORE INTO documents"
        " VALUES (:hash, :value ->> 'id', :value ->> 'content_hash', :value)",
        [{"hash": key, "value": document} for key, document in documents.items()],
    )
    connection.execute(
        "INSERT INTO works (id, owner, kind, at, value) VALUES (?, ?, ?, ?, ?)",
        [id_, owner, kind, now(), value],
    )
    connection.executemany(
        "INSERT INTO rests_on VALUES (?, ?)", [(id_, document) for document in documents]
    )
    return id_


def read(connection: sqlite3.Connection, id_: str) -> Work:
    """Return what is kept under an id; raises UnknownWork, WireError."""
    row = connection.execute("SELECT kind, value FROM works WHERE id = ?", [id_]).fetchone()
    if row is None:
        raise UnknownWork(_GONE)
    documents = connection.execute(
        "SELECT hash, value FROM documents JOIN rests_on ON document = hash WHERE work = ?", [id_]
    )
    found: Work = unfolded(_KINDS[row[0]], row[1], dict(documents.fetchall()))
    return found


def sweep(connection: sqlite3.Connection) -> None:
    """Forget answers that no conversation and no feedback holds, old drafts, unused documents."""
    connection.execute(
        "DELETE FROM works WHERE kind = 'answer'"
        " AND id NOT IN (SELECT work FROM turns WHERE work IS NOT NULL)"
        " AND id NOT IN (SELECT work FROM feedback)"
    )
    connection.execute(
        "DELETE FROM works WHERE kind = 'draft' AND id IN (SELECT id FROM (SELECT id, row_number()"
        " OVER (PARTITION BY owner ORDER BY at DESC) AS place FROM works WHERE kind = 'draft')"
        " WHERE place > ?)",
        [_DRAFTS_KEPT],
    )
    connection.execute("DELETE FROM documents WHERE hash NOT IN (SELECT document FROM rests_on)")


class Works:
    """The answers and drafts of one collection. Safe between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, owner: str, draft: CheckedDraft) -> str:
        """Keep a draft, one of the last fifty of its owner; return its id."""
        with self._database.writing() as connection:
            id_ = keep(connection, owner, draft)
            sweep(connection)
        return id_

    def get(self, id_: str, owner: str) -> Work:
        """Return what is theirs or shared. Raises UnknownWork for all else."""
        with self._database.reading() as connection:
            self._seen(connection, id_, owner)
            return read(connection, id_)

    def answer(self, id_: str, owner: str) -> Answer:
        """Return an answer that is theirs or shared. Raises UnknownWork for all else."""
        found = self.get(id_, owner)
        if not isinstance(found, Answer):
            raise UnknownWork("There is no answer here: this is a draft that was checked.")
        return found

    def share(self, id_: str, owner: str) -> None:
        """Show something of theirs to everybody who has its id. Raises UnknownWork."""
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET shared = 1 WHERE id = ? AND owner = ?", [id_, owner]
            )
            if not done.rowcount:
                raise UnknownWork(_GONE)

    def unshare(self, id_: str, owner: str) -> None:
        """Show something of theirs to nobody else again; harmless where it is gone."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE works SET shared = 0 WHERE id = ? AND owner = ?", [id_, owner]
            )

    def document(self, document_id: str, content_hash: str) -> Document | None:
        """Return a version of a document that something kept rests on, None where none does."""
        with self._database.reading() as connection:
            rows: Iterable[tuple[str]] = connection.execute(
                "SELECT value FROM documents WHERE id = ? AND content_hash = ?",
                [document_id, content_hash],
            )
            return next((unpacked(Document, value) for (value,) in rows), None)

    def _seen(self, connection: sqlite3.Connection, id_: str, owner: str) -> None:
        found = connection.execute(
            "SELECT 1 FROM works WHERE id = ? AND (owner = ? OR shared = 1)", [id_, owner]
        ).fetchone()
        if found is None:
            raise UnknownWork(_GONE)


_GONE = "There is nothing to see here: it was removed, or it is somebody else's and not shared."

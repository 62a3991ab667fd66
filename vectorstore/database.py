"""One SQLite file: one writer at a time, any number of readers, each of which sees one moment."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.faults import reported
from vectorstore.schema import LIBRARY_SCHEMA, Schema

_WAIT_SECONDS = 10.0
_IDLE = 8
"""How many connections stay open between uses, each with its own 2 MB of the file at hand."""
_KINDS = (sqlite3.Error, OSError)


class Database:
    """Connections to a library's SQLite file. Safe to share between threads.

    A library of an older version is brought up to date when it is opened to be changed.

    Raises LibraryError when the file cannot be written, LibraryDamaged when it cannot be read, and
    LibraryError when it was made by a newer Footnoted.
    """

    def __init__(
        self, file: Path, *, read_only: bool = False, schema: Schema = LIBRARY_SCHEMA
    ) -> None:
        self.file = file
        self._schema = schema
        self._read_only = read_only
        self._writing = threading.RLock()
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._closed = False
        with reported("library", file, _KINDS):
            if not read_only:
                self._create_tables()
            self._check_version()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection on which every read sees the same moment."""
        with reported("library", self.file, _KINDS):
            connection = self._take()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are committed together, or not at all on an error."""
        with self._writing, reported("library", self.file, _KINDS):
            connection = self._take()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                self._give_back(connection)

    def close(self) -> None:
        """Close every connection; doing it twice is harmless."""
        self._closed = True
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise LibraryError(f"The library {self.file} has been closed.")
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.rollback()
        except sqlite3.Error:
            connection.close()
            raise
        if self._closed or self._idle.qsize() >= _IDLE:
            connection.close()
        else:
            self._idle.put(connection)

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self._read_only else "rwc"
        connection = sqlite3.connect(
            f"{self.file.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=_WAIT_SECONDS,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            if not self._read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            else:
                self._stand_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _create_tables(self) -> None:
        with self.writing() as connection:
            made = _version(connection)
            if made or connection.execute("PRAGMA schema_version").fetchone()[0] == 0:
                for statement in self._schema.since(made):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {max(made, self._schema.version)}")

    def _stand_in(self, connection: sqlite3.Connection) -> None:
        """Give a reader of an older library the tables it lacks, empty and for itself alone."""
        if made := _version(connection):
            for statement in self._schema.since(made):
                connection.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE"))

    def _check_version(self) -> None:
        with self.reading() as connection:
            version = _version(connection)
        if version > self._schema.version:
            raise LibraryError(
                f"The library {self.file} was made by a newer Footnoted (its tables are version "
                f"{version}, this one knows {self._schema.version}): update Footnoted."
            )
        if version < 1:
            raise LibraryDamaged(
                f"{self.file} is not a library: run `footnoted doctor`, or remove the file."
            )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])

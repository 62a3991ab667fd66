"""What can still be read of a damaged library, copied into a new one under the same keys."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from vectorstore.database import Database
from vectorstore.errors import LibraryDamaged
from vectorstore.faults import reported
from vectorstore.layout import LIBRARY
from vectorstore.rows import read_version, text_digest

_PARTS = ("texts", "regions", "passages")
_BESIDE = ("-wal", "-shm")
_LONGEST_CUT = 2**34


def salvage(folder: Path) -> int:
    """Replace the library in `folder` by one with every document that can be read; return how many.

    The damaged file is kept beside it as `library.sqlite3.damaged-DATE`.
    """
    damaged, fresh = folder / LIBRARY, folder / f"{LIBRARY}.new"
    copy = folder / f"{LIBRARY}.copy"
    with reported("library", folder, (OSError,)):
        _remove(fresh)
        with closing(Database(fresh)) as database:
            saved = 0
            if damaged.exists():
                _copy_file(damaged, copy)
                saved = _copy(copy, database)
                _remove(copy)
        if not damaged.exists():
            damaged.touch()
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = folder / f"{LIBRARY}.damaged-{stamp}"
        for suffix in _BESIDE:
            if (extra := damaged.with_name(damaged.name + suffix)).exists():
                extra.rename(aside.with_name(aside.name + suffix))
        aside.hardlink_to(damaged)
        fresh.replace(damaged)
    return saved


def _copy_file(damaged: Path, copy: Path) -> None:
    """Copy a library's files; one that was cut gets back the size its header states."""
    _remove(copy)
    for suffix in ("", "-wal"):
        if (part := damaged.with_name(damaged.name + suffix)).exists():
            shutil.copyfile(part, copy.with_name(copy.name + suffix))
    with copy.open("r+b") as file:
        header = file.read(32)
        page, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
        size = file.seek(0, 2)
        if header.startswith(b"SQLite format 3\0") and size < page * pages <= _LONGEST_CUT + size:
            file.truncate(page * pages)


def _copy(copy: Path, database: Database) -> int:
    saved = 0
    uri = f"{copy.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as old:
        with database.writing() as new:
            for table in ("facts", "troubles", "corrections"):
                _insert(new, table, _rows(old, f"SELECT * FROM {table}"))  # noqa: S608
            _insert(new, "sqlite_sequence", _rows(old, "SELECT * FROM sqlite_sequence"))
        for key in sorted(_keys(old)):
            with database.writing() as new:
                saved += _copy_document(old, new, key)
    return saved


def _copy_document(old: sqlite3.Connection, new: sqlite3.Connection, key: int) -> bool:
    """Copy one live version with all it has; leave out one that is not whole."""
    new.execute("SAVEPOINT version")
    with suppress(sqlite3.Error, LibraryDamaged, TypeError, ValueError):
        rows = old.execute("SELECT * FROM documents WHERE key = ?", [key]).fetchall()
        _insert(new, "documents", rows)
        for table in _PARTS:
            query = f"SELECT * FROM {table} WHERE document = ?"  # noqa: S608
            _insert(new, table, old.execute(query, [key]).fetchall())
        said = _rows(old, f"SELECT * FROM stated WHERE document = {key}")  # noqa: S608
        _insert(new, "stated", said)
        document = read_version(new, key)
        digest, expected = new.execute(
            "SELECT text_digest, passages FROM documents WHERE key = ? AND state = 'live'", [key]
        ).fetchone()
        count, furthest = new.execute(
            "SELECT count(*), max(past) FROM passages WHERE document = ?", [key]
        ).fetchone()
        text = document.text
        if text_digest(text) == digest and count == expected and (furthest or 0) <= len(text):
            return True
    new.execute("ROLLBACK TO version")
    return False


def _keys(old: sqlite3.Connection) -> set[int]:
    """Return the keys of live versions that can be reached from either end of the table."""
    query = "SELECT key FROM documents WHERE state = 'live' ORDER BY key"
    return {row[0] for end in ("", " DESC") for row in _rows(old, query + end)}


def _rows(old: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Give rows until the damage is reached."""
    try:
        yield from old.execute(query)
    except sqlite3.Error:
        return


def _insert(new: sqlite3.Connection, table: str, rows: Any) -> None:
    for row in rows:
        places = ", ".join("?" * len(row))
        new.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", row)  # noqa: S608


def _remove(file: Path) -> None:
    for suffix in ("", *_BESIDE):
        file.with_name(file.name + suffix).unlink(missing_ok=True)

"""Connections to a file of SQLite's."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from vectorstore.database import _IDLE, Database


def test_a_rush_leaves_few_connections_open(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite3")
    with ExitStack() as rush:
        for _ in range(_IDLE + 5):
            connection = rush.enter_context(database.reading())
            assert connection.execute("PRAGMA user_version").fetchone()[0] > 0
    assert database._idle.qsize() == _IDLE
    database.close()
    assert database._idle.empty()

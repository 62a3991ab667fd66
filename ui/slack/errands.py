"""What is to be done beside the works, each once: clicks, and the greeting of a pane."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from vectorstore.database import Database


class Errands:
    """Errands by their keys. Safe between threads. Raises what `Database` raises."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    def take(self, key: str, body: Mapping[str, Any] | None = None) -> bool:
        """Write an errand down; False where it is known already.

        Without a body it is not gone on with at the next start.
        """
        told = json.dumps(body) if body else ""
        with self._database.writing() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO errands VALUES (?, ?, ?)", [key, told, self._now()]
            )
        return bool(done.rowcount)

    def done(self, key: str) -> None:
        """Note that an errand is done."""
        with self._database.writing() as connection:
            connection.execute("UPDATE errands SET body = '' WHERE key = ?", [key])

    def left(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the keys and bodies of what is not done, oldest first."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT key, body FROM errands WHERE body <> '' ORDER BY since, key"
            ).fetchall()
        return [(key, json.loads(body)) for key, body in found]

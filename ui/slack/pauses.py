"""How long Slack asks to wait, kept for the next start."""

from __future__ import annotations

from collections.abc import Callable

from ui.slack.clock import LONGEST
from vectorstore.database import Database


class Pauses:
    """When a method may be called again in a workspace. Raises what `Database` raises."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    def left(self) -> dict[tuple[str, str], float]:
        """Return the pauses that are not over: until when, by workspace and method.

        One that is longer than any can be was kept by a clock that was ahead.
        """
        now = self._now()
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT team, method, until FROM pauses WHERE until > ? AND until <= ?",
                [now, now + LONGEST],
            ).fetchall()
        return {(team, method): until for team, method, until in found}

    def note(self, team: str, method: str, until: float) -> None:
        """Keep a pause."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM pauses WHERE until <= ? OR until > ?", [now, now + LONGEST]
            )
            connection.execute(
                "INSERT OR REPLACE INTO pauses VALUES (?, ?, ?)", [team, method, until]
            )

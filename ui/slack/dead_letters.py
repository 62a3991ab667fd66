"""The works that were given up: no outcome could be shown."""

from __future__ import annotations

import json
from collections.abc import Callable

from ui.slack.inbox_rows import works_of
from ui.slack.works import New, Outcome, Work
from vectorstore.database import Database


class DeadLetters:
    """Works that were given up. Safe between threads. Raises what `Database` raises."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    def all(self) -> list[Work]:
        """Return them, oldest first."""
        with self._database.reading() as connection:
            return works_of(connection, "state = 'dead'")

    def revive(self, id_: str | None = None) -> int:
        """Let them be tried again, one by its id or all; return how many."""
        now = self._now()
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET state = 'taken', starts = 0, holds = 0, why = '', due = ?,"
                " taken = ? WHERE state = 'dead' AND (? IS NULL OR id = ?)",
                [now, now, id_, id_],
            )
        return done.rowcount

    def again(self, new: New) -> bool:
        """Let one that is asked for anew be tried again, also where it was dismissed."""
        now = self._now()
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET state = 'taken', starts = 0, holds = 0, why = '', outcome = '',"
                " due = ?, taken = ?, detail = ?"
                " WHERE key = ? AND (state = 'dead' OR outcome = ?)",
                [now, now, json.dumps(new.detail), new.key, Outcome.DISMISSED],
            )
        return bool(done.rowcount)

    def dismiss(self, id_: str | None = None) -> int:
        """Let them be, one by its id or all; return how many."""
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET state = 'done', outcome = ?, ended = ?"
                " WHERE state = 'dead' AND (? IS NULL OR id = ?)",
                [Outcome.DISMISSED, self._now(), id_, id_],
            )
        return done.rowcount

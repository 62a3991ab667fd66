"""The inbox: what addressed the bot, how far it is, and what of it people see. It outlives crashes.

Everything is written before it is done or told: an event before Slack is answered, the intent to
post before the post, the post once Slack has said its name.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from ui.slack.clock import LONGEST
from ui.slack.dead_letters import DeadLetters
from ui.slack.errands import Errands
from ui.slack.inbox_rows import (
    EDITED,
    Standing,
    add_post,
    answered,
    begun,
    kept_before,
    standing_of,
    work_of,
    works_of,
)
from ui.slack.inbox_schema import INBOX_SCHEMA
from ui.slack.pauses import Pauses
from ui.slack.posts import Posts
from ui.slack.works import New, Outcome, Place, Post, State, Work
from vectorstore.database import Database

_REMEMBERED = 24 * 3600.0
"""Seconds for which a deletion is remembered of what did not address the bot."""


class Inbox:
    """The works of one bot, in one SQLite file. Safe between threads.

    `posts` are the messages that stand of them, `errands` what else is to be done, `dead` what was
    given up, `pauses` how long Slack asks to wait. Raises what `Database` raises.
    """

    def __init__(self, file: Path, now: Callable[[], float], *, read_only: bool = False) -> None:
        self._database = self._opened(file, read_only=read_only)
        self._now = now
        self.posts = Posts(self._database)
        self.errands = Errands(self._database, now)
        self.dead = DeadLetters(self._database, now)
        self.pauses = Pauses(self._database, now)

    def _opened(self, file: Path, *, read_only: bool) -> Database:
        return Database(file, schema=INBOX_SCHEMA, read_only=read_only)

    def close(self) -> None:
        """Close the file; doing it twice is harmless."""
        self._database.close()

    def take(self, new: New, posts: Mapping[int, Post] | None = None) -> bool:
        """Write a work down; False where it is known already.

        `posts` are messages that stand already and that the outcome takes the place of.
        """
        now = self._now()
        place = new.place
        with self._database.writing() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO works (key, id, kind, team, enterprise, channel, thread,"
                " user, ts, text, detail, edited, state, taken, due)"
                " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'taken', ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM never WHERE key = ?)",
                [
                    *(new.key, secrets.token_hex(8), new.kind, place.team, place.enterprise),
                    *(place.channel, place.thread, new.user, new.ts, new.text),
                    *(json.dumps(new.detail), new.edited, now, now, new.key),
                ],
            )
            for part, post in (posts or {}).items() if done.rowcount else ():
                add_post(connection, new.key, part, post)
        return bool(done.rowcount)

    def edit(self, key: str, text: str, edited: str) -> bool:
        """Let a question be asked as it is now; False where nothing changes by it."""
        now = self._now()
        with self._database.writing() as connection:
            done = connection.execute(EDITED, [text, edited, now, now, key, text, edited])
        return bool(done.rowcount)

    def remove(self, new: New) -> bool:
        """Let what a deleted message asked be forgotten, also if it comes only later.

        True where its outcome has to be taken away.
        """
        self.take(new)
        now = self._now()
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET removed = 1, revision = revision + 1, state = 'taken', text = '',"
                " starts = 0, holds = 0, taken = ?, due = ?, why = ''"
                " WHERE key = ? AND removed = 0",
                [now, now, new.key],
            )
        return bool(done.rowcount)

    def never(self, key: str) -> None:
        """Let what a deleted message says never become a work, however late it is delivered."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM never WHERE since < ?", [now - _REMEMBERED])
            connection.execute("INSERT OR IGNORE INTO never VALUES (?, ?)", [key, now])

    def follows(self, place: Place, ts: str) -> bool:
        """Tell whether the bot takes part in a thread when something is said in it."""
        where = [place.team, place.channel, place.thread, ts]
        with self._database.reading() as connection:
            asked = connection.execute(
                # What was shared into people's own thread does not make it the bot's.
                "SELECT 1 FROM works WHERE team = ? AND channel = ? AND thread = ?"
                " AND removed = 0 AND kind <> 'share'"
                " AND CAST(ts AS REAL) < CAST(? AS REAL) LIMIT 1",
                where,
            ).fetchone()
            return asked is not None or begun(connection, place)

    def known(self, key: str) -> bool:
        """Tell whether something is known, finished or not."""
        with self._database.reading() as connection:
            return (
                connection.execute("SELECT 1 FROM works WHERE key = ?", [key]).fetchone()
                is not None
            )

    def due(self, busy: frozenset[Place] = frozenset()) -> list[str]:
        """Return the keys that may be worked on now: of each place the first, unless it is busy."""
        now = self._now()
        found: list[str] = []
        seen = set(busy)
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT key, team, channel, thread, enterprise, due FROM works"
                " WHERE state IN ('taken', 'held') ORDER BY CAST(ts AS REAL), taken, key"
            )
            for key, team, channel, thread, enterprise, due in rows:
                place = Place(team, channel, thread, enterprise)
                if place in seen:
                    continue
                seen.add(place)
                if due <= now:
                    found.append(key)
        return found

    def next_due(self) -> float | None:
        """Return when the next held work is to be tried again."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT MIN(due) FROM works WHERE state IN ('taken', 'held') AND due > ?",
                [self._now()],
            ).fetchone()
        found: float | None = row[0]
        return found

    def get(self, key: str) -> Work | None:
        """Return a work as it stands."""
        with self._database.reading() as connection:
            return work_of(connection, key)

    def by_id(self, id_: str) -> Work | None:
        """Return the work whose messages have this id."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT key FROM works WHERE id = ?", [id_]).fetchone()
            return work_of(connection, row[0]) if row else None

    def kept_before(self, kept: tuple[str, str], most: int) -> list[tuple[str, str]]:
        """Return where the last answers before one in its conversation are kept, oldest first."""
        with self._database.reading() as connection:
            return kept_before(connection, kept, most)

    def answered(self, team: str, user: str, kept_in: str, most: int) -> list[tuple[Place, str]]:
        """Return where somebody asked what a collection answered, and the answers' ids."""
        with self._database.reading() as connection:
            return answered(connection, team, user, kept_in, most)

    def begin(self, key: str) -> Work | None:
        """Count a beginning and return the work; None where it is finished."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE works SET starts = starts + 1 WHERE key = ? AND state IN ('taken', 'held')",
                [key],
            )
            found = work_of(connection, key)
        unfinished = found is not None and found.state in (State.TAKEN, State.HELD)
        return found if unfinished else None

    def revision(self, key: str) -> int:
        """Return how often a question was edited."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT revision FROM works WHERE key = ?", [key]).fetchone()
        return int(row[0]) if row else -1

    def keep(self, key: str, revision: int, kept: tuple[str, str]) -> bool:
        """Note where the answer is kept; False where the question was edited meanwhile."""
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET kept_in = ?, kept = ? WHERE key = ? AND revision = ?",
                [*kept, key, revision],
            )
        return bool(done.rowcount)

    def done(self, key: str, revision: int, outcome: Outcome, why: str = "") -> bool:
        """End a work; False where it was edited meanwhile and goes on."""
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE works SET state = 'done', outcome = ?, why = ?, ended = ?, starts = 0"
                " WHERE key = ? AND revision = ?",
                [outcome, why, self._now(), key, revision],
            )
        return bool(done.rowcount)

    def hold(self, key: str, due: float, why: str, paused: float = 0.0) -> None:
        """Put a work off until then; `paused` is until when Slack asks to wait with it."""
        with self._database.writing() as connection:
            held = connection.execute(
                "UPDATE works SET state = 'held', due = ?, why = ?, starts = 0, holds = holds + 1"
                " WHERE key = ? AND state IN ('taken', 'held')",
                [due, why, key],
            )
            connection.execute("DELETE FROM paused_works WHERE work = ?", [key])
            if held.rowcount and paused:
                connection.execute("INSERT INTO paused_works VALUES (?, ?)", [key, paused])

    def die(self, key: str, revision: int, why: str) -> None:
        """Give a work up: no outcome can be shown."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE works SET state = 'dead', why = ?, ended = ?"
                " WHERE key = ? AND revision = ?",
                [why, self._now(), key, revision],
            )

    def forget(self, before: float) -> int:
        """Forget what had ended by then; return how many."""
        with self._database.writing() as connection:
            done = connection.execute(
                "DELETE FROM works WHERE state = 'done' AND ended < ?", [before]
            )
            connection.execute("DELETE FROM errands WHERE since < ?", [before])
        return done.rowcount

    def hurry(self) -> None:
        """Let what is held be tried at once, or as soon as Slack takes it again."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE works SET due = MIN(due, MAX(?, COALESCE((SELECT until FROM paused_works"
                " WHERE work = key AND until <= ?), 0))) WHERE state = 'held'",
                [now, now + LONGEST],
            )

    def standing(self, team: str | None = None) -> Standing:
        """Return how many works are how far, of a workspace or of all."""
        with self._database.reading() as connection:
            return standing_of(connection, team)

    def unfinished(self) -> list[Work]:
        """Return the works that are under way or held, oldest first."""
        with self._database.reading() as connection:
            return works_of(connection, "state IN ('taken', 'held')")

"""Rows of the inbox as values, and values as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from ui.slack.works import Kind, Place, Post, State, Work


@dataclass(frozen=True, slots=True)
class Standing:
    """How many works are how far, and when one last came."""

    waiting: int
    held: int
    dead: int
    outcomes: Mapping[str, int]
    last: float | None


def standing_of(connection: sqlite3.Connection, team: str | None) -> Standing:
    """Return how many works are how far, of a workspace or of all."""
    states = dict(
        connection.execute(
            "SELECT state, COUNT(*) FROM works WHERE team = COALESCE(?, team) GROUP BY state",
            [team],
        )
    )
    outcomes = dict(
        connection.execute(
            "SELECT outcome, COUNT(*) FROM works"
            " WHERE state = 'done' AND team = COALESCE(?, team) GROUP BY outcome",
            [team],
        )
    )
    (last,) = connection.execute(
        "SELECT MAX(taken) FROM works WHERE team = COALESCE(?, team)", [team]
    ).fetchone()
    counted = [states.get(state, 0) for state in ("taken", "held", "dead")]
    return Standing(counted[0], counted[1], counted[2], outcomes, last)


def begun(connection: sqlite3.Connection, place: Place) -> bool:
    """Tell whether a thread hangs on a message of the bot's."""
    found = connection.execute(
        "SELECT 1 FROM posts JOIN works ON key = work"
        " WHERE posts.channel = ? AND posts.ts = ? AND team = ? LIMIT 1",
        [place.channel, place.thread, place.team],
    ).fetchone()
    return found is not None


_KEPT_BEFORE = """
SELECT before.kept_in, before.kept FROM works AS this JOIN works AS before
ON before.team = this.team AND before.channel = this.channel
AND (before.thread = this.thread OR EXISTS (
  SELECT 1 FROM posts WHERE work = before.key AND channel = this.channel AND ts = this.thread
))
WHERE this.kind = 'ask' AND this.kept_in = ? AND this.kept = ?
AND before.kept <> '' AND before.removed = 0
AND CAST(before.ts AS REAL) < CAST(this.ts AS REAL)
ORDER BY CAST(before.ts AS REAL) DESC LIMIT ?
"""


def kept_before(
    connection: sqlite3.Connection, kept: tuple[str, str], most: int
) -> list[tuple[str, str]]:
    """Return where the last answers before one in its conversation are kept, oldest first."""
    rows = connection.execute(_KEPT_BEFORE, [*kept, most]).fetchall()
    return [(kept_in, id_) for kept_in, id_ in reversed(rows)]


def answered(
    connection: sqlite3.Connection, team: str, user: str, kept_in: str, most: int
) -> list[tuple[Place, str]]:
    """Return where somebody asked what was answered from a collection, and each answer's id.

    The newest are first.
    """
    rows = connection.execute(
        "SELECT team, channel, thread, enterprise, kept FROM works WHERE team = ? AND user = ?"
        " AND kept_in = ? AND kind = 'ask' AND outcome = 'answer' AND state = 'done'"
        " AND removed = 0 ORDER BY CAST(ts AS REAL) DESC LIMIT ?",
        [team, user, kept_in, most],
    )
    return [(Place(*row[:4]), row[4]) for row in rows]


def add_post(connection: sqlite3.Connection, key: str, part: int, post: Post) -> None:
    """Write down a message that stands."""
    connection.execute(
        "INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?)", [key, part, post.channel, post.ts]
    )


EDITED = """
UPDATE works SET text = ?, edited = ?, revision = revision + 1, state = 'taken', starts = 0,
holds = 0, taken = ?, due = ?, why = '', kept = '', kept_in = '',
detail = CASE kept WHEN '' THEN detail ELSE json_set(detail, '$.replaced', json_insert(
  COALESCE(json_extract(detail, '$.replaced'), '[]'), '$[#]', json_array(kept_in, kept)
)) END
WHERE key = ? AND removed = 0 AND text <> ? AND edited < ?
"""
"""Asks a question as it is now; where its last answers are kept stays in its detail."""


def works_of(connection: sqlite3.Connection, where: str) -> list[Work]:
    """Return the works of which a condition holds, oldest first."""
    found = connection.execute(f"SELECT key FROM works WHERE {where} ORDER BY taken, key")  # noqa: S608
    return [work for (key,) in found.fetchall() if (work := work_of(connection, key))]


def work_of(connection: sqlite3.Connection, key: str) -> Work | None:
    """Return a work as it stands, with its messages."""
    row = connection.execute(
        "SELECT key, id, kind, team, channel, thread, enterprise, user, ts, text, detail, state,"
        " revision, removed, unsure, kept_in, kept, outcome, why, starts, holds, taken, due"
        " FROM works WHERE key = ?",
        [key],
    ).fetchone()
    if row is None:
        return None
    posts = connection.execute(
        "SELECT part, channel, ts FROM posts WHERE work = ? ORDER BY part", [key]
    )
    kept_in, kept = row[15:17]
    return Work(
        key=row[0],
        id=row[1],
        kind=Kind(row[2]),
        place=Place(*row[3:7]),
        user=row[7],
        ts=row[8],
        text=row[9],
        detail=json.loads(row[10]),
        state=State(row[11]),
        revision=row[12],
        removed=bool(row[13]),
        unsure=bool(row[14]),
        posts={part: Post(channel, ts) for part, channel, ts in posts},
        kept=(kept_in, kept) if kept else None,
        outcome=row[17],
        why=row[18],
        starts=row[19],
        holds=row[20],
        taken=row[21],
        due=row[22],
    )

"""Conversations as they are kept: each somebody's own, named by its first question."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rag.answers import Answer, Filters
from rag.answers import Turn as Exchange
from ui.keeping import works
from ui.keeping.errors import UnknownConversation
from ui.rendering import answer_text
from ui.terminal import one_line
from ui.wire import packed, unpacked
from vectorstore.cache import Memo

if TYPE_CHECKING:
    from vectorstore.database import Database

REMEMBERED = 6
"""How many exchanges a follow-up may refer back to."""
_LONGEST_TITLE = 120
_SAID = 1024
"""How many exchanges are held in memory: who goes on asking refers back to the same ones."""
_LISTED = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn: a question, and its answer or why there is none.

    `work` is the id under which the answer is kept, None until it is.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    filters: Filters = field(default_factory=Filters)
    work: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked and answered, oldest first; without an id it is not kept yet."""

    id: str = ""
    title: str = ""
    turns: tuple[Asked, ...] = ()

    @property
    def history(self) -> list[Exchange]:
        """The last exchanges, as the chain takes them: context, never a source."""
        answered = [turn.answer for turn in self.turns if turn.answer]
        return [_exchange(answer) for answer in answered[-REMEMBERED:]]


class Listed(NamedTuple):
    """A conversation in the list of them."""

    id: str
    title: str
    updated: str


class Conversations:
    """The conversations of one collection. Safe between threads.

    Raises UnknownConversation for one that is not there or somebody else's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._said: Memo[Exchange] = Memo(_SAID)

    def listed(self, owner: str, find: str = "") -> list[Listed]:
        """Return the last two hundred whose turns have all these words, newest first."""
        words = find.casefold().split()
        has = " AND id IN (SELECT conversation FROM turns WHERE instr(sought, ?))" * len(words)
        query = "SELECT id, title, updated FROM conversations WHERE owner = ?"
        latest = " ORDER BY updated DESC LIMIT ?"
        with self._database.reading() as connection:
            rows = connection.execute(query + has + latest, [owner, *words, _LISTED])
            return [Listed(*row) for row in rows]

    def latest(self, owner: str) -> str:
        """Return the id of the one that was gone on with last, "" without any."""
        query = "SELECT id FROM conversations WHERE owner = ? ORDER BY updated DESC LIMIT 1"
        with self._database.reading() as connection:
            return str((connection.execute(query, [owner]).fetchone() or ("",))[0])

    def get(self, id_: str, owner: str) -> Conversation:
        """Return one conversation with all its answers."""
        with self._database.reading() as connection:
            title = _title(connection, id_, owner)
            rows = connection.execute(_TURNS, [id_]).fetchall()
            turns = [
                Asked(
                    question,
                    _answer(connection, work) if work else None,
                    error,
                    unpacked(Filters, filters),
                    work,
                )
                for question, work, error, filters in rows
            ]
        return Conversation(id_, title, tuple(turns))

    def outline(self, id_: str, owner: str) -> Conversation:
        """Return one conversation without its answers: many take long to read."""
        with self._database.reading() as connection:
            title = _title(connection, id_, owner)
            rows = connection.execute(_TURNS, [id_])
            turns = [
                Asked(question, None, error, unpacked(Filters, filters), work)
                for question, work, error, filters in rows
            ]
        return Conversation(id_, title, tuple(turns))

    def answer(self, work: str) -> Answer:
        """Return the answer of a turn. Raises UnknownWork for one that has been forgotten."""
        with self._database.reading() as connection:
            return _answer(connection, work)

    def history(self, conversation: Conversation) -> list[Exchange]:
        """Return the last exchanges of a conversation, also of an outline."""
        works = [turn.work for turn in conversation.turns if turn.work]
        return [self._exchange(work) for work in works[-REMEMBERED:]]

    def _exchange(self, work: str) -> Exchange:
        return self._said.get(work, lambda: _exchange(self.answer(work)))

    def add(
        self, so_far: Conversation, owner: str, turn: Asked, *, replacing: bool = False
    ) -> Conversation:
        """Keep a turn at the end of a conversation, a new one where it has no id yet.

        What was added behind `so_far` meanwhile, in another tab, stays before it; with `replacing`
        the turn is asked in place of all that.
        """
        with self._database.writing() as connection:
            id_, title = so_far.id, so_far.title
            if not id_:
                id_ = works.new_id()
                title = one_line(turn.question)[:_LONGEST_TITLE]
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?)",
                    [id_, owner, title, works.now()],
                )
            _title(connection, id_, owner)
            dropped = replacing and _cut(connection, id_, len(so_far.turns))
            meanwhile = _after(connection, id_, len(so_far.turns))
            work = works.keep(connection, owner, turn.answer) if turn.answer else None
            kept = Asked(turn.question, turn.answer, turn.error, turn.filters, work)
            _insert(connection, id_, len(so_far.turns) + len(meanwhile) + 1, kept)
            if dropped:
                works.sweep(connection)
        if work and turn.answer:
            said = _exchange(turn.answer)
            self._said.get(work, lambda: said)
        return Conversation(id_, title, (*so_far.turns, *meanwhile, kept))

    def cut(self, id_: str, owner: str, turns: int) -> None:
        """Drop what comes after so many turns; of none, nothing is left of the conversation."""
        with self._database.writing() as connection:
            _title(connection, id_, owner)
            _cut(connection, id_, turns)
            if not turns:
                connection.execute("DELETE FROM conversations WHERE id = ?", [id_])
            works.sweep(connection)

    def remove(self, id_: str, owner: str) -> None:
        """Forget a conversation and its answers, but those that feedback was given on."""
        self.cut(id_, owner, 0)

    def fork(self, so_far: Conversation, owner: str) -> Conversation:
        """Keep the same turns as a conversation of their own; the other one stays as it is."""
        forked = Conversation()
        for turn in so_far.turns:
            forked = self.add(forked, owner, turn)
        return forked

    def before(self, work: str, owner: str) -> Sequence[Exchange]:
        """Return the exchanges before an answer, none where it stands in no conversation."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT conversation, place FROM turns JOIN conversations ON id = conversation"
                " WHERE work = ? AND owner = ?",
                [work, owner],
            ).fetchone()
        if row is None:
            return ()
        whole = self.get(row[0], owner)
        return Conversation(turns=whole.turns[: row[1] - 1]).history


_TURNS = "SELECT question, work, error, filters FROM turns WHERE conversation = ? ORDER BY place"


def _exchange(answer: Answer) -> Exchange:
    return Exchange(answer.question, answer_text(answer))


def _title(connection: sqlite3.Connection, id_: str, owner: str) -> str:
    row = connection.execute(
        "SELECT title FROM conversations WHERE id = ? AND owner = ?", [id_, owner]
    ).fetchone()
    if row is None:
        raise UnknownConversation("There is no such conversation: it may have been removed.")
    title: str = row[0]
    return title


def _cut(connection: sqlite3.Connection, id_: str, turns: int) -> bool:
    query = "DELETE FROM turns WHERE conversation = ? AND place > ?"
    return connection.execute(query, [id_, turns]).rowcount > 0


def _after(connection: sqlite3.Connection, id_: str, turns: int) -> list[Asked]:
    """Return the turns behind so many, without their answers."""
    return [
        Asked(question, None, error, unpacked(Filters, filters), work)
        for question, work, error, filters in connection.execute(_TURNS, [id_]).fetchall()[turns:]
    ]


def _insert(connection: sqlite3.Connection, id_: str, place: int, turn: Asked) -> None:
    said = answer_text(turn.answer) if turn.answer else ""
    connection.execute(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            id_,
            place,
            turn.question,
            turn.work,
            turn.error,
            packed(Filters, turn.filters),
            f"{turn.question}\n{said}".casefold(),
        ],
    )
    connection.execute("UPDATE conversations SET updated = ? WHERE id = ?", [works.now(), id_])


def _answer(connection: sqlite3.Connection, work: str) -> Answer:
    found = works.read(connection, work)
    assert isinstance(found, Answer)
    return found

"""What people say of answers, kept with the answer, and given out as cases are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rag.answers import Answer
from rag.answers import Turn as Exchange
from rag.errors import RequestError
from ui.json_shapes import answer_json
from ui.keeping import works
from ui.wire import packed, unpacked

if TYPE_CHECKING:
    from vectorstore.database import Database

LONGEST = 2_000
"""How many characters a comment has at most."""


class Reason(StrEnum):
    """Why somebody is not content."""

    WRONG_CITATION = "wrong_citation"
    MISSING = "missing"
    NOT_IN_SOURCE = "not_in_source"
    OUT_OF_DATE = "out_of_date"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of an answer or, counted from 1, of one of its statements."""

    good: bool
    reason: Reason | None = None
    comment: str = ""
    statement: int | None = None

    def __post_init__(self) -> None:
        if len(self.comment) > LONGEST:
            raise RequestError(f"A comment has at most {LONGEST:,} characters: shorten it.")


class Feedback:
    """The feedback of one collection. Safe between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(
        self, work: str, owner: str, opinion: Opinion, before: Sequence[Exchange] = ()
    ) -> None:
        """Keep an opinion; a later one of the same person on the same thing takes its place.

        `before` are the exchanges before the question. Raises UnknownWork, RequestError.
        """
        with self._database.writing() as connection:
            answer = works.read(connection, work)
            if not isinstance(answer, Answer):
                raise RequestError("Feedback is given on an answer, not on a draft.")
            if opinion.statement and not 1 <= opinion.statement <= len(answer.statements):
                raise RequestError(f"The answer has no statement {opinion.statement}.")
            connection.execute(
                "DELETE FROM feedback WHERE work = ? AND owner = ? AND statement IS ?",
                [work, owner, opinion.statement],
            )
            connection.execute(
                "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    works.new_id(),
                    owner,
                    works.now(),
                    work,
                    opinion.statement,
                    "up" if opinion.good else "down",
                    opinion.reason or "",
                    opinion.comment.strip(),
                    packed(tuple[Exchange, ...], tuple(before)),
                ],
            )

    def all(self) -> list[dict[str, Any]]:
        """Return everything that was said, oldest first, as documented in docs/feedback.md.

        Who said it is not given out.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, at, work, statement, verdict, reason, comment, history FROM feedback"
                " ORDER BY at"
            ).fetchall()
            return [self._told(works.read(connection, row[2]), *row) for row in rows]

    def _told(self, answer: works.Work, *row: Any) -> dict[str, Any]:
        assert isinstance(answer, Answer)
        id_, at, _, number, verdict, reason, comment, history = row
        exchanges = unpacked(tuple[Exchange, ...], history)
        statement = None
        if number:
            statement = {"number": number, "text": answer.statements[number - 1].text}
        return {
            "id": id_,
            "at": at,
            "verdict": verdict,
            "reason": reason,
            "comment": comment,
            "question": answer.question,
            "history": [{"question": e.question, "answer": e.answer} for e in exchanges],
            "statement": statement,
            "answer": answer_json(answer),
        }

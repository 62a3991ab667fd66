"""Drafts from what people said of answers: what was right is kept, the rest asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases.case import Case, Gold, Kind, Status
from evals.cases.drafting.material import by_file_name
from evals.cases.errors import CaseFileError, Problem
from evals.cases.importing.imported import word
from rag.answers import Turn

_REASONS = {
    "wrong_citation": "a footnote does not carry its sentence",
    "missing": "something is missing",
    "not_in_source": "a sentence is not in its source",
    "out_of_date": "the answer is out of date",
    "other": "something else is wrong",
    "": "no reason was given",
}


class _Exchange(BaseModel):
    question: str
    answer: str = ""


class _About(BaseModel):
    number: int
    text: str


class Feedback(BaseModel):
    """One entry of an exported file; `answer` is the JSON of `footnoted ask --json`."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str = Field(min_length=1)
    at: str = ""
    verdict: Literal["up", "down"]
    reason: Literal["wrong_citation", "missing", "not_in_source", "out_of_date", "other", ""] = ""
    comment: str = ""
    question: str = Field(min_length=1)
    history: list[_Exchange] = []
    statement: _About | None = None
    answer: dict[str, Any]


def drafts(file: Path) -> list[Case]:
    """Return a draft for each entry. Raises CaseFileError with everything that is wrong.

    Its gold names a file without its folder where no other file of all answers has that name.
    """
    found, problems, sources = [], [], set[str]()
    for number, entry in enumerate(_entries(file), start=1):
        try:
            read = Feedback.model_validate(entry)
            found.append(_draft(read))
            sources.update(each["source"] for each in _shown(read))
        except ValidationError as error:
            for one in error.errors():
                field = ".".join(map(str, one["loc"]))
                problems.append(Problem(file, 1, f"Entry {number}: {field}: {one['msg']}."))
        except (KeyError, TypeError, ValueError) as error:
            sentence = f"Entry {number}: its answer is not what `ask --json` prints: {error!r}."
            problems.append(Problem(file, 1, sentence))
    if problems:
        raise CaseFileError(problems)
    return by_file_name(found, sources)


def _entries(file: Path) -> list[Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CaseFileError([Problem(file, 1, f"It cannot be read: {error.strerror}.")]) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise CaseFileError([Problem(file, line, f"This is no JSON: {error}.")]) from error
    if not isinstance(found, list):
        raise CaseFileError([Problem(file, 1, "Exported feedback is a list of entries.")])
    return found


def _draft(entry: Feedback) -> Case:
    """Return the case one entry suggests.

    Praise keeps the cited spans as gold, or the decline. Blame of a decline says that there is an
    answer; blame of an answer leaves the gold to the person and keeps the sentence that was blamed.
    """
    declined = bool(entry.answer["declined"])
    praised = entry.verdict == "up"
    kind = Kind.UNANSWERABLE if praised and declined else Kind.ANSWERABLE
    gold = tuple(_gold(entry)) if praised and not declined else ()
    return Case(
        id=f"feedback-{word(entry.id)}",
        question=entry.question,
        kind=kind,
        history=tuple(Turn(turn.question, turn.answer) for turn in entry.history),
        gold=gold,
        tags=("feedback", entry.verdict, *filter(None, (entry.reason,))),
        note=_note(entry, declined),
        status=Status.DRAFT,
    )


def _gold(entry: Feedback) -> Iterator[Gold]:
    about = entry.statement.number if entry.statement else None
    for number, statement in enumerate(entry.answer["statements"], start=1):
        if about not in (None, number):
            continue
        cited = set(statement["citations"])
        for citation in entry.answer["citations"]:
            if citation["number"] in cited:
                yield Gold(
                    citation["source"], citation["quote"], citation["start"], citation["end"]
                )


def _shown(entry: Feedback) -> list[dict[str, Any]]:
    return [*entry.answer.get("citations", ()), *entry.answer.get("nearest", ())]


def _note(entry: Feedback, declined: bool) -> str:
    said = "It declined." if declined else ""
    if entry.verdict == "down":
        said = f"{said} Blamed: {_REASONS[entry.reason]}."
    about = f" About: “{entry.statement.text}”" if entry.statement else ""
    comment = f" Comment: {entry.comment}" if entry.comment else ""
    when = f" ({entry.at})" if entry.at else ""
    return f"{said}{about}{comment}{when}".strip()

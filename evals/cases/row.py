"""A case as a file holds it; `docs/case.schema.json` is the schema of `CaseRow`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from evals.cases.case import Case, Gold, Kind, Status
from rag.answers import Turn


def _plain_date(value: object) -> object:
    """YAML reads a date without quotes as a date."""
    return value.isoformat() if type(value) is dt.date else value


_Date = Annotated[str, BeforeValidator(_plain_date), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
_Text = Annotated[str, Field(min_length=1)]
_Fact = Annotated[
    _Text | Annotated[list[_Text], Field(min_length=1)],
    Field(description="What an answer must say; a list means that any of its wordings will do."),
]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class GoldRow(_Row):
    """Where an answer stands: by its words, its offsets, or both."""

    document: _Text = Field(description="File name, path, URL or id of a document.")
    quote: str | None = Field(None, description="The words, as the document has them.")
    start: int | None = Field(None, ge=0, description="First code point of the canonical text.")
    end: int | None = Field(None, ge=1, description="The code point past the last.")


class TurnRow(_Row):
    """One exchange before the question."""

    question: _Text
    answer: str = ""


class CaseRow(_Row):
    """One line of a case file, or one entry of the list in a YAML file."""

    id: _Text = Field(description="A word that no other case of the file has.", pattern=r"^\S+$")
    question: _Text
    kind: Kind = Field(description="What the sources have for the question.")
    history: list[TurnRow] = Field([], description="What was asked before, oldest first.")
    gold: list[GoldRow] = Field([], description="Where the answer stands in the sources.")
    key_facts: list[_Fact] = Field([], description="What a right answer says.")
    wrong_facts: list[_Fact] = Field([], description="What a right answer does not say.")
    answers: list[_Text] = Field([], description="Whole answers to compare with.")
    within: list[_Text] = Field([], description="The only documents that may answer.")
    as_of: _Date | None = Field(None, description="Nothing published later may answer.")
    speaker: _Text | None = Field(None, description="Whom the answer must name as the speaker.")
    date: _Date | None = Field(None, description="The date the answer must give.")
    tags: list[_Text] = Field([], description="Words to filter and break down reports by.")
    note: str = Field("", description="For people.")
    group: _Text | None = Field(None, description="Cases of one group count together.")
    status: Status = Field(Status.ACCEPTED, description="Drafts are not run.")

    def case(self) -> Case:
        """Return the value; raises ValueError with what does not go together."""
        return Case(
            id=self.id,
            question=self.question,
            kind=self.kind,
            history=tuple(Turn(turn.question, turn.answer) for turn in self.history),
            gold=tuple(Gold(g.document, g.quote, g.start, g.end) for g in self.gold),
            key_facts=tuple(map(_wordings, self.key_facts)),
            wrong_facts=tuple(map(_wordings, self.wrong_facts)),
            answers=tuple(self.answers),
            within=tuple(self.within),
            as_of=self.as_of,
            speaker=self.speaker,
            date=self.date,
            tags=tuple(self.tags),
            note=self.note,
            group=self.group,
            status=self.status,
        )


def row_of(case: Case) -> dict[str, Any]:
    """Return a case as a file holds it, without what says nothing."""
    row = {
        "id": case.id,
        "question": case.question,
        "kind": case.kind.value,
        "history": [{"question": t.question, "answer": t.answer} for t in case.history],
        "gold": [_gold(gold) for gold in case.gold],
        "key_facts": [fact[0] if len(fact) == 1 else list(fact) for fact in case.key_facts],
        "wrong_facts": [fact[0] if len(fact) == 1 else list(fact) for fact in case.wrong_facts],
        "answers": list(case.answers),
        "within": list(case.within),
        "as_of": case.as_of,
        "speaker": case.speaker,
        "date": case.date,
        "tags": list(case.tags),
        "note": case.note,
        "group": case.group,
        "status": "draft" if case.status is Status.DRAFT else None,
    }
    return {name: value for name, value in row.items() if value}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a case."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "case.schema.json",
        **CaseRow.model_json_schema(),
        "title": "One case of `footnoted eval`",
    }


def _gold(gold: Gold) -> dict[str, Any]:
    row = {"document": gold.document, "quote": gold.quote, "start": gold.start, "end": gold.end}
    return {name: value for name, value in row.items() if value is not None}


def _wordings(fact: str | list[str]) -> tuple[str, ...]:
    return (fact,) if isinstance(fact, str) else tuple(fact)

"""Answers of any system as JSON Lines; `docs/response.schema.json` is the schema of a line."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from evals.response import Cited, Response, Retrieved, Said
from evals.response_marks import declines, marked
from vectorstore.documents import Published


def _iso_date(value: str) -> str:
    try:
        Published(value, "citation")
    except ValueError:
        said = f"a date is YYYY, YYYY-MM or YYYY-MM-DD, and a day that is, not {value!r}"
        raise ValueError(said) from None
    return value


_Date = Annotated[str, AfterValidator(_iso_date)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, allow_inf_nan=False)


class CitedRow(_Row):
    """A cited place: a document, and its offsets, its words, or both."""

    document: str | None = Field(None, description="Id, path or file name.")
    title: str | None = None
    start: int | None = Field(None, description="First code point of the document's text.")
    end: int | None = Field(None, description="The code point past the last.")
    quote: str | None = Field(None, description="The cited words.")
    source: str | None = None
    published: _Date | None = Field(None, description="YYYY, YYYY-MM or YYYY-MM-DD.")


class SaidRow(_Row):
    """One sentence of an answer and what it cites."""

    text: str = Field(min_length=1)
    citations: list[CitedRow] = []


class RetrievedRow(_Row):
    """A passage that was read, best first."""

    document: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    score: float | None = None
    source: str | None = None


class ResponseRow(_Row):
    """One line: what a system answered to one case."""

    id: str = Field(min_length=1, description="The id of the case.")
    system: str = Field("other", description="What the system is called in reports.")
    statements: list[SaidRow] | None = Field(None, description="The answer, sentence by sentence.")
    answer: str | None = Field(
        None, description="Instead of statements: a text in which [1] names the first citation."
    )
    citations: list[CitedRow] = Field([], description="What the marks in `answer` name.")
    declined: bool | None = Field(
        None, description="Whether it declined; without it, the words of the answer tell."
    )
    passages: list[RetrievedRow] | None = Field(None, description="What was read, best first.")
    seconds: float | None = Field(None, ge=0, description="To the whole answer.")
    first_seconds: float | None = Field(None, ge=0, description="To the first statement.")
    prompt_tokens: int | None = Field(None, ge=0)
    completion_tokens: int | None = Field(None, ge=0)
    cost: float | None = Field(None, ge=0, description="In whatever currency, the same for all.")
    error: str | None = Field(None, description="Why there is no answer.")
    raw: dict[str, Any] = Field({}, description="Whatever else the system said.")

    def response(self) -> Response:
        """Return the value; raises ValueError with what does not go together."""
        if self.statements is not None and self.answer is not None:
            raise ValueError("give either statements or an answer, not both")
        said = self._said()
        declined = self._declines(said)
        passages = None
        if self.passages is not None:
            passages = tuple(Retrieved(**row.model_dump()) for row in self.passages)
        return Response(
            case_id=self.id,
            system=self.system,
            statements=() if declined else said,
            declined=declined,
            passages=passages,
            seconds=self.seconds,
            first_seconds=self.first_seconds,
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            cost=self.cost,
            error=self.error,
            raw=self.raw or ({"answer": self.answer} if declined and self.answer else {}),
        )

    def _said(self) -> tuple[Said, ...]:
        if self.statements is not None:
            return tuple(
                Said(row.text, tuple(Cited(**c.model_dump()) for c in row.citations))
                for row in self.statements
            )
        cited = [Cited(**c.model_dump()) for c in self.citations]
        return tuple(marked(self.answer or "", cited))

    def _declines(self, said: tuple[Said, ...]) -> bool:
        """Whether it declined: as it says, or as its only words do, or by saying nothing."""
        if self.error is not None:
            return False
        if self.declined is not None:
            return self.declined
        return declines(said)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "response.schema.json",
        **ResponseRow.model_json_schema(),
        "title": "One answer of any system, for `footnoted eval`",
    }

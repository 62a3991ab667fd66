"""What requests hold, checked before anything is done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from rag.answers import Filters, Turn
from rag.manuscript.read import Form, Manuscript
from rag.request import LONGEST
from ui.filters import MOST, filters
from vectorstore.documents import Published, canonical

REMEMBERED = 30
"""How many exchanges a question may refer back to."""

_LONGEST_ANSWER = 100_000


class Body(BaseModel):
    """A JSON object with these members and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _date(text: str) -> str:
    try:
        Published(text.strip(), "filters")
    except ValueError as error:
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD") from error
    return text


def _whole_path(text: str) -> str:
    if "\0" in text or not Path(text).is_absolute():
        raise ValueError("a path is whole, from the root of this machine's files")
    return text


Day = Annotated[str, AfterValidator(_date)]
Named = Annotated[
    str | None,
    Field(max_length=64, description="Which collection; without it the one to begin with."),
]
WholePath = Annotated[str, AfterValidator(_whole_path)]


class Chosen(Body):
    """Which documents may answer, as the options of the command line say it."""

    source: str | list[str] | None = None
    since: Day | None = None
    until: Day | None = None

    def filters(self) -> Filters:
        """Return the filters; raises RequestError for days that cannot be."""
        sources = [self.source] if isinstance(self.source, str) else self.source
        return filters(sources, self.since, self.until)


class Exchange(Body):
    """A question that was asked before, and what was answered."""

    question: str = Field(max_length=LONGEST)
    answer: str = Field(default="", max_length=_LONGEST_ANSWER)


class Asked(Body):
    """A question, what was said before it, and which documents may answer."""

    question: str = Field(examples=["How many troops does the mission have now?"])
    history: list[Exchange] = []
    filters: Chosen = Chosen()
    collection: Named = None

    def turns(self) -> list[Turn]:
        """Return the last exchanges as the chain takes them."""
        return [
            Turn(canonical(each.question).strip(), canonical(each.answer).strip())
            for each in self.history[-REMEMBERED:]
        ]


class Sought(Body):
    """Words to look for, and how many passages are wanted."""

    query: str = Field(examples=["ferry"])
    k: int = Field(default=10, ge=1, le=MOST)
    filters: Chosen = Chosen()
    collection: Named = None


class Draft(Body):
    """A finished text to be footnoted."""

    text: str = Field(examples=["The mission now has 4,350 troops."])
    form: Literal["text", "markdown"] = "markdown"
    filters: Chosen = Chosen()
    collection: Named = None

    def manuscript(self) -> Manuscript:
        """Return the draft; raises RequestError for an empty or a too long one."""
        return Manuscript(self.text, Form(self.form))


class Files(Body):
    """Files and folders of this machine."""

    paths: list[WholePath] = Field(min_length=1, examples=[["/srv/articles"]])
    prune: bool = False
    collection: Named = None

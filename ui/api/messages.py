"""OpenAI's chat messages: what a client sends, and an answer written as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rag.answers import Answer, Citation, Statement, Turn, VerdictClass
from rag.errors import RequestError
from rag.request import LONGEST
from ui.api.bodies import REMEMBERED
from ui.exporting.escape import escaped
from ui.exporting.markdown import note
from ui.rendering import answer_text
from ui.wording import (
    MARKS,
    as_of_words,
    fallback_words,
    missing_words,
    nearest_heading,
    verdict_words,
)
from vectorstore.documents import canonical

_SOURCES = "**Sources**"
_ESCAPES = re.compile(r"\\(?=[^\w\s])")


class Part(BaseModel):
    """A piece of a message; only text is read."""

    model_config = ConfigDict(frozen=True)
    type: str
    text: str = ""


class Message(BaseModel):
    """What somebody said."""

    model_config = ConfigDict(frozen=True)
    role: str
    content: str | list[Part] | None = None

    def words(self) -> str:
        """Return its text on canonical lines."""
        if isinstance(self.content, list):
            return canonical("\n".join(part.text for part in self.content)).strip()
        return canonical(self.content or "").strip()


class StreamOptions(BaseModel):
    """What a stream ends with."""

    model_config = ConfigDict(frozen=True)
    include_usage: bool = False


class Conversation(BaseModel):
    """A request for a chat completion; what only means something to a language model is ignored."""

    model_config = ConfigDict(frozen=True)
    model: str
    messages: list[Message]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, ge=1, le=1)

    def asked(self) -> tuple[str, list[Turn]]:
        """Return the last user's message and the exchanges before it; raises RequestError."""
        users = [at for at, message in enumerate(self.messages) if message.role == "user"]
        if not users:
            raise RequestError("No message has the role 'user': send one with the question.")
        return self.messages[users[-1]].words(), _turns(self.messages[: users[-1]])


def _turns(messages: list[Message]) -> list[Turn]:
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.words()[:LONGEST]))
        elif message.role == "assistant" and turns:
            said = message.words().partition(f"\n\n{_SOURCES}")[0]
            turns[-1] = Turn(turns[-1].question, _ESCAPES.sub("", said)[:LONGEST])
    return turns[-REMEMBERED:]


def blocks(answer: Answer) -> Iterator[str]:
    """Yield the answer as blocks of Markdown: statements with their marks, then the sources."""
    if fallback := fallback_words(answer):
        yield f"*{escaped(fallback)}*"
    if answer.declined:
        yield escaped(answer_text(answer))
    if answer.statements:
        yield " ".join(map(_statement, answer.statements))
    if missing := missing_words(answer):
        yield escaped(missing)
    if as_of := as_of_words(answer):
        yield f"{as_of}."
    if answer.citations:
        yield _SOURCES
        yield _listed(answer.citations)
    elif answer.nearest:
        yield f"**{escaped(nearest_heading(answer))}**"
        yield _listed(answer.nearest)


def _statement(statement: Statement) -> str:
    marks = "".join(f"[{citation.number}]" for citation in statement.citations)
    said = f"{escaped(statement.text)} {marks}".rstrip()
    kind = statement.verdict.kind
    if kind is VerdictClass.QUOTED:
        return said
    return f"{said} *({escaped(f'{MARKS[kind]} {verdict_words(statement.verdict)}')})*"


def _listed(citations: tuple[Citation, ...]) -> str:
    return "\n".join(f"{citation.number}. {note(citation)}" for citation in citations)


def usage(answer: Answer) -> dict[str, Any] | None:
    """Return the tokens a model took, None where that is not known."""
    used = answer.provenance.usage
    if used.prompt_tokens is None or used.completion_tokens is None:
        return None
    return {
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "total_tokens": used.prompt_tokens + used.completion_tokens,
    }

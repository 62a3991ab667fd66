"""The API that OpenAI's clients speak: a chat whose model is the library."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from rag.answers import Answer
from rag.events import Done, Event
from rag.request import question_text
from rag.run import Run
from ui.api.desk import Desk
from ui.api.errors import Failure, UnknownModel
from ui.api.messages import Conversation, blocks, usage
from ui.api.routes import encoded, guarded, reply
from ui.api.streams import EventStream
from ui.api.working import Worked
from ui.json_shapes import answer_json, error_json
from ui.metering.labels import Door

MODEL = "footnoted"


@dataclass(frozen=True)
class Completion:
    """One reply to a conversation: its name and time, whole or in chunks."""

    model: str = MODEL
    counting: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> dict[str, Any]:
        """Return the answer as one completion, with the answer's own JSON beside it."""
        message = {"role": "assistant", "content": "\n\n".join(blocks(answer))}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return {
            **self._shape("chat.completion", [choice]),
            "usage": usage(answer),
            "footnoted": answer_json(answer),
        }

    def chunks(self, events: Iterator[Event]) -> Iterator[bytes]:
        """Yield the answer in chunks, once it is whole, and a comment for whatever happens before.

        A client cannot be told to forget a chunk, and a model that fails or a decline takes back
        what was said.
        """
        yield self._chunk({"role": "assistant", "content": ""})
        for event in events:
            yield b": %s\n\n" % type(event).__name__.encode()
            if isinstance(event, Done):
                yield from self._said(event.answer)

    def _said(self, answer: Answer) -> Iterator[bytes]:
        for number, block in enumerate(blocks(answer)):
            yield self._chunk({"content": f"\n\n{block}" if number else block})
        yield self._chunk({}, "stop", footnoted=answer_json(answer))
        if self.counting:
            shape = self._shape("chat.completion.chunk", [])
            yield _data({**shape, "usage": usage(answer)})
        yield b"data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, str], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _data({**self._shape("chat.completion.chunk", [choice]), **more})

    def _shape(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "choices": choices,
        }


def chat(desk: Desk) -> APIRouter:
    """Return the endpoints of OpenAI's API."""
    router = APIRouter(prefix="/v1", route_class=guarded(desk))

    def models() -> list[str]:
        return [MODEL, *(f"{MODEL}:{name}" for name in desk.names[1:])]

    @router.post("/chat/completions")
    def completions(request: Request, conversation: Conversation) -> Response:
        model = conversation.model
        name, colon, collection = model.partition(":")
        if name != MODEL or (colon and collection not in desk.names):
            raise UnknownModel(
                f"There is no model {model[:80]!r}; there are: {', '.join(models())}."
            )
        chain = desk.through(Door.OPENAI, collection or None)
        desk.question(request)
        asked, turns = conversation.asked()
        question = question_text(asked)
        if not conversation.stream:
            return Worked(
                lambda run: reply(Completion(model).whole(chain.ask(question, turns, run=run)))
            )
        run, options = Run(), conversation.stream_options
        completion = Completion(model, options is not None and options.include_usage)
        events = chain.stream(question, turns, run=run)
        return EventStream(events, run, completion.chunks, _failed)

    @router.get("/models")
    def listed() -> Response:
        data = [
            {"id": model, "object": "model", "created": 0, "owned_by": MODEL} for model in models()
        ]
        return reply({"object": "list", "data": data})

    return router


def _failed(failed: Failure) -> bytes:
    return _data(error_json(failed.kind, failed.message))


def _data(value: object) -> bytes:
    return b"data: %s\n" % encoded(value)

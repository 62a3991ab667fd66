"""What commands ask, in the server that has their collection: one address, one call a request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from rag.run import Run
from ui.api.errors import Failure, OriginRefused
from ui.api.routes import refusal
from ui.api.streams import EventStream
from ui.doors.calls import Ask
from ui.doors.checks import Check
from ui.doors.doorkeeper import Doorkeeper
from ui.doors.errors import Failed
from ui.doors.lines import Receiving, Sending
from ui.doors.work import Call, done
from ui.people.limits import Limits
from ui.people.person import Person
from vectorstore.errors import FootnotedError

LINES = "application/jsonl"
HOLDER = Person("door")
"""Whoever can read the notes: all commands together, as one who asks."""


def doors(keeper: Doorkeeper, limits: Limits | None = None) -> APIRouter:
    """Return the endpoints of commands; nothing but the token in a collection's note opens them.

    `limits` counts the questions and drafts among the calls.
    """
    router = APIRouter(prefix="/door/{collection}")

    @router.get("/{nonce}")
    def proof(collection: str, nonce: str) -> Response:
        try:
            return PlainTextResponse(keeper.proof(collection, nonce))
        except FootnotedError as error:
            return refusal(error)

    @router.post("")
    async def call(collection: str, request: Request) -> Response:
        try:
            if "origin" in request.headers:
                raise OriginRefused("This is the door for commands, not for pages.")
            shelf = keeper.shelf(collection, _token(request))
            asked = Receiving(*get_args(Call)).value(await request.body())
            if limits is not None and isinstance(asked, Ask | Check):
                limits.question(HOLDER)
        except FootnotedError as error:
            return refusal(error)
        run = Run()
        return EventStream(done(shelf, asked, run), run, _sent, _failed, media_type=LINES)

    return router


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _sent(values: Iterator[object]) -> Iterator[bytes]:
    sending = Sending()
    for value in values:
        yield b"".join(sending.lines(value))


def _failed(failure: Failure) -> bytes:
    return b"".join(Sending().lines(Failed(failure.kind, failure.message)))

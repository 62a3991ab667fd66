"""The tools over HTTP, guarded like the API.

The protocol's package takes a good half second to import, so the first who asks waits for it and
not everybody who starts a server.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from ui.api.desk import Desk
from ui.api.guard import LONGEST, Access, admit, limited
from ui.api.routes import encoded, refusal
from ui.mcp.tools import COUNTED, Held
from ui.metering.labels import Door
from ui.people.errors import TooMany

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

_TOO_MANY = -32000
"""The protocol leaves the numbers from here on to servers."""


@dataclass(frozen=True)
class _Collections:
    """The collections of a desk; what is asked of them is counted as the door `mcp`."""

    desk: Desk

    @property
    def names(self) -> Sequence[str]:
        return self.desk.names

    @contextmanager
    def held(self, name: str | None) -> Iterator[Held]:
        yield Held(self.desk.through(Door.MCP, name), self.desk.library_of(name))


@dataclass(frozen=True)
class Endpoint:
    """An ASGI application at one address; every request stands for itself, nothing is kept."""

    desk: Desk

    @cached_property
    def _server(self) -> Server[Any]:
        from ui.mcp.server import server

        return server(_Collections(self.desk))

    def _manager(self) -> StreamableHTTPSessionManager:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        return StreamableHTTPSessionManager(
            self._server, stateless=True, max_request_body_size=LONGEST
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message of the protocol."""
        request = Request(scope, limited(receive))
        try:
            admit(request, self.desk, Access.READ)
            if request.method != "POST":
                raise HTTPException(405, headers={"Allow": "POST"})
            body = await request.body()
        except Exception as error:
            await refusal(error)(scope, receive, send)
            return
        for call in _questions(body):
            try:
                self.desk.question(request)
            except TooMany as error:
                await _refused(call, error)(scope, receive, send)
                return
        # A manager lives inside one task, and this request's is the one that is sure to end well.
        manager = await run_in_threadpool(self._manager)
        async with manager.run():
            await manager.handle_request(scope, _read_again(body, receive), send)


def _questions(body: bytes) -> Iterator[dict[str, Any]]:
    """Yield the calls among what was sent that count as questions."""
    try:
        sent = json.loads(body)
    except ValueError:
        return
    for message in sent if isinstance(sent, list) else [sent]:
        if isinstance(message, dict) and message.get("method") == "tools/call":
            params = message.get("params")
            if isinstance(params, dict) and params.get("name") in COUNTED:
                yield message


def _refused(call: dict[str, Any], error: TooMany) -> Response:
    """Return the error of a call in the protocol's own shape, so that its client reads it."""
    said = {"code": _TOO_MANY, "message": str(error), "data": {"retry_after": error.seconds}}
    response = refusal(error)
    shape = {"jsonrpc": "2.0", "id": call.get("id"), "error": said}
    return Response(encoded(shape), response.status_code, _headers(response), "application/json")


def _headers(response: Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if "content" not in name}


def _read_again(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body once more, then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again

"""What every endpoint has in common: who is let in, how much is read, how errors are told."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ui.api.desk import Desk
from ui.api.errors import failure
from ui.api.guard import Access, admit, limited
from ui.json_shapes import error_json
from ui.people.errors import TooMany
from ui.terminal import json_text
from ui.wording import ENGLISH, Wording

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def guarded(desk: Desk, access: Access = Access.READ) -> type[APIRoute]:
    """Return the kind of route that serves whom it may and tells its errors in a sentence."""

    class Guarded(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handled(request: Request) -> Response:
                try:
                    admit(request, desk, access)
                    return await handle(Request(request.scope, limited(request.receive)))
                except Exception as error:
                    return refusal(error)

            return handled

    return Guarded


def reply(value: object, status: int = 200) -> Response:
    """Return the bytes that the command line prints for the same value."""
    return Response(encoded(value, indent=2), status, _HEADERS, "application/json")


def refusal(error: Exception, wording: Wording = ENGLISH) -> Response:
    """Return an error with its status and a sentence."""
    status, kind, message = failure(error)
    response = reply(error_json(kind, wording.told(message)), status)
    if isinstance(error, HTTPException):
        response.headers.update(error.headers or {})
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def encoded(value: object, indent: int | None = None) -> bytes:
    """Return a value as JSON in UTF-8; on one line, its end included, without an indent."""
    return json_text(value, indent=indent).encode("utf-8", "backslashreplace")

"""What stands before the whole server: who is there, and who has to sign in first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui.json_shapes import error_json
from ui.people.entrance import BROWSER, PEER, Entrance, key_holder
from ui.people.errors import ForeignRequest, PeopleError, SignInNeeded
from ui.people.origins import SAFE, foreign
from ui.people.person import LOGIN, NOBODY, STATE, Person
from ui.terminal import json_text
from ui.wording import ENGLISH, Wording
from vectorstore.errors import FootnotedError

KEYED = frozenset({"api", "v1", "mcp"})
"""Beginnings of paths that a key opens, which whoever serves them checks."""
OPEN = frozenset({"/login", "/logout", "/health", "/metrics", "/favicon.ico", "/favicon.svg"})
"""What is served to anybody; `/metrics` and whatever is under `/door/` guard themselves."""
_LONGEST_PATH = 2000
_LONG = 400 * 24 * 3600
_LASTING = ("text/html", "application/json", "text/event-stream")


@dataclass(frozen=True)
class Admitting:
    """An application that is told who sends each request, and gets none it should not.

    `wording` is the language of what people are told; programs are told in English.
    """

    app: ASGIApp
    entrance: Entrance
    wording: Wording = ENGLISH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its person, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        request = HTTPConnection(scope)
        try:
            state[LOGIN] = self.entrance.login
            state[STATE], cookie = self._person(request)
        except FootnotedError as error:
            wording = ENGLISH if _keyed(request) else self.wording
            refused = _refused(request, error, wording, self.entrance)
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, _telling(send, request, cookie, state[LOGIN]))

    def _person(self, request: HTTPConnection) -> tuple[Person, str | None]:
        """Return who sends a request, and the cookie to give. Raises what is answered instead."""
        entrance, path = self.entrance, request.url.path
        if _keyed(request):
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() == "bearer" and request.scope["type"] == "http":
                return key_holder(token.strip()), None
        if not entrance.login:
            person, cookie = entrance.browser(request)
            _own(request, carried=BROWSER in request.cookies)
            return person, cookie if _navigates(request) else None
        found = entrance.person(request)
        if found is None and path not in OPEN and not path.startswith("/door/"):
            raise SignInNeeded("Nobody has signed in: open the page, or send a key to the API.")
        _own(request, carried=found is not None)
        return found or NOBODY, None


@dataclass(frozen=True)
class Peers:
    """An application that knows where a request really came from, and what a proxy says of it."""

    app: ASGIApp
    trusted: list[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep the peer; take a trusted proxy's word for the client's address and for https."""
        if scope["type"] in ("http", "websocket"):
            scope.setdefault("state", {})[PEER] = (scope.get("client") or ("", 0))[0]
        believing = ProxyHeadersMiddleware(self.app, trusted_hosts=self.trusted)  # type: ignore[arg-type]
        await believing(scope, receive, send)  # type: ignore[arg-type]


def _own(request: HTTPConnection, *, carried: bool) -> None:
    changing = request.scope["type"] == "websocket" or request.scope["method"] not in SAFE
    if changing and foreign(request, carried=carried):
        raise ForeignRequest(
            "This was sent from a page of another site, so nothing was done: open Footnoted "
            "itself, and try there."
        )


def _navigates(request: HTTPConnection) -> bool:
    """Tell whether a request is for a page to look at."""
    if request.scope["type"] != "http" or request.scope["method"] not in ("GET", "HEAD"):
        return False
    mode = request.headers.get("sec-fetch-mode", "navigate")
    return mode == "navigate" and "text/html" in request.headers.get("accept", "")


def _keyed(request: HTTPConnection) -> bool:
    return request.url.path.removeprefix("/").split("/", 1)[0] in KEYED


def _refused(
    request: HTTPConnection, error: FootnotedError, wording: Wording, entrance: Entrance
) -> ASGIApp:
    if request.scope["type"] == "websocket":
        return _closed
    if isinstance(error, SignInNeeded) and _navigates(request):
        query = f"?{request.url.query}" if request.url.query else ""
        wanted = f"{entrance.root}{request.url.path}{query}"
        target = quote(wanted if len(wanted) <= _LONGEST_PATH else entrance.home, safe="/")
        form = f"{entrance.home}login?next={target}"
        return RedirectResponse(form, 303, {"Cache-Control": "no-store"})
    status = 503 if isinstance(error, PeopleError) else 403
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, SignInNeeded):
        status, headers["WWW-Authenticate"] = 401, "Bearer"
    told = wording.told(str(error))
    if _navigates(request):
        return PlainTextResponse(told, status, headers)
    body = json_text(error_json(type(error).__name__, told), indent=2)
    return Response(body, status, headers, "application/json")


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008})


def _telling(send: Send, request: HTTPConnection, cookie: str | None, login: bool) -> Send:
    """Return a `send` that gives the browser its cookie, and has nothing private kept."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if cookie is not None:
                given = Response()
                give(given, request, BROWSER, cookie, _LONG)
                headers.append("set-cookie", given.headers["set-cookie"])
            if login and headers.get("content-type", "").startswith(_LASTING):
                headers["cache-control"] = "no-store"
        await send(message)

    return told


def give(
    response: Response, request: HTTPConnection, name: str, value: str, seconds: int | None
) -> None:
    """Put a cookie on a response that no script reads and no other site's form sends."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=request.scope["scheme"] in ("https", "wss"),
    )

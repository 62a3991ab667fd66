"""What stands before every request: under whose name it comes, what browsers may do."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.guard import loopback

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'"
)
"""What an answer without a policy of its own is held to."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Stricter, and the sign-in form of this page would come from nowhere.
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True)
class Guarded:
    """An application behind its guard, without a buffer: a client that goes is noticed at once.

    With `here_only` a request under any other name than this machine's own is refused: a page from
    elsewhere must not get through under a name that it had resolved to this machine.
    """

    app: ASGIApp
    here_only: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, refuse, and harden what is answered."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", _POLICY)
                headers.update(_HEADERS)
            await send(message)

        host = Headers(scope=scope).get("host", "").lower()
        if self.here_only and not loopback(host):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            refused = PlainTextResponse("Only this machine is served, as localhost.", 421)
            await refused(scope, receive, hardened)
        else:
            await self.app(scope, receive, hardened)

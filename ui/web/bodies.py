"""How much the page reads of what is sent to it; files for the library and drafts come apart."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api.guard import LONGEST, limited, too_long
from ui.api.routes import refusal
from ui.people.uploads import PATH
from ui.wording import ENGLISH, Wording

_BOUNDED = ("/gradio_api/", "/page/", "/login")
_APART = (PATH, "/page/library/uploads")
"""Where a limit of its own holds, as in the API."""


@dataclass(frozen=True)
class Bodies:
    """An application that is sent no more than it is to read."""

    app: ASGIApp
    wording: Wording = ENGLISH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; one that is longer is refused before it is read."""
        if scope["type"] != "http" or not _bounded(scope["path"]):
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > LONGEST:
            await refusal(too_long(), self.wording)(scope, receive, send)
        else:
            await self.app(scope, limited(receive), send)


def _bounded(path: str) -> bool:
    return path.startswith(_BOUNDED) and not path.startswith(_APART)

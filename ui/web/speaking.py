"""What is put into the page before Gradio's scripts run: its language, and scripts of ours."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LANG = b'lang="en"'
_HEAD = b"<head>"
_SCRIPT = "<script>Object.defineProperty(navigator, 'language', {{ get: () => '{}' }});</script>"


@dataclass(frozen=True)
class Speaking:
    """An application whose page at `/` is said to be in a language, and has its controls in it.

    Gradio writes a page that says it is in English, and asks the browser for the language of its
    upload fields and menus; the answer is put in before any of its scripts run, and so is `script`.
    """

    app: ASGIApp
    language: str
    script: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve; the page is sent once it is whole, and not compressed."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        parts: list[Message] = []

        async def spoken(message: Message) -> None:
            parts.append(message)
            if message["type"] != "http.response.body" or message.get("more_body"):
                return
            start, *bodies = parts
            page = self._said(b"".join(part.get("body", b"") for part in bodies))
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": headers}, receive, spoken)

    def _said(self, page: bytes) -> bytes:
        script = f"{_SCRIPT.format(self.language)}<script>{self.script}</script>".encode()
        page = page.replace(_LANG, f'lang="{self.language}"'.encode(), 1)
        return page.replace(_HEAD, _HEAD + script, 1)

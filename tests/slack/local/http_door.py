"""The local Slack's HTTP: methods, addresses for responses, files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from tests.slack.local.faults import Break

Answered = tuple[int, Any, dict[str, str]]
"""A status, a body, or the Break in place of one, and headers."""
_JSON = ("blocks", "metadata", "view", "prompts", "attachments")


class Answering(Protocol):
    """What stands behind the door."""

    def answer(self, method: str, token: str, given: Mapping[str, Any]) -> Answered: ...

    def respond(self, name: str, given: Mapping[str, Any]) -> Answered: ...

    def bytes_of(self, path: str, token: str) -> bytes: ...


def handler(slack: Answering) -> type[BaseHTTPRequestHandler]:
    """Return what takes in the requests for a Slack."""

    class Bound(Door):
        behind = slack

    return Bound


class Door(BaseHTTPRequestHandler):
    """Reads requests and writes replies; breaks a connection where a reply is to be lost."""

    protocol_version = "HTTP/1.1"
    behind: Answering

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = urlsplit(self.path).path
        given = _arguments(self.headers.get("Content-Type", ""), body)
        if path.startswith("/api/"):
            token = self._token() or str(given.get("token", ""))
            given.pop("token", None)
            self._send(*self.behind.answer(path.removeprefix("/api/"), token, given))
        else:
            self._send(*self.behind.respond(path.removeprefix("/response/"), given))

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path.startswith("/api/"):
            given = {name: values[0] for name, values in parse_qs(url.query).items()}
            method = url.path.removeprefix("/api/")
            self._send(*self.behind.answer(method, self._token(), given))
        else:
            self._send(200, self.behind.bytes_of(url.path, self._token()), {})

    def _token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ").strip()

    def _send(self, status: int, body: Any, headers: Mapping[str, str]) -> None:
        if body in (Break.BEFORE, Break.AFTER):
            self.close_connection = True
            self.connection.close()
            return
        if isinstance(body, Break):
            body = b"<html>Slack is not well.</html>"
        kind = "text/html" if isinstance(body, bytes) else "application/json"
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Take requests until the connection ends, however it does."""
        try:
            super().handle()
        except (ValueError, OSError):
            return


def _arguments(kind: str, body: str) -> dict[str, Any]:
    if kind.startswith("application/json"):
        found: dict[str, Any] = json.loads(body or "{}")
        return found
    given: dict[str, Any] = {name: values[0] for name, values in parse_qs(body).items()}
    for name in _JSON:
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given

"""A server on the loopback interface that speaks OpenAI's API, for tests of real clients.

    with OpenAIServer() as server:
        client = OpenAI(base_url=server.base_url, api_key="none")

`POST /v1/embeddings`, `POST /v1/chat/completions` and `GET /v1/models` are answered. What a chat is
answered with, `server.script` decides: a function from the request to a text, or to a `Reply`. Add
an endpoint with `server.routes`. `server.fail(...)` makes the next requests fail. Every request is
kept in `server.requests`. With a certificate, the server speaks HTTPS.
"""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request the server took."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Reply:
    """What is answered: JSON, or server-sent events (each a JSON value) when `events` is set.

    Bytes among the events are sent as they are. With `cut`, the connection ends after the last
    event without the word that ends a stream.
    """

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    events: Iterator[Any] | None = None
    delay: float = 0.0
    cut: bool = False


Route = Callable[[Request], Reply]
Script = Callable[[Request], "str | Reply"]


def chunks(text: str, *, piece: int = 7, finish: str | None = "stop") -> Iterator[Any]:
    """Yield the events of a streamed chat completion, its usage last."""
    shape = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    for at in range(0, len(text), piece):
        delta = {"role": "assistant", "content": text[at : at + piece]}
        yield {**shape, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    if finish:
        yield {**shape, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}
    yield {**shape, "choices": [], "usage": _usage(text)}


def _usage(text: str) -> dict[str, int]:
    return {"prompt_tokens": 10, "completion_tokens": len(text), "total_tokens": 10 + len(text)}


def vector_of(text: str, dimension: int) -> list[float]:
    """Return numbers that depend on the text alone; not of unit length."""
    seed = hashlib.shake_256(text.encode()).digest(2 * dimension)
    return [n / 1000 for n in struct.unpack(f"<{dimension}h", seed)]


class OpenAIServer:
    """A context manager: the server runs inside it."""

    def __init__(self, dimension: int = 8, certificate: Path | None = None) -> None:
        self.dimension = dimension
        self.key: str | None = None
        self.models = ["text-embedding-3-small"]
        self.requests: list[Request] = []
        self.routes: dict[tuple[str, str], Route] = {
            ("POST", "/v1/embeddings"): self._embeddings,
            ("POST", "/v1/chat/completions"): self._chat,
            ("GET", "/v1/models"): self._list_models,
        }
        self.script: Script = lambda request: "NOT IN THE SOURCES"
        self._failures: list[Reply] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """The address a client is given."""
        return f"{self._scheme}://127.0.0.1:{self._http.server_address[1]}/v1"

    def fail(self, status: int, times: int = 1, message: str = "no", **reply: Any) -> None:
        """Answer the next requests with an error of OpenAI's shape."""
        body = {"error": {"message": message, "type": "error", "code": None, "param": None}}
        self._failures += [Reply(status, reply.pop("body", body), **reply)] * times

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, request: Request) -> Reply:
        """Return what a request is answered with."""
        self.requests.append(request)
        if self._failures:
            return self._failures.pop(0)
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            said = request.headers.get("authorization", "")
            return Reply(401, {"error": {"message": f"Incorrect API key provided: {said}"}})
        route = self.routes.get((request.method, request.path))
        return route(request) if route else Reply(404, {"error": {"message": "Not found"}})

    def _list_models(self, request: Request) -> Reply:
        data = [{"id": m, "object": "model", "created": 0, "owned_by": "me"} for m in self.models]
        return Reply(body={"object": "list", "data": data})

    @property
    def asked(self) -> list[Request]:
        """The chats asked for, in order."""
        return [r for r in self.requests if r.path == "/v1/chat/completions"]

    def _chat(self, request: Request) -> Reply:
        said = self.script(request)
        if isinstance(said, Reply):
            return said
        if request.body.get("stream"):
            return Reply(events=chunks(said))
        message = {"role": "assistant", "content": said}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        shape = {"id": "c", "object": "chat.completion", "created": 0, "model": "m"}
        return Reply(body={**shape, "choices": [choice], "usage": _usage(said)})

    def _embeddings(self, request: Request) -> Reply:
        asked = request.body
        if asked["model"] not in self.models:
            return Reply(404, {"error": {"message": f"The model {asked['model']} does not exist"}})
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        if not texts or "" in texts:
            return Reply(400, {"error": {"message": "input cannot be an empty string"}})
        rows = [vector_of(text, asked.get("dimensions") or self.dimension) for text in texts]
        data = [
            {"object": "embedding", "index": i, "embedding": _packed(row, asked)}
            for i, row in enumerate(rows)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        # In no order: a client must go by the index.
        return Reply(body={"object": "list", "data": data[::-1], "model": "m", "usage": usage})

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Keep quiet."""

            def _take(self) -> None:
                raw = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = json.loads(raw) if raw else None
                reply = server.answer(Request(self.command, self.path, headers, body))
                time.sleep(reply.delay)
                try:
                    self._events(reply) if reply.events is not None else self._json(reply)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            do_GET = do_POST = _take  # noqa: N815

            def _json(self, reply: Reply) -> None:
                raw = reply.body if isinstance(reply.body, bytes) else None
                payload = raw if raw is not None else json.dumps(reply.body).encode()
                self._head(reply, "application/json", {"Content-Length": str(len(payload))})
                self.wfile.write(payload)

            def _events(self, reply: Reply) -> None:
                self._head(reply, "text/event-stream", {"Connection": "close"})
                for event in reply.events or ():
                    raw = isinstance(event, bytes)
                    line = event if raw else b"data: " + json.dumps(event).encode() + b"\n\n"
                    self.wfile.write(line)
                    self.wfile.flush()
                if not reply.cut:
                    self.wfile.write(b"data: [DONE]\n\n")
                self.close_connection = True

            def _head(self, reply: Reply, kind: str, more: dict[str, str]) -> None:
                self.send_response(reply.status)
                for name, value in {"Content-Type": kind, **more, **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()

        return Handler


def _packed(row: list[float], asked: dict[str, Any]) -> str | list[float]:
    if asked.get("encoding_format") == "base64":
        return base64.b64encode(struct.pack(f"<{len(row)}f", *row)).decode()
    return row

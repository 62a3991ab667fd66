"""Socket Mode: what happens in Slack, sent over a WebSocket and acknowledged there."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Mapping
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack.local.arguments import response_errors


class Sockets:
    """The connections of an app. An envelope goes to the newest one; safe between threads."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, tuple[float, Mapping[str, Any]]] = {}
        """Envelopes by id: seconds until they were acknowledged, and what came with that."""
        self.wrong: list[str] = []
        """What Slack would not take of what came with acknowledgements."""
        self.opened = 0
        self._sent: dict[str, float] = {}
        self._open: list[ServerConnection] = []
        self._count = itertools.count(1)
        self._changed = threading.Condition()
        self._server: Server | None = None

    def start(self) -> None:
        self._server = serve(self._connection, "127.0.0.1", 0)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
        with self._changed:
            connections = list(self._open)
        for each in connections:
            each.close()

    def address(self) -> str:
        """Return where an app connects to."""
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link"

    def _connection(self, connection: ServerConnection) -> None:
        hello = {
            "type": "hello",
            "num_connections": 1,
            "debug_info": {"host": "local", "approximate_connection_time": 18060},
            "connection_info": {"app_id": "A0FOOTNOTED"},
        }
        try:
            connection.send(json.dumps(hello))
            with self._changed:
                self._open.append(connection)
                self.opened += 1
                self._changed.notify_all()
            for text in connection:
                self._take(json.loads(text))
        except (ConnectionClosed, json.JSONDecodeError):
            pass
        finally:
            with self._changed:
                if connection in self._open:
                    self._open.remove(connection)

    def _take(self, told: Mapping[str, Any]) -> None:
        name = told.get("envelope_id")
        with self._changed:
            if name in self._sent:
                took = time.monotonic() - self._sent[name]
                self.wrong += response_errors(told.get("payload") or {})
                self.acknowledged.setdefault(name, (took, told.get("payload") or {}))
                self._changed.notify_all()

    def connected(self, seconds: float = 60.0) -> None:
        """Wait for an app. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._open, seconds):
                raise TimeoutError("no app has connected")

    def send(
        self, kind: str, payload: Mapping[str, Any], *, attempt: int = 0, seconds: float = 60.0
    ) -> str:
        """Send an envelope; return its id. Raises TimeoutError without an app."""
        ends = time.monotonic() + seconds
        name = f"envelope-{next(self._count)}"
        envelope = {"envelope_id": name, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        while True:
            self.connected(max(0.0, ends - time.monotonic()))
            with self._changed:
                connection = self._open[-1] if self._open else None
                self._sent[name] = time.monotonic()
            try:
                if connection is not None:
                    connection.send(json.dumps(envelope))
                    return name
            except ConnectionClosed:
                pass
            if time.monotonic() > ends:
                raise TimeoutError("no app is connected")

    def wait(self, name: str, seconds: float = 60.0) -> Mapping[str, Any]:
        """Wait until an envelope is acknowledged; return what came with that."""
        with self._changed:
            if not self._changed.wait_for(lambda: name in self.acknowledged, seconds):
                raise TimeoutError(f"{name} was not acknowledged")
            return self.acknowledged[name][1]

    def all_acknowledged(self) -> bool:
        """Tell whether the app has acknowledged everything so far."""
        with self._changed:
            return self._sent.keys() <= self.acknowledged.keys()

    def refresh(self) -> None:
        """Tell the app to connect anew, and close, as Slack does every few hours."""
        with self._changed:
            connections = list(self._open)
        for each in connections:
            told = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
            each.send(json.dumps(told))
            each.close()

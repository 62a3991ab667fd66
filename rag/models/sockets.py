"""The connections one request holds, so that another thread can break them off.

Closing a response does not wake a thread that waits for its next byte; shutting down the socket
does. httpx tells of each connection it opens; the request hook passes that on to whoever notes it
in the thread that asks.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

_noting = threading.local()


class Sockets:
    """Notes the connections opened in this thread while `noted` is entered."""

    def __init__(self) -> None:
        self._held: list[Any] = []
        self._broken = False
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """Note the connections this thread opens inside."""
        before = getattr(_noting, "sockets", None)
        _noting.sockets = self
        try:
            yield
        finally:
            _noting.sockets = before

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Take in what httpx tells of a connection."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            held = info["return_value"].get_extra_info("socket")
            with self._lock:
                self._held.append(held)
                broken = self._broken
            if broken:
                _shut(held)

    def break_off(self) -> None:
        """Shut down every connection noted; what is read from them ends at once."""
        with self._lock:
            self._broken = True
            held = list(self._held)
        for one in held:
            _shut(one)

    def release(self) -> None:
        """Close what was broken off, in the thread that read from it; forget the others."""
        with self._lock:
            held, self._held = self._held, []
        for one in held if self._broken else ():
            one.close()


def note_request(request: Any) -> None:
    """Have httpx tell of the connection of a request: a request hook."""
    sockets = getattr(_noting, "sockets", None)
    if sockets is not None:
        request.extensions["trace"] = sockets.trace


def _shut(held: Any) -> None:
    with contextlib.suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)

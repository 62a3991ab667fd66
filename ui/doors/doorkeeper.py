"""The server's side of the notes: one for each collection it has open, gone when it ends."""

from __future__ import annotations

import hmac
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from socket import AF_INET6, socket
from typing import TYPE_CHECKING

from ui.api.errors import KeyRefused
from ui.doors import note
from ui.doors.note import Note
from ui.shelves import Shelf, Shelves

if TYPE_CHECKING:
    from rag.settings import Settings
    from ui.metering.metrics import Metrics

_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
_REFUSED = "This is the door for commands: it opens to who can read door.json in the collection."


@dataclass
class Doorkeeper:
    """Knows which token opens the door to which shelf. Safe between threads."""

    address: str
    _doors: dict[str, tuple[Note, Shelf]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, shelf: Shelf) -> None:
        """Put a note in the shelf's collection; raises LibraryError where it cannot be written."""
        told = Note(
            address=self.address,
            token=secrets.token_urlsafe(32),
            pid=os.getpid(),
            version=version("footnoted"),
            settings=shelf.chain.settings,
        )
        note.write(shelf.library.folder, told)
        with self._lock:
            self._doors[shelf.name] = (told, shelf)

    def close(self) -> None:
        """Take the notes away and let nobody in any more."""
        with self._lock:
            doors, self._doors = self._doors, {}
        for _, shelf in doors.values():
            note.remove(shelf.library.folder)

    def shelf(self, name: str, token: str) -> Shelf:
        """Return the shelf that a token opens; raises KeyRefused, also where there is none."""
        with self._lock:
            found = self._doors.get(name)
        known = found[0].token if found else ""
        if found is None or not hmac.compare_digest(token.encode(), known.encode()):
            raise KeyRefused(_REFUSED)
        return found[1]

    def proof(self, name: str, nonce: str) -> str:
        """Return what tells a command that the note is this server's; raises KeyRefused."""
        with self._lock:
            found = self._doors.get(name)
        if found is None:
            raise KeyRefused(_REFUSED)
        return found[0].proof(nonce)


@contextmanager
def with_doors(
    settings: Settings, listening: socket, metrics: Metrics | None = None
) -> Iterator[tuple[Shelves, Doorkeeper]]:
    """Give the collections of a home, each with a door at this socket from when it is opened.

    The notes are gone before the collections are given back.
    """
    host, port, *_ = listening.getsockname()
    host = _EVERY_ADDRESS.get(host, host)
    keeper = Doorkeeper(f"[{host}]:{port}" if listening.family == AF_INET6 else f"{host}:{port}")
    with Shelves(settings, keeper.open, metrics) as shelves:
        try:
            yield shelves, keeper
        finally:
            keeper.close()

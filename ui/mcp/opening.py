"""The collections of a home for the tools of one program: through a server, or opened here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.mcp.passed import Passed
from ui.mcp.tools import Held
from ui.openings import names_of, settings_of

if TYPE_CHECKING:
    from rag.settings import Settings

_IDLE = 20.0
"""Seconds that a collection stays open after a call: programs make several in a row."""


@dataclass
class _Open:
    """A collection that is open here: how many calls use it, and what lets go of it."""

    held: Held
    stack: ExitStack
    users: int = 0
    ending: threading.Timer | None = None


class Opened(AbstractContextManager["Opened"]):
    """Each collection while it is used, and `idle` seconds more. Safe between threads.

    A program that uses tools runs all day: commands can have the collections meanwhile.
    """

    def __init__(self, settings: Settings, idle: float = _IDLE) -> None:
        self._settings = settings
        self._idle = idle
        self._open: dict[str, _Open] = {}
        self._lock = threading.Lock()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            for each in self._open.values():
                each.stack.close()
            self._open.clear()

    @property
    def names(self) -> list[str]:
        """The names of the collections there are; the first is the one to begin with."""
        return names_of(self._settings)

    @contextmanager
    def held(self, name: str | None) -> Iterator[Held]:
        """Give a collection.

        Raises UnknownCollection, LibraryBusy, RecipeMismatch, LibraryDamaged, OtherVersion,
        ServerGone.
        """
        settings = settings_of(self._settings, name)
        with ExitStack() as using:
            yield self._passed(settings, using) or self._own(settings, using)

    def _passed(self, settings: Settings, using: ExitStack) -> Held | None:
        from ui.doors.door import served
        from vectorstore.collection import view_collection

        door = served(settings)
        if door is None:
            return None
        view = using.enter_context(view_collection(settings.home, settings.collection))
        return Held(Passed(door), view)

    def _own(self, settings: Settings, using: ExitStack) -> Held:
        name = settings.collection
        with self._lock:
            found = self._open.get(name)
            if found is None:
                found = self._open[name] = _opened(settings)
            if found.ending is not None:
                found.ending.cancel()
            found.users += 1
        using.callback(self._used, name, found)
        return found.held

    def _used(self, name: str, found: _Open) -> None:
        with self._lock:
            found.users -= 1
            if not found.users:
                found.ending = threading.Timer(self._idle, self._let_go, (name, found))
                found.ending.daemon = True
                found.ending.start()

    def _let_go(self, name: str, found: _Open) -> None:
        with self._lock:
            if not found.users and self._open.get(name) is found:
                del self._open[name]
                found.stack.close()


def _opened(settings: Settings) -> _Open:
    from rag.assemble import build_chain, open_library

    with ExitStack() as opening:
        library = opening.enter_context(open_library(settings, create=False))
        held = Held(build_chain(settings, library), library)
        return _Open(held, opening.pop_all())

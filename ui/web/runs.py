"""The question that each browser tab waits for: it can be called off, and takes its turn."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from rag.run import Run

_PATIENCE = 20.0
"""Seconds that a question waits for the one before it to be put away."""
_LOOK = 0.2
"""Seconds after which one that waits for its turn looks whether it was called off."""
AT_ONCE = 8
"""How many are answered at once; the others wait for their turn."""
TABS = 1024
"""How many tabs that wait for nothing are remembered: not all of them say that they close."""

_Shown = TypeVar("_Shown")


@dataclass
class Ticket:
    """One question of a tab: its run, and the conversation it was put into in the end."""

    run: Run = field(default_factory=Run)
    conversation: str = ""
    before: Ticket | None = None
    ended: threading.Event = field(default_factory=threading.Event)


@dataclass
class Runs:
    """One question a tab at most; safe between threads.

    The last ticket of a tab stays when its question has ended, until the tab is forgotten, or was
    silent the longest of too many.
    """

    _tickets: dict[str, Ticket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))

    @contextmanager
    def begin(self, tab: str) -> Iterator[Ticket]:
        """Give the ticket of a tab's new question; the one before is called off and put away."""
        ticket = Ticket()
        with self._lock:
            before = self._tickets.pop(tab, None)
            self._tickets[tab] = ticket
            self._drop()
        if before is not None:
            before.run.cancel()
            before.ended.wait(_PATIENCE)
            ticket.before = before
        try:
            yield ticket
        finally:
            ticket.before = None
            ticket.ended.set()

    def in_turn(self, run: Run, shown: Iterator[_Shown], meanwhile: _Shown) -> Generator[_Shown]:
        """Yield what is shown once few enough are at work; `meanwhile` first, where it has to wait.

        What is called off waits no longer: it is for `shown` to say so.
        """
        mine = self._turns.acquire(blocking=False)
        try:
            if not mine:
                yield meanwhile
            while not (mine or run.cancelled):
                mine = self._turns.acquire(timeout=_LOOK)
            yield from shown
        finally:
            if mine:
                self._turns.release()

    def _drop(self) -> None:
        if (many := len(self._tickets) - TABS) > 0:
            ended = (tab for tab, ticket in self._tickets.items() if ticket.ended.is_set())
            for tab in [*islice(ended, many)]:
                del self._tickets[tab]

    def is_last(self, tab: str, ticket: Ticket) -> bool:
        """Tell whether its tab still waits for it: nothing later is asked, nothing begun anew."""
        with self._lock:
            return self._tickets.get(tab) is ticket

    def let_go(self, tab: str) -> None:
        """Let go of what a tab waits for; it goes on, and is kept, unseen."""
        with self._lock:
            self._tickets.pop(tab, None)

    def cancel(self, tab: str) -> None:
        """Call off what a tab is waiting for, also while a model is silent."""
        with self._lock:
            ticket = self._tickets.get(tab)
        if ticket is not None:
            ticket.run.cancel()

    def forget(self, tab: str) -> None:
        """Call off what a tab is waiting for, and let go of it."""
        self.cancel(tab)
        with self._lock:
            self._tickets.pop(tab, None)

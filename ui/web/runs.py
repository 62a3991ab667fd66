"""The question that each browser tab is waiting for, so that it can be called off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from rag.run import Run

_PATIENCE = 20.0
"""Seconds that a question waits for the one before it to be put away."""
TABS = 1024
"""How many tabs that wait for nothing are remembered: not all of them say that they close."""


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

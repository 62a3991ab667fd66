"""One question on its way: how long each step took, what it cost, whether it was called off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from rag.errors import Cancelled

_Number = TypeVar("_Number", int, float)
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and money a model took; None is not known, never 0."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """Return both together; what is known of one alone is known of the sum."""
        return Usage(
            _sum(self.prompt_tokens, other.prompt_tokens),
            _sum(self.completion_tokens, other.completion_tokens),
            _sum(self.cost, other.cost),
        )


class Run:
    """What the steps of one question share. `cancel` may be called from any thread."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.calls = 0
        self.notes: list[str] = []
        self.prompts: dict[str, str] = {}
        self.timings_ms: dict[str, float] = {}
        self._cancelled = threading.Event()
        self._on_cancel: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """Call the question off: what waits for a server is closed, the next step raises."""
        with self._lock:
            self._cancelled.set()
            closers, self._on_cancel = self._on_cancel, []
        for close in closers:
            close()

    @contextmanager
    def closing(self, close: Callable[[], None]) -> Iterator[None]:
        """Call `close` if the question is called off meanwhile; raise Cancelled if it was."""
        self.go_on()
        with self._lock:
            self._on_cancel.append(close)
        try:
            yield
        finally:
            with self._lock:
                if close in self._on_cancel:
                    self._on_cancel.remove(close)
        self.go_on()

    def go_on(self) -> None:
        """Raise Cancelled when the question was called off."""
        if self._cancelled.is_set():
            raise Cancelled("The question was called off.")

    @property
    def cancelled(self) -> bool:
        """Whether the question was called off."""
        return self._cancelled.is_set()

    def spend(self, usage: Usage) -> None:
        """Add a call to a model and what it took."""
        self.calls += 1
        self.usage += usage

    def note(self, text: str) -> None:
        """Keep a sentence that a reader of the answer should know, once."""
        if text not in self.notes:
            self.notes.append(text)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the milliseconds spent inside to a step."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.took(step, time.perf_counter() - started)

    def each(self, step: str, items: Iterator[_Item]) -> Generator[_Item]:
        """Yield the items, adding only the time spent waiting for them to a step.

        The iterator is closed when this one is, and the question may be called off in between.
        """
        try:
            while True:
                self.go_on()
                try:
                    with self.timed(step):
                        item = next(items)
                except StopIteration:
                    return
                yield item
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()

    def took(self, step: str, seconds: float) -> None:
        """Add seconds to a step; the milliseconds are kept in the order the steps began."""
        self.timings_ms[step] = round(self.timings_ms.get(step, 0.0) + seconds * 1000, 1)


def _sum(one: _Number | None, other: _Number | None) -> _Number | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other

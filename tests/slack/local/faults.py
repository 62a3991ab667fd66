"""What goes wrong in the local Slack when a test wants it to."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Break(Enum):
    """Ways in which a call fails without a word from Slack."""

    BEFORE = "the connection breaks before anything is done"
    AFTER = "it is done, and the connection breaks before the reply"
    UNAVAILABLE = "503"
    NONSENSE = "a reply that is no JSON"
    HELD = "it is done and replied to once all faults are cleared"


@dataclass
class Fault:
    """A failure of a method (`*`: any), so many times: a code of Slack's, or a Break."""

    method: str
    how: str | Break
    times: int = 1
    when: Callable[[Mapping[str, Any]], bool] = lambda given: True


@dataclass
class Faults:
    """All that is to go wrong. Safe between threads."""

    _faults: list[Fault] = field(default_factory=list)
    _limits: dict[str, tuple[int, float]] = field(default_factory=dict)
    _called: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    cleared: threading.Event = field(default_factory=threading.Event)

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)
            self.cleared.clear()

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._limits.clear()
            self.cleared.set()

    def left(self) -> list[str]:
        """Return the methods that are still to fail."""
        with self._lock:
            return [fault.method for fault in self._faults if fault.times > 0]

    def limit(self, method: str, most: int, seconds: float) -> None:
        """Let a method be called so often in so many seconds."""
        with self._lock:
            self._limits[method] = (most, seconds)

    def next(self, method: str, given: Mapping[str, Any]) -> str | Break | None:
        """Return what goes wrong with a call, if anything."""
        with self._lock:
            for fault in self._faults:
                if fault.method in (method, "*") and fault.times > 0 and fault.when(given):
                    fault.times -= 1
                    return fault.how
        return None

    def pause(self, method: str) -> float:
        """Return the seconds to wait before a method may be called; 0 for now."""
        with self._lock:
            if method not in self._limits:
                return 0.0
            most, seconds = self._limits[method]
            now, called = time.monotonic(), self._called[method]
            while called and now - called[0] > seconds:
                called.popleft()
            if len(called) >= most:
                return max(1.0, seconds - (now - called[0] if called else 0.0))
            called.append(now)
            return 0.0

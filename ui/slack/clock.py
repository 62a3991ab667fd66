"""Time as the bot knows it: real, or a test's."""

from __future__ import annotations

import threading
import time
from typing import Protocol

LONGEST = 24 * 3600.0
"""Seconds for which anything is put off at most: Slack asks for no pause so long."""


class Stopping(Exception):
    """The bot is ending: what is under way stays in the inbox and is gone on with later."""


class Clock(Protocol):
    """Seconds, and a way to wait that ends when the bot does."""

    def now(self) -> float:
        """Return the seconds since the epoch."""

    def sleep(self, seconds: float) -> None:
        """Wait. Raises Stopping when the bot ends meanwhile."""


class RealClock:
    """The time of day; `stop` ends every wait."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait. Raises Stopping when the bot ends meanwhile."""
        if self.stopping.wait(seconds):
            raise Stopping

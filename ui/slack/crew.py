"""The threads that settle works: several at a time, those of one thread of talk in order."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from ui.slack.clock import RealClock, Stopping
from ui.slack.desk import Desk
from ui.slack.works import Place

_LOG = logging.getLogger("footnoted.slack")
_LONGEST_CALL = 20.0
_LOOK_AGAIN = 30.0
"""Seconds after which it is looked for works, though nobody said that there are any."""


@dataclass
class Crew:
    """Works the inbox off until it is stopped."""

    desk: Desk
    clock: RealClock
    workers: int = 4
    _busy: set[Place] = field(default_factory=set)
    _wake: threading.Condition = field(default_factory=threading.Condition)
    _news: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin; what is left of before is gone on with."""
        for number in range(self.workers):
            thread = threading.Thread(target=self._work, name=f"slack-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wake(self) -> None:
        """Say that there is something to do."""
        with self._wake:
            self._news += 1
            self._wake.notify()

    def stop(self, seconds: float = 5.0) -> None:
        """Finish what is under way; what takes longer than this is left for the next start."""
        self.clock.stopping.set()
        with self._wake:
            self._wake.notify_all()
        ends = self.clock.now() + seconds
        for thread in self._threads:
            thread.join(max(0.0, ends - self.clock.now()))
        self.desk.leave()
        for thread in self._threads:
            thread.join(_LONGEST_CALL)

    def _work(self) -> None:
        while not self.clock.stopping.is_set():
            found = self._next()
            if found is None:
                continue
            key, place = found
            try:
                self.desk.settle(key)
            except Stopping:
                return
            except Exception:
                # The file cannot be written, for one: nothing is lost, it is tried again.
                _LOG.exception("a work broke")
                self.clock.stopping.wait(5.0)
            finally:
                with self._wake:
                    self._busy.discard(place)
                    self._news += 1
                    self._wake.notify()

    def _next(self) -> tuple[str, Place] | None:
        """Return a work that nobody is on, once there is one; None when it is time to look."""
        # The inbox is read without the lock: whoever says that there is work must not wait for it.
        with self._wake:
            news, busy = self._news, frozenset(self._busy)
        inbox = self.desk.inbox
        try:
            for key in inbox.due(busy):
                if (work := inbox.get(key)) and self._claimed(work.place):
                    return key, work.place
            later = inbox.next_due()
        except Exception:
            _LOG.exception("the inbox cannot be read")
            later = None
        wait = _LOOK_AGAIN
        if later is not None:
            wait = min(wait, max(0.05, later - self.clock.now()))
        with self._wake:
            if news == self._news and not self.clock.stopping.is_set():
                self._wake.wait(wait)
        return None

    def _claimed(self, place: Place) -> bool:
        """Take a place for oneself; False where somebody is on it."""
        with self._wake:
            if place in self._busy:
                return False
            self._busy.add(place)
            return True

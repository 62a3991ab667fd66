"""Two threads round a loop: one makes its input ahead of it, one works off its output behind it."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


@contextmanager
def ahead(items: Iterable[T], weigh: Callable[[T], int], limit: int) -> Iterator[Iterator[T]]:
    """Give an iterator over `items`, which are made in another thread.

    Items wait while they weigh at most `limit` together; one that weighs more waits alone. An error
    in `items` is raised where the iterator gets to it. Leaving the block ends the thread.
    """
    buffer = _Buffer(weigh, limit)
    thread = threading.Thread(target=buffer.fill, args=(items,), name="ahead", daemon=True)
    thread.start()
    try:
        yield buffer.drain()
    finally:
        buffer.stop()
        thread.join()


@contextmanager
def behind(work: Callable[[T], None], depth: int = 2) -> Iterator[Callable[[T], None]]:
    """Give a function that hands an item to `work`, which runs in another thread, in order.

    At most `depth` items wait. An error in `work` is raised at the next hand-over or at the end of
    the block, which waits until everything is worked off; after an error nothing else is.
    """
    waiting: queue.Queue[tuple[T] | None] = queue.Queue(depth)
    failures: list[BaseException] = []

    def run() -> None:
        while (item := waiting.get()) is not None:
            if not failures:
                try:
                    work(*item)
                except BaseException as error:
                    failures.append(error)

    def hand_over(item: T) -> None:
        if failures:
            raise failures[0]
        waiting.put((item,))

    thread = threading.Thread(target=run, name="behind", daemon=True)
    thread.start()
    try:
        yield hand_over
    finally:
        waiting.put(None)
        thread.join()
    if failures:
        raise failures[0]


class _Buffer(Generic[T]):
    def __init__(self, weigh: Callable[[T], int], limit: int) -> None:
        self._weigh = weigh
        self._limit = limit
        self._held = 0
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._ended = self._stopped = False
        self._failure: BaseException | None = None

    def fill(self, items: Iterable[T]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    return
        except BaseException as error:
            self._failure = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def drain(self) -> Iterator[T]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._ended)
                if not self._items:
                    break
                item = self._items.popleft()
                self._held -= self._weigh(item)
                self._changed.notify_all()
            yield item
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _put(self, item: T) -> bool:
        weight = self._weigh(item)
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopped or not self._items or self._held + weight <= self._limit
            )
            self._items.append(item)
            self._held += weight
            self._changed.notify_all()
            return not self._stopped

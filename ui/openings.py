"""What a home's collections are opened as: each when it is first wanted, all closed together."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from vectorstore.errors import UnknownCollection
from vectorstore.layout import collection_names

if TYPE_CHECKING:
    from rag.settings import Settings

Opened = TypeVar("Opened")


class Openings(ABC, Generic[Opened]):
    """The collections of one home; the one the settings name comes first. Safe between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open: dict[str, Opened] = {}
        self._stack = ExitStack()
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._open.clear()
            self._stack.close()

    @property
    def names(self) -> list[str]:
        """The names of the collections there are; the first is the one to begin with."""
        first = self.settings.collection
        there = collection_names(self.settings.home)
        return [first, *(name for name in there if name != first)]

    def _opened(self, name: str | None) -> Opened:
        """Return what a collection is open as, by default the one to begin with.

        Raises UnknownCollection and what opening raises.
        """
        name = name or self.settings.collection
        if (found := self._open.get(name)) is not None:  # also while another one is opened
            return found
        with self._lock:
            if name not in self._open:
                if name not in self.names:
                    raise unknown_collection(name, self.names)
                settings = self.settings.model_copy(update={"collection": name})
                with ExitStack() as opening:  # what is half open is closed again
                    self._open[name] = self._opening(settings, opening)
                    self._stack.push(opening.pop_all())
            return self._open[name]

    def _forget(self, name: str | None) -> None:
        """Open a collection anew when it is next wanted; what it held is closed at the end."""
        with self._lock:
            self._open.pop(name or self.settings.collection, None)

    @abstractmethod
    def _opening(self, settings: Settings, stack: ExitStack) -> Opened:
        """Open the collection the settings name; what is to be closed goes on the stack."""


def unknown_collection(name: str, there: Sequence[str]) -> UnknownCollection:
    """Return the error for a name that no collection has, with those that there are."""
    return UnknownCollection(f"There is no collection {name!r}; there are: {', '.join(there)}.")

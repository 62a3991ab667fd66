"""The collections that a server answers from, each opened when it is first wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ui.keeping.keeper import Keeper
from vectorstore.errors import UnknownCollection
from vectorstore.layout import collection_names

if TYPE_CHECKING:
    from rag.chain import Chain
    from rag.settings import Settings
    from ui.metering.labels import Door
    from ui.metering.metrics import Metrics
    from vectorstore.collection import Collection
    from vectorstore.events import Event


@dataclass(frozen=True)
class Shelf:
    """One collection, the chain over it, where uploaded files go, what is kept of its users."""

    name: str
    library: Collection
    chain: Chain
    uploads: Path
    kept: Keeper
    metrics: Metrics | None = None

    def through(self, door: Door) -> Chain:
        """Return the chain, counting what is asked through a door where something counts."""
        if self.metrics is None:
            return self.chain
        from ui.metering.metered import metered

        return metered(self.chain, self.metrics, door)

    def counting(self, tell: Callable[[Event], None]) -> Callable[[Event], None]:
        """Return what takes an ingest's events: they are counted, where something counts."""
        return self.metrics.counting(tell) if self.metrics else tell


@dataclass
class Shelves:
    """The collections of one home; the one the settings name comes first. Safe between threads.

    `opened` is called with every shelf once it is open; `metrics` count what is asked of them.
    """

    settings: Settings
    opened: Callable[[Shelf], None] | None = None
    metrics: Metrics | None = None
    _held: ExitStack = field(default_factory=ExitStack)
    _open: dict[str, Shelf] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

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
            self._held.close()

    def names(self) -> list[str]:
        """Return the names of the collections there are; the first is the one to begin with."""
        return names_of(self.settings)

    def open(self) -> list[Shelf]:
        """Return the collections that have been opened, the one to begin with first."""
        with self._lock:
            return list(self._open.values())

    def shelf(self, name: str | None = None) -> Shelf:
        """Return a collection of this home, by default the one the settings name.

        Only that one is made where there is none. Raises LibraryBusy, RecipeMismatch,
        LibraryDamaged, UnknownCollection.
        """
        from rag.assemble import build_chain, open_library

        settings = self.settings
        name = name or settings.collection
        with self._lock:
            if found := self._open.get(name):
                return found
            if name not in self.names():
                raise unknown_collection(name, self.names())
            settings = settings.model_copy(update={"collection": name})
            library = self._held.enter_context(open_library(settings, create=True))
            uploads = settings.home / f"{name}-uploads"
            kept = Keeper(library.folder)
            self._held.callback(kept.close)
            chain = build_chain(settings, library)
            shelf = Shelf(name, library, chain, uploads, kept, self.metrics)
            if self.metrics:
                self.metrics.watch(library)
            self._open[name] = shelf
            if self.opened:
                self.opened(shelf)
            return shelf


def names_of(settings: Settings) -> list[str]:
    """Return the names of the collections of a home, the one that the settings name first."""
    first = settings.collection
    return [first, *(name for name in collection_names(settings.home) if name != first)]


def unknown_collection(name: str, there: Sequence[str]) -> UnknownCollection:
    """Return the error for a name that no collection has, with those that there are."""
    return UnknownCollection(f"There is no collection {name!r}; there are: {', '.join(there)}.")

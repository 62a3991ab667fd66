"""The collections that a server answers from, each opened when it is first wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.keeping.keeper import Keeper
from ui.openings import names_of, settings_of

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


class Shelves(AbstractContextManager["Shelves"]):
    """The collections of one home, each with its chain and what is kept of its users.

    Each is opened when it is first wanted, all are closed together. Safe between threads.
    `opened` is called with every shelf once it is open; `metrics` count what is asked of them.
    """

    def __init__(
        self,
        settings: Settings,
        opened: Callable[[Shelf], None] | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self.settings = settings
        self.metrics = metrics
        self._tell = opened
        self._open: dict[str, Shelf] = {}
        self._stack = ExitStack()
        self._opening = threading.RLock()

    def __exit__(self, *_: object) -> None:
        with self._opening:
            self._open.clear()
            self._stack.close()

    @property
    def names(self) -> list[str]:
        """The names of the collections there are; the first is the one to begin with."""
        return names_of(self.settings)

    def open(self) -> list[Shelf]:
        """Return the collections that have been opened, in that order."""
        return list(self._open.values())

    def shelf(self, name: str | None = None) -> Shelf:
        """Return a collection of this home, by default the one the settings name.

        Only that one is made where there is none. Raises LibraryBusy, RecipeMismatch,
        LibraryDamaged, UnknownCollection.
        """
        name = name or self.settings.collection
        if (found := self._open.get(name)) is not None:  # also while another one is opened
            return found
        with self._opening:
            if name not in self._open:
                settings = settings_of(self.settings, name)
                with ExitStack() as opening:  # what is half open is closed again
                    self._open[name] = self._opened(settings, opening)
                    self._stack.push(opening.pop_all())
            return self._open[name]

    def _opened(self, settings: Settings, stack: ExitStack) -> Shelf:
        from rag.assemble import build_chain, open_library

        library = stack.enter_context(open_library(settings, create=True))
        uploads = settings.home / f"{settings.collection}-uploads"
        kept = Keeper(library.folder)
        stack.callback(kept.close)
        chain = build_chain(settings, library)
        shelf = Shelf(settings.collection, library, chain, uploads, kept, self.metrics)
        if self.metrics:
            self.metrics.watch(library)
        if self._tell:
            self._tell(shelf)
        return shelf

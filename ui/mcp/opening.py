"""The collections of a home for the tools of one program: through a server, or opened here."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ui.mcp.tools import Held
from ui.shelves import names_of, unknown_collection

if TYPE_CHECKING:
    from rag.settings import Settings


@dataclass
class Opened:
    """Each collection from when it is first wanted until the end. Safe between threads."""

    settings: Settings
    _held: dict[str, Held] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._held.clear()
            self._stack.close()

    @property
    def names(self) -> Sequence[str]:
        """Their names; the one that the settings name comes first."""
        return names_of(self.settings)

    def held(self, name: str | None) -> Held:
        """Return a collection.

        Raises UnknownCollection, LibraryBusy, RecipeMismatch, LibraryDamaged, OtherVersion,
        ServerGone.
        """
        name = name or self.settings.collection
        with self._lock:
            if name not in self._held:
                if name not in self.names:
                    raise unknown_collection(name, self.names)
                self._held[name] = self._opened(name)
            return self._held[name]

    def _opened(self, name: str) -> Held:
        from rag.assemble import build_chain, open_library
        from ui.doors.door import served

        settings = self.settings.model_copy(update={"collection": name})
        if door := served(settings):
            from ui.mcp.passed import Passed
            from vectorstore.collection import view_collection

            return Held(
                Passed(door), self._stack.enter_context(view_collection(settings.home, name))
            )
        library = self._stack.enter_context(open_library(settings, create=False))
        return Held(build_chain(settings, library), library)

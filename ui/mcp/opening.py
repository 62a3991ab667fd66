"""The collections of a home for the tools of one program: through a server, or opened here."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from ui.mcp.passed import Passed
from ui.mcp.tools import Held
from ui.openings import Openings

if TYPE_CHECKING:
    from rag.settings import Settings


class Opened(Openings[Held]):
    """Each collection from when it is first wanted until the end."""

    def held(self, name: str | None) -> Held:
        """Return a collection.

        Raises UnknownCollection, LibraryBusy, RecipeMismatch, LibraryDamaged, OtherVersion,
        ServerGone.
        """
        found = self._opened(name)
        if isinstance(found.chain, Passed) and not found.chain.stands:
            self._forget(name)  # its server has ended, and another may have it now
            return self._opened(name)
        return found

    def _opening(self, settings: Settings, stack: ExitStack) -> Held:
        from rag.assemble import build_chain, open_library
        from ui.doors.door import served

        if door := served(settings):
            from vectorstore.collection import view_collection

            view = view_collection(settings.home, settings.collection)
            return Held(Passed(door), stack.enter_context(view))
        library = stack.enter_context(open_library(settings, create=False))
        return Held(build_chain(settings, library), library)

"""A library as the page keeps it: who may change it, and how that is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ui.people.person import person_of
from ui.web.errors import ChangeRefused
from ui.web.library.faults import unwritten
from ui.web.library.intake import Intake, Limits
from ui.web.library.phrases import LIBRARY, LibraryPhrases
from ui.wording import ENGLISH, Wording
from vectorstore.errors import FootnotedError, UnknownCollection, UnknownDocument

if TYPE_CHECKING:
    from ui.shelves import Shelf, Shelves
    from ui.web.phrases import Phrases


@dataclass(frozen=True)
class Librarian:
    """One library on the page, and the way into it."""

    shelf: Shelf
    intake: Intake


@dataclass
class Librarians:
    """The libraries on the page, in one language. Safe between threads.

    While `changes` says no, nobody changes them.
    """

    shelves: Shelves
    words: Phrases
    limits: Limits
    changes: Callable[[], bool]
    _known: dict[str, Librarian] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def here(self) -> LibraryPhrases:
        """What the library says."""
        return LIBRARY[self.words.language]

    def of(self, collection: str = "") -> Librarian:
        """Return the librarian of a collection, by default the first. Raises what opening does."""
        shelf = self.shelves.shelf(collection or None)
        with self._lock:
            if shelf.name not in self._known:
                self._known[shelf.name] = Librarian(shelf, Intake(shelf, self.limits))
            return self._known[shelf.name]

    def serves_admin(self, request: Request) -> bool:
        """Tell whether who asks may change the library."""
        return self.changes() and person_of(request).admin

    def may_change(self, request: Request) -> None:
        """Raise ChangeRefused for who may not change the library."""
        if not self.serves_admin(request):
            raise ChangeRefused(self.here.admins_only)


class Told(APIRoute):
    """A route that tells its errors in a sentence."""

    wording: ClassVar[Wording] = ENGLISH

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except ChangeRefused as error:
                return said(str(error), 403)
            except (UnknownDocument, UnknownCollection) as error:
                return said(self.wording.told(str(error)), 404)
            except FootnotedError as error:
                return said(self.wording.told(str(error)), 422)
            except OSError as error:
                return said(self.wording.told(unwritten(error)), 422)

        return handled


def telling(wording: Wording) -> type[Told]:
    """Return the kind of route that tells its errors in a language."""
    return type("ToldIn", (Told,), {"wording": wording})


def said(message: str, status: int = 200) -> Response:
    """Return a sentence for the page to show."""
    return JSONResponse({"said": message}, status)

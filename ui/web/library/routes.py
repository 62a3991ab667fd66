"""What the library on the page asks of the server: HTML to show, and changes by whoever may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ui.samples import sample_files
from ui.web.library.facts import corrections_of, form_html
from ui.web.library.intake import Limits
from ui.web.library.librarian import Librarian, Librarians, said, telling
from ui.web.library.listing import failures_html, list_html
from ui.web.library.sending import sending
from ui.web.library.shell import collections_html, shell_html
from ui.web.library.wanted import Wanted
from vectorstore.corrections import Corrections
from vectorstore.reading import source_path

if TYPE_CHECKING:
    from ui.shelves import Shelves
    from ui.web.phrases import Phrases


class Facts(BaseModel):
    """What a form says of a document, or the fields that go back to what the source states."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, str] = {}
    undo: tuple[str, ...] = ()


class Trouble(BaseModel):
    """A source that could not be read, and what is to become of it."""

    model_config = ConfigDict(extra="forbid")

    source: str
    what: Literal["again", "forget"]


def library_routes(
    shelves: Shelves, words: Phrases, limits: Limits, *, changes: Callable[[], bool]
) -> APIRouter:
    """Return the endpoints under `/page/library`; each takes `collection`, by default the first."""
    librarians = Librarians(shelves, words, limits, changes)
    whole = APIRouter(prefix="/page/library")
    for part in (_shown(librarians), _changed(librarians), sending(librarians)):
        whole.include_router(part)
    return whole


def _shown(librarians: Librarians) -> APIRouter:
    words, here = librarians.words, librarians.here
    router = APIRouter(route_class=telling(words.wording))
    of = Depends(librarians.of)

    @router.get("/shell")
    def shell(request: Request) -> Response:
        return HTMLResponse(shell_html(here, admin=librarians.serves_admin(request)))

    @router.get("/collections")
    def collections(collection: str = "") -> Response:
        names = librarians.shelves.names
        chosen = collection if collection in names else names[0]
        return HTMLResponse(collections_html(names, chosen, words.collection))

    @router.get("/documents")
    def documents(
        request: Request, wanted: Annotated[Wanted, Depends()], at: Librarian = of
    ) -> Response:
        admin, rows = librarians.serves_admin(request), at.shelf.library.documents()
        return HTMLResponse(list_html(rows, wanted, words, here, admin=admin))

    @router.get("/failures")
    def failures(request: Request, at: Librarian = of) -> Response:
        admin, failed = librarians.serves_admin(request), at.shelf.library.failures()
        return HTMLResponse(failures_html(failed, words, here, admin=admin))

    return router


def _changed(librarians: Librarians) -> APIRouter:
    here, of = librarians.here, Depends(librarians.of)
    router = APIRouter(
        route_class=telling(librarians.words.wording),
        dependencies=[Depends(librarians.may_change)],
    )

    @router.get("/documents/{document_id}/form")
    def form(document_id: str, at: Librarian = of) -> Response:
        library = at.shelf.library
        stated = library.library.as_stated(document_id)
        return HTMLResponse(form_html(library.row(document_id), stated, here))

    @router.post("/documents/{document_id}")
    def correct(document_id: str, given: Facts, at: Librarian = of) -> Response:
        library = at.shelf.library
        row = library.row(document_id)
        undone = Corrections(undo=given.undo)
        library.correct(document_id, undone if given.undo else corrections_of(row, given.facts))
        return said(here.saved)

    @router.delete("/documents/{document_id}")
    def remove(document_id: str, at: Librarian = of) -> Response:
        at.shelf.library.remove(document_id)
        return said(here.removed)

    @router.post("/samples")
    def samples(at: Librarian = of) -> Response:
        for file in sample_files():
            at.intake.again(file)
        return said("")

    @router.post("/failures")
    def settle(trouble: Trouble, at: Librarian = of) -> Response:
        library = at.shelf.library
        there = trouble.source in {failure.source for failure in library.failures()}
        if there and trouble.what == "again":
            at.intake.again(source_path(trouble.source))
            return said("")
        library.forget_failure(trouble.source)
        return said(here.forgotten)

    return router

"""What the page's script asks for by itself: sources, files to save, a link, feedback."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from ui.api.bodies import Body
from ui.api.routes import refusal, reply
from ui.exporting.saved import FORMATS, saved_conversation, saved_work
from ui.keeping.feedback import LONGEST, Opinion, Reason
from ui.metering.labels import Door
from ui.people.limits import Limits
from ui.people.person import person_of
from ui.shelves import Shelves
from ui.web.citing import passages_html
from ui.web.phrases import Phrases
from ui.web.source import opened, piece_html, row_of, source_html
from vectorstore.documents import Span
from vectorstore.errors import FootnotedError

_MORE = 20
"""How many passages are shown where there was no answer."""
Id = Annotated[str, Path(pattern=r"^[\w-]{1,64}$")]
Ending = Annotated[str, Path(pattern="^(md|html|json)$")]


class Said(Body):
    """What somebody says of an answer or of one of its statements, counted from 1."""

    work: str
    good: bool
    statement: int | None = Field(default=None, ge=1)
    reason: Annotated[Reason, Field(strict=False)] | None = None
    comment: str = Field(default="", max_length=LONGEST)

    def opinion(self) -> Opinion:
        """Return it as it is kept."""
        return Opinion(self.good, self.reason, self.comment, self.statement)


def kept(shelves: Shelves, words: Phrases, limits: Limits, state: str = "") -> APIRouter:
    """Return the endpoints; what is somebody else's and not shared is not there.

    `state` tells a page whether it is still the one that is served.
    """
    whole = APIRouter()

    @whole.get("/page/state")
    def said() -> Response:
        return PlainTextResponse(state, headers={"Cache-Control": "no-store"})

    for part in (
        _sources(shelves, words),
        _saving(shelves, words),
        _giving(shelves, words, limits),
    ):
        whole.include_router(part)
    return whole


def _sources(shelves: Shelves, words: Phrases) -> APIRouter:
    router = APIRouter()

    @router.get("/source/{document_id}")
    def source(
        document_id: str,
        start: int,
        end: int,
        first: Annotated[int | None, Query(alias="from")] = None,
        past: Annotated[int | None, Query(alias="to")] = None,
        version: str = "",
        collection: str = "",
    ) -> Response:
        """Give a document about a span or, with `from` and `to`, another piece of it."""
        try:
            document, remark = opened(shelves, document_id, version, words, collection)
            lit = Span(start, end)
            if first is not None and past is not None:
                piece = Span(first, past)
                return HTMLResponse(piece_html(document, piece, lit, words))
            row = row_of(shelves, document, collection)
            return HTMLResponse(remark + source_html(document, lit, words, row))
        except (FootnotedError, ValueError):
            return HTMLResponse(f"<p>{words.no_source}</p>", status_code=404)

    return router


def _saving(shelves: Shelves, words: Phrases) -> APIRouter:
    router = APIRouter()

    @router.get("/page/{collection}/works/{work}.{ending}")
    def work(collection: str, work: Id, ending: Ending, request: Request) -> Response:
        def given() -> Response:
            found = shelves.shelf(collection).kept.works.get(work, person_of(request).id)
            return _saved(saved_work(found, ending), "footnoted", ending)

        return _answered(given, words)

    @router.get("/page/{collection}/conversations/{id_}.{ending}")
    def conversation(collection: str, id_: Id, ending: Ending, request: Request) -> Response:
        def given() -> Response:
            owner = person_of(request).id
            found = shelves.shelf(collection).kept.conversations.get(id_, owner)
            return _saved(saved_conversation(found, ending), "conversation", ending)

        return _answered(given, words)

    return router


def _giving(shelves: Shelves, words: Phrases, limits: Limits) -> APIRouter:
    router = APIRouter()

    @router.post("/page/{collection}/works/{work}/share")
    def share(collection: str, work: Id, request: Request) -> Response:
        def given() -> Response:
            shelves.shelf(collection).kept.works.share(work, person_of(request).id)
            return reply({"address": f"answer/{collection}/{work}"})

        return _answered(given, words)

    @router.get("/page/{collection}/works/{work}/nearest")
    def nearest(collection: str, work: Id, request: Request) -> Response:
        def given() -> Response:
            shelf = shelves.shelf(collection)
            answer = shelf.kept.works.answer(work, person_of(request).id)
            limits.question(person_of(request))
            found = shelf.through(Door.WEB).search(answer.standalone_question, k=_MORE)
            shown = {(c.evidence.document.id, c.evidence.passage.id) for c in answer.nearest[:3]}
            more = [e for e in found if (e.document.id, e.passage.id) not in shown]
            rows = [(number, e, e.passage.span) for number, e in enumerate(more, start=1)]
            return HTMLResponse(passages_html(rows, words))

        return _answered(given, words)

    @router.get("/answer/{collection}/{work}")
    def answer(collection: str, work: Id, request: Request) -> Response:
        def given() -> Response:
            found = shelves.shelf(collection).kept.works.get(work, person_of(request).id)
            return Response(saved_work(found, "html"), media_type=FORMATS["html"])

        return _answered(given, words)

    @router.post("/page/{collection}/feedback")
    def feedback(collection: str, said: Said, request: Request) -> Response:
        def given() -> Response:
            keeper, owner = shelves.shelf(collection).kept, person_of(request).id
            keeper.works.answer(said.work, owner)
            before = keeper.conversations.before(said.work, owner)
            keeper.feedback.give(said.work, owner, said.opinion(), before)
            return reply({"kept": True})

        return _answered(given, words)

    return router


def _answered(given: Any, words: Phrases) -> Response:
    try:
        response: Response = given()
    except FootnotedError as error:
        return refusal(error, words.wording)
    return response


def _saved(content: str, name: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, headers=headers, media_type=FORMATS[ending])

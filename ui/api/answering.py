"""Questions, passages and drafts: what `ask`, `search` and `check` print."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.requests import Request
from starlette.responses import Response

from rag.request import question_text
from rag.run import Run
from ui.api.bodies import Asked, Draft, Sought
from ui.api.desk import Desk
from ui.api.happenings import told, told_failure
from ui.api.routes import guarded, reply
from ui.api.streams import EVENT_STREAM, EventStream
from ui.api.working import Worked
from ui.draft_json import draft_json
from ui.json_shapes import answer_json, search_json
from ui.metering.labels import Door


def answering(desk: Desk) -> APIRouter:
    """Return the endpoints that need the chain."""
    router = APIRouter(prefix="/api", route_class=guarded(desk))

    @router.post("/ask")
    def ask(
        request: Request,
        asked: Asked,
        accept: Annotated[str, Header(include_in_schema=False)] = "",
    ) -> Response:
        chain = desk.through(Door.API, asked.collection)
        desk.question(request)
        question, turns, wanted = question_text(asked.question), asked.turns(), asked.filters
        if EVENT_STREAM not in accept:
            found = wanted.filters()
            return Worked(lambda run: reply(answer_json(chain.ask(question, turns, found, run))))
        run = Run()
        events = chain.stream(question, turns, wanted.filters(), run)
        return EventStream(events, run, told, told_failure)

    @router.post("/search")
    def search(sought: Sought) -> Response:
        words = question_text(sought.query)
        chain = desk.through(Door.API, sought.collection)
        found = chain.search(words, sought.filters.filters(), sought.k)
        return reply(search_json(words, found))

    @router.post("/check")
    def check(request: Request, draft: Draft) -> Response:
        chain = desk.through(Door.API, draft.collection)
        desk.question(request)
        manuscript, wanted = draft.manuscript(), draft.filters.filters()
        return Worked(lambda run: reply(draft_json(chain.check(manuscript, wanted, run))))

    return router

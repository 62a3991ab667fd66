"""What the page asks for of the evaluations: their list, and a report as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from ui.people.person import person_of
from ui.web.evaluations.kept import page_of, reports
from ui.web.evaluations.listing import reports_html
from ui.web.evaluations.phrases import EVALUATIONS

if TYPE_CHECKING:
    from ui.web.phrases import Phrases

_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""A report is of no origin: it reaches neither this page nor who is signed in to it."""


def evaluation_routes(home: Path, words: Phrases) -> APIRouter:
    """Return the endpoints under `/page/evaluations`; only an admin is told of any."""
    router, here = APIRouter(prefix="/page/evaluations"), EVALUATIONS[words.language]

    @router.get("")
    def listed(request: Request) -> Response:
        if not person_of(request).admin:
            return HTMLResponse(f'<p class="teach">{here.admins_only}</p>')
        return HTMLResponse(reports_html(reports(home), words, here))

    @router.get("/{name}")
    def report(name: str, request: Request) -> Response:
        if not person_of(request).admin:
            return HTMLResponse(f"<p>{here.admins_only}</p>", 403)
        page = page_of(home, name)
        if page is None:
            return HTMLResponse(f"<p>{here.not_there}</p>", 404)
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        return FileResponse(page, media_type="text/html", headers=headers)

    return router

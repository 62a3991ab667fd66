"""The application: everything the API offers, alone or inside another one."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.api.answering import answering
from ui.api.chat import chat
from ui.api.desk import Desk
from ui.api.holdings import growing, health, holdings, metrics
from ui.api.openapi.page import described
from ui.api.routes import refusal
from ui.mcp.http import Endpoint


def router(desk: Desk) -> APIRouter:
    """Return the endpoints, to be included in an application; they guard themselves."""
    whole, endpoints = APIRouter(), APIRouter()
    for part in (answering, holdings, growing, chat, health, metrics):
        endpoints.include_router(part(desk))
    whole.include_router(endpoints)
    whole.include_router(described(desk, endpoints))
    whole.routes.append(Route("/mcp", Endpoint(desk), include_in_schema=False))
    return whole


def api(desk: Desk) -> FastAPI:
    """Return an application of the endpoints alone; what it does not know is a sentence too."""
    app = FastAPI(title="Footnoted", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(router(desk))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: Exception) -> Response:
        return refusal(error)

    return app

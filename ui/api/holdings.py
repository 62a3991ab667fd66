"""What is in the library, how more gets into it, and whether all is well."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from ui.api.bodies import Files, Named
from ui.api.desk import Desk
from ui.api.guard import Access
from ui.api.routes import guarded, reply
from ui.documents import resolve
from ui.json_shapes import SCHEMA, ingest_json, source_json, sources_json
from ui.metering.metrics import CONTENT_TYPE


def holdings(desk: Desk) -> APIRouter:
    """Return the endpoints that need the library."""
    router = APIRouter(prefix="/api", route_class=guarded(desk))

    @router.get("/collections")
    def collections() -> Response:
        return reply({"schema": SCHEMA, "collections": desk.names})

    @router.get("/sources")
    def sources(collection: Named = None) -> Response:
        return reply(sources_json(desk.library_of(collection).documents()))

    @router.get("/sources/{document_id}")
    def source(document_id: str, collection: Named = None) -> Response:
        library = desk.library_of(collection)
        row = resolve(document_id, library.documents())
        return reply(source_json(row, library.document(row.id)))

    return router


def growing(desk: Desk) -> APIRouter:
    """Return the endpoint that changes the library."""
    router = APIRouter(prefix="/api", route_class=guarded(desk, Access.CHANGE))

    @router.post("/ingest")
    def ingest(files: Files) -> Response:
        from vectorstore.ingest import ingest as run

        paths, told = map(Path, files.paths), desk.metrics.counting()
        library = desk.library_of(files.collection)
        return reply(ingest_json(run(library, paths, prune=files.prune, on_event=told)))

    return router


def metrics(desk: Desk) -> APIRouter:
    """Return the endpoint that Prometheus reads."""
    access = Access.ANYBODY if desk.metrics_open else Access.READ
    router = APIRouter(route_class=guarded(desk, access))

    @router.get("/metrics")
    def scraped() -> Response:
        return Response(desk.metrics.text(), media_type=CONTENT_TYPE)

    return router


def health(desk: Desk) -> APIRouter:
    """Return the endpoint that says all is well; it takes no key."""
    router = APIRouter(route_class=guarded(desk, Access.STATUS))

    @router.get("/health")
    def status() -> Response:
        return reply(
            {
                "status": "ok",
                "version": version("footnoted"),
                "library_revision": desk.library.revision,
                "passages": desk.library.passage_count,
            }
        )

    return router

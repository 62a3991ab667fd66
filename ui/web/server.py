"""The server of the page: one process, one library, one chain."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from ui.web.errors import WebError
from ui.web.gradio_import import import_gradio
from ui.web.kept import kept
from ui.web.notices import notices
from ui.web.page import Desk, first, head, page, state

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI
    from uvicorn import Server

    from rag.web_settings import WebSettings
    from ui.metering.metrics import Metrics

ICON = Path(__file__).with_name("favicon.svg")
_TRIED = 20
_UPLOADS = 25
"""How many drafts of the largest size may lie on the disk at once."""


def application(
    desk: Desk, api: APIRouter, web: WebSettings, metrics: Metrics, *, here_only: bool
) -> FastAPI:
    """Return the page, what it opens, and the API, as one application that is guarded and counted.

    With `here_only` a request under any other name than this machine's own is refused.
    """
    import_gradio()
    import gradio as gr
    from fastapi import FastAPI
    from gradio.utils import get_upload_folder

    from ui.metering.requests import Counted
    from ui.people.admitting import Admitting, Peers
    from ui.people.entrance import listed
    from ui.people.uploads import Room, Uploads
    from ui.web.blocks import ASKING
    from ui.web.bodies import Bodies
    from ui.web.evaluations.routes import evaluation_routes
    from ui.web.guard import Guarded
    from ui.web.library.intake import Limits
    from ui.web.library.routes import library_routes
    from ui.web.signing import signing
    from ui.web.speaking import Speaking

    app = FastAPI(title="Footnoted", docs_url=None, redoc_url=None, openapi_url=None)
    blocks = page(desk)
    now = state(blocks)

    # The last one added is the first one asked.
    app.add_middleware(
        Uploads,
        megabytes=web.upload_mb,
        files=web.upload_files,
        room=Room(Path(get_upload_folder()), _UPLOADS * web.upload_mb * 1_000_000),
        wording=desk.words.wording,
    )
    app.add_middleware(Bodies, wording=desk.words.wording)
    app.add_middleware(Speaking, language=desk.words.language, script=first(now))
    app.add_middleware(Admitting, entrance=desk.entrance, wording=desk.words.wording)
    app.add_middleware(Guarded, here_only=here_only)
    app.add_middleware(Peers, trusted=listed(web.trusted_proxies))
    app.add_middleware(Counted, metrics=metrics)

    limits = Limits(web.upload_mb * 1_000_000, web.upload_files)
    library = library_routes(desk.shelves, desk.words, limits, changes=desk.changes)
    for router in (
        signing(desk.entrance, desk.words),
        kept(desk.shelves, desk.words, desk.entrance.limits, now),
        library,
        evaluation_routes(desk.shelves.settings.home, desk.words),
        api,
    ):
        app.include_router(router)
    blocks.queue(default_concurrency_limit=ASKING, max_size=ASKING, api_open=False)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        root_path=web.root_path or None,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head=head() + notices(desk.words, web.upload_mb, web.upload_files),
        favicon_path=str(ICON),
        footer_links=[],
        show_error=False,
        max_file_size=f"{web.upload_mb}mb",
        run_history=False,
        enable_monitoring=False,
    )
    return mounted


def listening(host: str, port: int, *, exact: bool = False) -> socket.socket:
    """Return a socket that listens on the port, or the next free one of twenty.

    Raises WebError where none is free; with `exact`, where this one is not.
    """
    for number in range(port, port + (1 if exact or not port else _TRIED)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
        except OSError as error:
            found.close()
            if error.errno == errno.EADDRNOTAVAIL:
                raise WebError(f"This machine has no address {host}.") from error
            continue
        found.listen(128)
        return found
    raise WebError(f"Port {port} of {host} is taken: name another with --port.")


def server(app: FastAPI) -> Server:
    """Return the server, ready to run on sockets; it says nothing but errors.

    When it ends, it waits for no page that is open, but lets go of it.
    """
    import uvicorn

    class Ending(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            for route in getattr(app, "routes", ()):
                if ending := getattr(getattr(route, "app", None), "stop_event", None):
                    ending.set()
            await super().shutdown(sockets)

    return Ending(
        uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=3,
            proxy_headers=False,
        )
    )

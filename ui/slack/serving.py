"""The bot as a process of its own: the collections, a door for commands, and Slack."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ui.slack.errors import SlackSetup

if TYPE_CHECKING:
    from socket import socket

    from rag.settings import Settings
    from ui.slack.door import SlackDoor

Where = tuple[str, int]


def address_of(text: str, option: str = "--http") -> Where:
    """Return a host and a port. Raises SlackSetup where it is none."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise SlackSetup(f"{option} takes an address and a port like 127.0.0.1:3000, not {text!r}.")
    return host.strip("[]"), int(port)


def serve(
    settings: Settings,
    where: Where | None,
    say: Callable[[str], object],
    install: Where | None = None,
) -> None:
    """Run the bot until it is interrupted; at `where` it serves Slack's requests.

    Connected, it serves at `install` the page that the app is installed from. Commands on the same
    libraries are passed to it meanwhile. Raises SlackError, LibraryError.
    """
    from fastapi import FastAPI

    from ui.doors.doorkeeper import with_doors
    from ui.doors.server import doors
    from ui.metering.metrics import Metrics
    from ui.slack.door import SlackDoor, missing
    from ui.web.server import listening

    missing(settings, socket=where is None, install=install is not None)
    with (
        listening("127.0.0.1", 0, exact=True) as own,
        with_doors(settings, own, metrics=Metrics()) as (shelves, keeper),
    ):
        shelves.shelf()
        inside = FastAPI(openapi_url=None)
        inside.include_router(doors(keeper))
        bot = SlackDoor(settings, shelves, socket=where is None)
        try:
            with _served(inside, own):
                if where is None:
                    with _connected(bot, install) as told:
                        say("Footnoted answers in Slack  (Ctrl-C ends it)")
                        for line in told:
                            say(line)
                        threading.Event().wait()
                else:
                    with requests_at(bot, where) as address:
                        say(f"Footnoted takes Slack's requests at {address}  (Ctrl-C ends it)")
                        threading.Event().wait()
        finally:
            bot.stop()


@contextmanager
def _connected(bot: SlackDoor, install: Where | None) -> Iterator[list[str]]:
    """Connect a bot, serve its install page until the block ends; give where that is to be said."""
    from starlette.applications import Starlette

    from ui.slack.door import INSTALL
    from ui.web.server import listening

    with ExitStack() as stack:
        told = []
        if install is not None:
            outside = stack.enter_context(listening(*install, exact=True))
            stack.enter_context(_served(Starlette(routes=bot.installing()), outside))
            told.append(f"It is installed from {_address(install, outside)}{INSTALL}")
        bot.start()
        yield told


@contextmanager
def requests_at(bot: SlackDoor, where: Where) -> Iterator[str]:
    """Start a bot and serve what Slack sends it, until the block ends; give where that is."""
    from starlette.applications import Starlette

    from ui.slack.door import EVENTS
    from ui.web.server import listening

    with listening(*where, exact=True) as outside:
        bot.start()
        with _served(Starlette(routes=bot.routes()), outside):
            yield f"{_address(where, outside)}{EVENTS}"


def _address(where: Where, outside: socket) -> str:
    host, port = where[0], outside.getsockname()[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@contextmanager
def _served(app: object, at: socket) -> Iterator[None]:
    """Serve an application on a socket until the block ends."""
    import uvicorn

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=3,
        proxy_headers=False,
    )
    serving = uvicorn.Server(config)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [at]}, name="serving")
    thread.start()
    try:
        yield
    finally:
        serving.should_exit = True
        thread.join()

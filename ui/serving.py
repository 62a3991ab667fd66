"""The server of the page and the API, to be run alone or beside something else."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ui.allocator import few_arenas

if TYPE_CHECKING:
    from socket import socket
    from types import FrameType

    from uvicorn import Server

    from rag.settings import Settings
    from ui.shelves import Shelves


@dataclass(frozen=True)
class Place:
    """Where the page is served and in which language; without a port, the first free one from 7860.

    `open_to_others` serves an address that others reach, also without a login.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    language: str = "en"
    open_to_others: bool = False

    @property
    def shown(self) -> str:
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host


class Beside(Protocol):
    """Something that runs beside the page, in threads of its own, over the same collections."""

    def start(self) -> None:
        """Begin; what cannot be served is raised here."""

    def stop(self) -> None:
        """End what is going on, and return once it has ended."""


@dataclass(frozen=True)
class Serving:
    """A server that is ready: its address, the collections it answers from."""

    address: str
    shelves: Shelves
    _server: Server
    _listening: socket

    def run(self, *beside: Beside) -> None:
        """Serve until `end` is called or Ctrl-C; what runs beside it ends with it."""
        self.shelves.shelf().library.warm()
        with ExitStack() as running:
            for part in beside:
                part.start()
                running.callback(part.stop)
            self._server.run(sockets=[self._listening])

    def end(self) -> None:
        """Let `run` return; may be called from any thread."""
        self._server.should_exit = True

    def interrupted(self, number: int, frame: FrameType | None) -> None:
        """Let `run` return at a signal; a second one is KeyboardInterrupt, wherever it comes.

        One that is raised in the middle of an import leaves the lock of all imports taken: threads
        that import wait for ever then, and who waits for them.
        """
        if self._server.should_exit:
            signal.default_int_handler(number, frame)
        self.end()


@contextmanager
def serving(settings: Settings, place: Place) -> Iterator[Serving]:
    """Give the server of the page and the API, with a door for commands while it is open.

    Once it is given, Ctrl-C ends the block and is no error.
    Raises WebError for what cannot be served, PeopleError, and what opening a collection raises.
    """
    from ui.doors.doorkeeper import with_doors
    from ui.metering.metrics import Metrics
    from ui.people.entrance import entrance
    from ui.web.scratch import scratch
    from ui.web.server import listening

    few_arenas()
    people = entrance(settings, open_=place.open_to_others)
    _check(place, login=people.login)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends like Ctrl-C
    port = 7860 if place.port is None else place.port
    with (
        listening(place.host, port, exact=place.port is not None) as found,
        with_doors(settings, found, metrics=(metrics := Metrics())) as (shelves, keeper),
        scratch(shelves.shelf().library.folder),
    ):
        from ui.api.app import router
        from ui.api.desk import Desk as ApiDesk
        from ui.api.keys import KeyFile
        from ui.doors.server import doors
        from ui.web.page import Desk
        from ui.web.phrases import LANGUAGES
        from ui.web.server import application, server

        shelf, words = shelves.shelf(), LANGUAGES[place.language]
        desk = Desk(
            shelves,
            words,
            people,
            changes=lambda: people.login or not place.open_to_others,
        )
        key = settings.web.api_key
        api_desk = ApiDesk(
            shelf.chain,
            shelf.library,
            (key,) if key else (),
            limits=people.limits,
            named=KeyFile.of(settings.home),
            metrics=metrics,
            metrics_open=settings.web.metrics_open,
            shelves=shelves,
        )
        api = router(api_desk)
        api.include_router(doors(keeper, people.limits))
        here_only = not (place.open_to_others or people.login)
        app = application(desk, api, settings.web, metrics, here_only=here_only)
        given = Serving(
            f"http://{place.shown}:{found.getsockname()[1]}", shelves, server(app), found
        )
        signal.signal(signal.SIGINT, given.interrupted)
        signal.signal(signal.SIGTERM, given.interrupted)
        with suppress(KeyboardInterrupt):  # how it is meant to end
            yield given


def _check(place: Place, *, login: bool) -> None:
    from ui.api.guard import loopback
    from ui.web.errors import WebError
    from ui.web.phrases import LANGUAGES

    if not (loopback(place.shown.lower()) or place.open_to_others or login):
        raise WebError(
            f"{place.host} can be reached by others and the page has no login: add somebody with "
            "`footnoted users add`, or --open-to-others if that is meant."
        )
    if place.language not in LANGUAGES:
        raise WebError(f"The page speaks {', '.join(LANGUAGES)}, not {place.language}.")

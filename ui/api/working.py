"""Answers given whole: the work stops when the client that waits for it goes away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rag.run import Run
from ui.api.routes import refusal

_Result = TypeVar("_Result")
Work = Callable[[Run], Response]
_LEFT = 499
"""What is logged and counted of a client that did not wait; nobody is told."""


class Worked(Response):
    """What some work comes to, or its error in a sentence; the work runs in a thread.

    A client that goes away calls the run off at once, also while a model is silent.
    """

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what comes of the work, unless the client goes first."""
        response = Response(status_code=_LEFT)
        async with anyio.create_task_group() as group:

            async def watch() -> None:
                await gone(receive)
                group.cancel_scope.cancel()

            group.start_soon(watch)
            response = await in_thread(self._done)
            group.cancel_scope.cancel()
        await response(scope, receive, send)

    def _done(self, run: Run) -> Response:
        try:
            return self._work(run)
        except Exception as error:
            return refusal(error)


async def in_thread(work: Callable[[Run], _Result]) -> _Result:
    """Return what some work comes to; when nobody waits any more, its run is called off."""
    run = Run()
    try:
        return await run_sync(work, run, abandon_on_cancel=True)
    finally:
        run.cancel()


async def gone(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass

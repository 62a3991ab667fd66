"""Work as it goes on: streams that stop it when nobody reads them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from rag.errors import Cancelled
from rag.run import Run
from ui.api.errors import Failure, failure
from ui.api.working import gone

EVENT_STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_Happening = TypeVar("_Happening")


class EventStream(StreamingResponse):
    """What happens while a question is answered, as `written` puts it; an error is put by `failed`.

    A client that goes away calls the run off at once, also while a model is silent, and closes the
    events.
    """

    def __init__(
        self,
        events: Iterator[_Happening],
        run: Run,
        written: Callable[[Iterator[_Happening]], Iterator[bytes]],
        failed: Callable[[Failure], bytes],
        media_type: str = EVENT_STREAM,
    ) -> None:
        self._run = run
        self._pieces = _pieces(events, written, failed)
        super().__init__(self._pieces, headers=_HEADERS, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until they end or the client goes."""
        async with anyio.create_task_group() as group:

            async def watch() -> None:
                await gone(receive)
                self._run.cancel()
                group.cancel_scope.cancel()

            group.start_soon(watch)
            try:
                await self.stream_response(send)
            except OSError:  # how some servers tell that the client has gone
                pass
            finally:
                self._run.cancel()
                with anyio.CancelScope(shield=True):
                    await run_sync(self._pieces.close)
            group.cancel_scope.cancel()


def _pieces(
    events: Iterator[_Happening],
    written: Callable[[Iterator[_Happening]], Iterator[bytes]],
    failed: Callable[[Failure], bytes],
) -> Generator[bytes]:
    try:
        yield from written(events)
    except Cancelled:
        return
    except Exception as error:
        yield failed(failure(error))
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()

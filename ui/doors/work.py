"""What a server does for a command, as the values that tell of it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ui.documents import corrected, removed
from ui.doors.calls import (
    Ask,
    Correct,
    Corrected,
    Examine,
    Examined,
    Found,
    Ingest,
    Remove,
    Removed,
    Search,
)
from ui.doors.checks import Check
from ui.metering.labels import Door
from vectorstore.doctor import examine_open
from vectorstore.events import Event, IngestDone
from vectorstore.ingest import ingest

if TYPE_CHECKING:
    from rag.run import Run
    from ui.shelves import Shelf

Call = Ask | Check | Search | Ingest | Correct | Remove | Examine


def done(shelf: Shelf, call: Call, run: Run) -> Iterator[object]:
    """Yield what happens while a call is carried out; calling the run off stops the work."""
    match call:
        case Ask(question, history, filters):
            yield from shelf.through(Door.COMMANDS).stream(question, history, filters, run)
        case Check(draft, filters):
            yield from shelf.through(Door.COMMANDS).checking(draft, filters, run)
        case Search(words, filters, k):
            yield Found(shelf.through(Door.COMMANDS).search(words, filters, k))
        case Ingest():
            yield from _ingested(shelf, call, run)
        case Correct(id_, corrections):
            yield Corrected(corrected(shelf.library, id_, corrections))
        case Remove(ids):
            yield Removed(removed(shelf.library, ids))
        case Examine():
            yield Examined(tuple(examine_open(shelf.library)))


def _ingested(shelf: Shelf, call: Ingest, run: Run) -> Iterator[Event]:
    """Ingest in a thread of its own; closing this waits until that has stopped."""
    happened: queue.SimpleQueue[Event | BaseException] = queue.SimpleQueue()

    def tell(event: Event) -> None:
        run.go_on()
        happened.put(event)

    def work() -> None:
        try:
            paths = map(Path, call.paths)
            ingest(shelf.library, paths, prune=call.prune, on_event=shelf.counting(tell))
        except BaseException as error:
            happened.put(error)

    thread = threading.Thread(target=work, name="ingest", daemon=True)
    thread.start()
    try:
        while not isinstance(event := happened.get(), IngestDone):
            if isinstance(event, BaseException):
                raise event
            yield event
        yield event
    finally:
        run.cancel()
        thread.join()

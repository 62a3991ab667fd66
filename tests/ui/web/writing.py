"""What a language model writes in tests of the page, and how long it takes over it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from tests.servers.openai_server import Request, chunks
from tests.ui.web.browser import Tab

QUESTION = "How many troops does the mission have now?"
HELD = "now has 4,350 troops"
HOME = "Belmarch has called home 400 of its 1,200 men and women"
TRUE = "The mission in Orvessa now has 4,350 troops"
MADE_UP = "The mission in Orvessa now has 9,999 helicopters"
WAIT = 120.0


def sent(request: Request) -> str:
    """Return what a model is given to write from."""
    return "\n" + str(request.body["messages"][-1]["content"])


def label(request: Request) -> str:
    """Return the label of the passage that holds the answer."""
    shown = sent(request)
    (part,) = [part for part in shown.split("\n[S")[1:] if HELD in part]
    return f"S{part.partition(']')[0]}"


def begun(text: str) -> Iterator[object]:
    """Write what is no whole reply yet."""
    yield from list(chunks(text, finish=None))[:-1]


def unfinished() -> Iterator[bytes]:
    """Write what a client reads over, until nobody listens any more."""
    while True:
        threading.Event().wait(0.05)
        yield b": go on\n\n"


def comes(event: threading.Event, tab: Tab) -> bool:
    """Wait for an event while the browser's requests go on: they pass through this thread."""
    ends = time.monotonic() + WAIT
    while not event.is_set() and time.monotonic() < ends:
        tab.page.wait_for_timeout(20)
    return event.is_set()

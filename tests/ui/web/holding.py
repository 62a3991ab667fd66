"""Requests of a page that are held back, so that a test says what comes first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Response, Route

from tests.ui.web.browser import PATIENCE


def taken_in(page: Page, response: Response) -> None:
    """Wait until an answer has come whole and the page has shown what it makes of it."""
    response.finished()
    frames = "requestAnimationFrame(() => requestAnimationFrame(done))"
    page.evaluate(f"() => new Promise((done) => {frames})")


@contextmanager
def held_back(page: Page, url: str) -> Iterator[None]:
    """What is asked for in the block, one thing at least, reaches the server only behind it."""
    held: list[Route] = []
    holding = True

    def hold(route: Route) -> None:
        if holding:
            held.append(route)
        else:
            route.continue_()

    page.route(url, hold)
    yield
    until = time.monotonic() + PATIENCE / 1000
    while not held and time.monotonic() < until:
        page.wait_for_timeout(20)  # the browser's requests pass through this thread
    assert held, f"nothing was asked of {url}"
    holding = False
    for route in held:
        route.continue_()
    page.unroute(url, hold)

"""A real browser for tests: Debian's Chromium, headless, on a profile of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.support import missing

PATIENCE = 60_000
"""Milliseconds that anything may take on a machine that is slow and busy."""
expect.set_options(timeout=PATIENCE)
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield Chromium; without one the test is skipped, or fails where one was promised."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    program = program or shutil.which("google-chrome")
    if program is None:
        missing("It takes a browser: install Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        yield browser
        browser.close()


_STILL = """Promise.all(document.getAnimations()
  .filter(each => each.effect.getComputedTiming().endTime !== Infinity)
  .map(each => each.finished.catch(() => {})))"""


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds on a page once nothing on it moves, so that no colour is halfway."""
    page.evaluate(_STILL)
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return found


def grave(page: Page) -> dict[str, list[tuple[str, str]]]:
    """Return the serious and critical ones by rule, each with its elements and what axe says."""
    return {
        each["id"]: [(node["html"][:160], node["failureSummary"][:300]) for node in each["nodes"]]
        for each in violations(page)
        if each["impact"] in ("serious", "critical")
    }


def nothing_grave(tab: Tab) -> None:
    """Fail over what is serious on a page as it is now, in light and in dark."""
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        dark = re.compile(r"\bdark\b")
        body = expect(tab.page.locator("body"))
        (body.to_have_class if scheme == "dark" else body.not_to_have_class)(dark)
        assert grave(tab.page) == {}


class Tab:
    """A page that reaches nothing but the server; what it tried and what went wrong is kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        page.set_default_timeout(PATIENCE)
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._requested)
        page.on("pageerror", lambda error: self._failed(str(error)))
        page.on(
            "console",
            lambda message: self._failed(message.text) if message.type == "error" else None,
        )

    def _failed(self, error: str) -> None:
        if not re.search("AbortError|errored out", error):  # under way when the page was left
            self.errors.append(error)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def open(self) -> None:
        """Open the page and wait until it can be used."""
        self.page.goto(self.address)
        self.ready()

    def ready(self) -> None:
        """Wait until a page that is loading can be used."""
        self.page.wait_for_selector("#question textarea")
        self.page.wait_for_selector("#now[role=log]", state="attached")
        self.page.wait_for_selector("#now :is(.welcome, article, .failed)")

    def ask(self, question: str) -> None:
        """Type a question, press Enter, and wait for the whole answer."""
        before = self.page.locator("article.turn").count()
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "before => document.querySelectorAll('article.turn').length > before "
            "&& !document.querySelector('.turn .status')",
            arg=before,
        )

    def lit(self) -> str:
        """Return the words that are lit in the source panel."""
        self.page.wait_for_selector("#source mark")
        return "".join(self.page.locator("#source mark").all_text_contents())

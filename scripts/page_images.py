"""Take the pictures of the page for `docs/images/`: each state in light and dark.

    python scripts/page_images.py [STATE …]

It makes a library of `examples/library`, serves it, and drives Debian's Chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
COMMAND = Path(sys.executable).with_name("footnoted")
WIDE, SMALL = {"width": 1280, "height": 800}, {"width": 375, "height": 720}
DRAFT = (
    "The mission in Orvessa now has 4,350 troops. Ruth Amadi-Voss, who heads the mission, handed "
    "in her plan this week. Aldermark sent 300 soldiers in January. What a year it has been!"
)
TROOPS = "How many troops does the mission have now?"


def ask(page: Page, question: str) -> None:
    """Ask and wait for the whole answer."""
    turns = page.locator("article.turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "turns => document.querySelectorAll('article.turn').length > turns "
        "&& !document.querySelector('.turn .status')",
        arg=turns,
    )


def welcome(page: Page) -> None:
    """Show the page as it opens."""


def answer(page: Page) -> None:
    """Show two answers, one of them a follow-up."""
    ask(page, "Who is Joss Verrin?")
    ask(page, "What did he say about the vote in April?")


def source(page: Page) -> None:
    """Show an answer beside its source."""
    ask(page, TROOPS)
    page.click(".statement button.cite")
    page.wait_for_selector("#source mark")


def preview(page: Page) -> None:
    """Show a preview under a number."""
    ask(page, "How many people died when the Lady Aurel sank?")
    page.hover(".statement button.cite")


def declined(page: Page) -> None:
    """Show a plain no with what comes closest."""
    ask(page, "Who won the football match?")


def checked(page: Page) -> None:
    """Show a draft that was checked."""
    page.get_by_role("tab", name="Check a draft").click()
    page.fill("#draft textarea", DRAFT)
    page.click("#check")
    page.wait_for_selector("#checked article")


def library(page: Page) -> None:
    """Show what is in the library."""
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector("#documents li")


def about(page: Page) -> None:
    """Show who answers and how often the checker is wrong."""
    page.get_by_role("tab", name="About").click()
    page.wait_for_selector("#about li")


def small(page: Page) -> None:
    """Show an answer on a telephone."""
    page.set_viewport_size(SMALL)
    ask(page, TROOPS)


def feedback(page: Page) -> None:
    """Show what is asked of whoever says that a statement is wrong."""
    ask(page, TROOPS)
    page.hover(".statement >> nth=0")
    page.click(".say button >> nth=0")
    page.check("#feedback input[value=out_of_date]")


def narrowed(page: Page) -> None:
    """Show a search that was narrowed too far."""
    page.click("#narrow button")
    page.fill("#since :is(textarea, input)", "2025-11")
    ask(page, "How many people died when the Lady Aurel sank?")


def correcting(page: Page) -> None:
    """Show how what a document says of itself is corrected."""
    library(page)
    page.click("[data-act=correct] >> nth=0")
    page.wait_for_selector("form.correcting")


_STATES = (
    *(welcome, answer, source, preview, declined, narrowed, checked),
    *(library, correcting, feedback, about, small),
)
STATES: dict[str, Callable[[Page], None]] = {each.__name__: each for each in _STATES}


def take(address: str, states: list[str]) -> None:
    """Take the pictures of the states, each in a tab of its own."""
    program = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for state in states:
                page = browser.new_page(viewport=WIDE, color_scheme=scheme)
                page.goto(address)
                page.wait_for_selector("#examples button")
                STATES[state](page)
                page.wait_for_timeout(400)
                page.screenshot(path=IMAGES / f"{state}-{scheme}.png")
                page.close()
        browser.close()


def main() -> None:
    """Serve, take, stop."""
    states = sys.argv[1:] or list(STATES)
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [COMMAND, "--home", home, "ingest", "examples/library"], cwd=ROOT, check=True
        )
        with subprocess.Popen(
            [COMMAND, "--home", home, "web", "--port", "0"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            take(found[0], states)
            server.terminate()


if __name__ == "__main__":
    main()

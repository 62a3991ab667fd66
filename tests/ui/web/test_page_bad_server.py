"""A server that goes away under an open page, and comes back."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from tests.ui.web.browser import Tab
from tests.ui.web.restarting import Serving

LOST = "The server does not answer; trying again …"
BACK = "The server answers again."
WHO = "Who is Joss Verrin?"
VOTE = "What did he say about the vote in April?"
TROOPS = "How many troops does the mission have now?"
NOISE = re.compile(r"Failed to load resource|Unexpected error|Dependency function failed")


def opened(browser: Browser, serving: Serving, path: str = "") -> Tab:
    tab = Tab(browser.new_context().new_page(), serving.address)
    tab.open()
    return tab


def closed(tab: Tab) -> None:
    """Close a tab that met nothing but a server that was away."""
    tab.page.context.close()
    assert tab.outside == []
    assert [error for error in tab.errors if not NOISE.search(error)] == []


def said(page: Page) -> str:
    """Return everything that can be read on the page."""
    return page.inner_text("body")


@pytest.fixture
def serving(sample_home: Path, tmp_path: Path) -> Iterator[Serving]:
    with Serving(sample_home, tmp_path) as found:
        found.start()
        yield found


def test_a_page_goes_on_when_its_server_was_killed_and_started(
    serving: Serving, browser: Browser
) -> None:
    tab = opened(browser, serving)
    tab.ask(WHO)
    tab.page.wait_for_url(re.compile("conversation="))
    here = tab.page.url
    assert serving.end(signal.SIGKILL) == -signal.SIGKILL
    expect(tab.page.locator("#reaching")).to_have_text(LOST)
    assert tab.page.get_attribute("#reaching", "role") == "status"
    tab.page.fill("#question textarea", VOTE)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("#reaching")).to_have_text(LOST)
    assert not re.search("onnection|errored", said(tab.page))
    serving.start()
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, VOTE])
    expect(tab.page.locator("#now .facts q")).to_contain_text("Verrin")
    expect(tab.page.locator("#reaching")).to_have_text(re.compile(f"^({re.escape(BACK)})?$"))
    expect(tab.page.locator("#now .deeds")).to_be_visible()
    assert tab.page.url == here
    tab.page.reload()
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, VOTE])
    closed(tab)


def test_a_page_that_only_waits_learns_that_the_server_is_back_in_its_own_language(
    sample_home: Path, tmp_path: Path, browser: Browser
) -> None:
    with Serving(sample_home, tmp_path) as serving:
        serving.start("--language", "fr")
        tab = opened(browser, serving)
        assert serving.end(signal.SIGTERM) == 0
        expect(tab.page.locator("#reaching")).to_contain_text("Le serveur ne répond pas")
        serving.start("--language", "fr")
        expect(tab.page.locator("#reaching")).to_have_text("Le serveur répond de nouveau.")
        expect(tab.page.locator("#reaching")).to_have_text("")
        tab.ask(WHO)
        closed(tab)


@pytest.mark.parametrize("same", [True, False])
def test_a_question_that_a_dying_server_left_unanswered_stands_in_the_field_again(
    sample_home: Path, tmp_path: Path, browser: Browser, same: bool
) -> None:
    """Another page may be served then: one in another language."""
    going, over = threading.Event(), threading.Event()

    def silent(request: Request) -> Iterator[object]:
        yield from list(chunks("The mission ", finish=None))[:-1]
        going.set()
        over.wait(90)

    with OpenAIServer() as model:
        model.models = ["small"]
        extra = {"FOOTNOTED_LLM__BASE_URL": model.base_url, "FOOTNOTED_LLM__RETRIES": "0"}
        with Serving(sample_home, tmp_path, extra) as serving:
            serving.start()
            model.script = lambda request: Reply(events=silent(request))
            tab = opened(browser, serving)
            tab.page.fill("#question textarea", TROOPS)
            tab.page.keyboard.press("Enter")
            tab.page.wait_for_selector("#now .status")
            assert going.wait(60)
            serving.end(signal.SIGKILL)
            over.set()
            expect(tab.page.locator("#reaching")).to_have_text(LOST)
            model.script = lambda request: "NOT IN THE SOURCES"
            serving.start(*([] if same else ["--language", "fr"]))
            expect(tab.page.locator("#question textarea")).to_have_value(TROOPS)
            if same:
                expect(tab.page.locator("#reaching")).to_contain_text("broke off")
            expect(tab.page.locator("#now .status")).to_have_count(0)
            assert not re.search("onnection|errored", said(tab.page))
            tab.page.press("#question textarea", "Enter")
            expect(tab.page.locator("#now .declined")).to_be_visible()
            closed(tab)

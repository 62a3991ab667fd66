"""What is empty, refused or has to wait takes nothing away of what is answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from tests.ui.web.browser import Tab
from tests.ui.web.holding import held_back
from tests.ui.web.steady import Asking
from tests.ui.web.writing import HOME, QUESTION, TRUE, WAIT, begun, label
from ui.web.runs import AT_ONCE


@pytest.fixture
def halfway(writer: Tab, server: OpenAIServer) -> Iterator[threading.Event]:
    """A question whose answer is half written; the event lets the model write on."""
    go_on = threading.Event()

    def slow(request: Request) -> Iterator[object]:
        yield from begun(f"{TRUE} [{label(request)}]. ")
        go_on.wait(WAIT)
        yield from chunks(f"{HOME} [{label(request)}].")

    server.script = lambda request: Reply(events=slow(request))
    writer.page.fill("#question textarea", QUESTION)
    writer.page.keyboard.press("Enter")
    expect(writer.page.locator(".statement .words")).to_have_text([f"{TRUE}."])
    yield go_on
    go_on.set()


def whole(writer: Tab) -> None:
    """Wait for the whole answer, and for nothing else."""
    expect(writer.page.locator("#now .deeds")).to_be_visible()
    words = writer.page.locator(".statement .words")
    expect(words).to_have_text([f"{TRUE}.", f"{HOME}."])


def test_an_empty_field_sends_nothing(writer: Tab, halfway: threading.Event) -> None:
    joined: list[str] = []
    writer.page.on(
        "request", lambda sent: joined.append(sent.url) if "queue/join" in sent.url else None
    )
    writer.page.focus("#question textarea")
    writer.page.keyboard.press("Enter")
    writer.page.keyboard.type("  ")
    writer.page.keyboard.press("Enter")
    writer.page.click("#send")
    halfway.set()
    whole(writer)
    assert joined == []


def test_a_refused_question_leaves_the_answer_and_what_is_typed(
    writer: Tab, halfway: threading.Event
) -> None:
    page = writer.page
    told, number = page.locator("#refused [data-number]"), ""
    refused, field = told.locator(".failed"), page.locator("#question textarea")
    page.click("#narrow button")
    page.fill("#since :is(textarea, input)", "last week")
    for typed_meanwhile in ("", "And who leads it?"):
        page.fill("#question textarea", "Who pays\nfor it?")
        with held_back(page, "**/queue/join*"):
            page.keyboard.press("Enter")
            expect(field).to_have_value("")
            page.fill("#question textarea", typed_meanwhile)
        expect(refused).to_contain_text("YYYY-MM")
        expect(told).not_to_have_attribute("data-number", number)
        number = told.get_attribute("data-number") or ""
        expect(field).to_have_value(typed_meanwhile or "Who pays\nfor it?")
        expect(page.locator(".turn h2")).to_have_text([QUESTION])
    halfway.set()
    whole(writer)
    expect(refused).to_be_visible()
    page.click("#now button[data-do=edit]")
    page.fill("#question textarea", "How many troops are there?")
    page.keyboard.press("Enter")
    expect(told).not_to_have_attribute("data-number", number)
    expect(field).to_have_value("How many troops are there?")
    expect(page.locator("#editing :is(textarea, input)")).to_have_value("1")
    page.fill("#since :is(textarea, input)", "2020")
    page.focus("#question textarea")
    page.keyboard.press("Enter")
    expect(page.locator(".turn h2")).to_have_text(["How many troops are there?"])
    expect(refused).to_have_count(0)
    whole(writer)


def test_a_conversation_that_is_gone_leaves_the_open_one(
    writer: Tab, server: OpenAIServer, modelled: str
) -> None:
    server.script = lambda request: f"{TRUE} [{label(request)}]."
    writer.ask(QUESTION)
    writer.page.click("#new")
    expect(writer.page.locator(".turn")).to_have_count(0)
    writer.ask("How many soldiers has the mission now?")
    shown = writer.page.url
    other = Tab(writer.page.context.new_page(), modelled)
    other.open()
    other.page.once("dialog", lambda dialog: dialog.accept())
    other.page.locator("ol.past li", has_text=QUESTION).locator("button").first.click()
    expect(other.page.locator("ol.past li")).to_have_count(1)
    writer.page.locator("ol.past a", has_text=QUESTION).click()
    expect(writer.page.locator("#refused .failed")).to_contain_text("no such conversation")
    expect(writer.page.locator(".turn h2")).to_have_text("How many soldiers has the mission now?")
    assert writer.page.url == shown


def test_a_question_that_waits_says_so_and_can_be_stopped(
    writer: Tab, server: OpenAIServer, modelled: str
) -> None:
    go_on, asked = threading.Event(), threading.Semaphore(0)

    def slow(request: Request) -> Iterator[object]:
        asked.release()
        go_on.wait(WAIT)
        yield from chunks(f"{TRUE} [{label(request)}].")

    server.script = lambda request: Reply(events=slow(request))
    headers = {"Origin": modelled.rstrip("/"), "Cookie": f"footnoted-browser={'somebody':-<32}"}
    with httpx.Client(base_url=modelled, headers=headers, timeout=60, trust_env=False) as client:
        for number in range(AT_ONCE):
            Asking(client).join(QUESTION, f"other{number}")
            assert asked.acquire(timeout=60)
    status = writer.page.locator("#now .status")
    for stops in (True, False):
        writer.page.fill("#question textarea", QUESTION)
        writer.page.keyboard.press("Enter")
        expect(status).to_have_text("waiting until others are answered …")
        if stops:
            writer.page.click("#stop")
            expect(status).to_have_text("Stopped.")
    go_on.set()
    expect(writer.page.locator("#now .statement .words")).to_have_text([f"{TRUE}."])

"""The page with a language model behind a real server: streamed, withheld, stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from tests.ui.web.browser import Tab, nothing_grave
from tests.ui.web.conftest import served
from tests.ui.web.writing import (
    HELD,
    HOME,
    MADE_UP,
    QUESTION,
    TRUE,
    WAIT,
    begun,
    comes,
    label,
    sent,
    unfinished,
)


def test_what_is_not_in_the_sources_is_withheld_and_can_be_unfolded(
    writer: Tab, server: OpenAIServer
) -> None:
    server.script = lambda request: f"{TRUE} [{label(request)}]. {MADE_UP} [{label(request)}]."
    writer.ask(QUESTION)
    expect(writer.page.locator(".statement .words")).to_have_text([f"{TRUE}."])
    summary = writer.page.locator(".turn summary")
    expect(summary).to_have_text("1 withheld")
    summary.click()
    expect(writer.page.locator(".turn details li")).to_contain_text(["9,999"])
    nothing_grave(writer)
    writer.page.locator(".turn details button.cite").first.click()
    assert HELD in writer.lit()


@pytest.mark.parametrize("leave", ["stop", "close"])
def test_a_statement_is_seen_while_the_model_writes_and_leaving_stops_it(
    writer: Tab, server: OpenAIServer, leave: str
) -> None:
    gone = threading.Event()

    def endless(request: Request) -> Iterator[object]:
        try:
            yield from begun(f"{TRUE} [{label(request)}]. ")
            yield from unfinished()
        finally:
            gone.set()

    server.script = lambda request: Reply(events=endless(request))
    writer.page.fill("#question textarea", QUESTION)
    writer.page.keyboard.press("Enter")
    expect(writer.page.locator(".statement .words")).to_have_text([f"{TRUE}."])
    expect(writer.page.locator(".turn .status")).to_be_visible()
    if leave == "stop":
        writer.page.click("#stop")
        expect(writer.page.locator(".turn .status")).to_have_text("Stopped.")
        expect(writer.page.locator(".statement")).to_have_count(1)
    else:
        writer.page.goto("about:blank")
    assert comes(gone, writer), "the model is still asked to write"
    if leave == "close":
        writer.errors.clear()  # of requests that were under way


SHIFTED = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) window.shifted += each.value;
  }).observe({ type: "layout-shift", buffered: false });
}"""
PLACES = """() => [...document.querySelectorAll("#now :is(.question, .statement)")]
  .map((each) => each.offsetTop)"""


def test_what_is_shown_already_stays_where_it_is_while_the_rest_comes(
    writer: Tab, server: OpenAIServer
) -> None:
    go_on = [threading.Event() for _ in range(2)]

    def slow(request: Request) -> Iterator[object]:
        yield from begun(f"{TRUE} [{label(request)}]. ")
        go_on[0].wait(WAIT)
        yield from begun(f"{HOME} [{label(request)}]. {MADE_UP}")
        go_on[1].wait(WAIT)
        yield from chunks(f" [{label(request)}].")

    def script(request: Request) -> str | Reply:
        return Reply(events=slow(request)) if "[S" in sent(request) else QUESTION

    server.script = lambda request: f"{TRUE} [{label(request)}]."
    writer.ask(QUESTION)
    server.script = script
    writer.page.fill("#question textarea", "And how many does it have now?")
    writer.page.keyboard.press("Enter")
    statements = writer.page.locator("#now .statement")
    expect(writer.page.locator("#now .facts q")).to_have_text(QUESTION)
    expect(statements).to_have_count(1)
    first = writer.page.evaluate(PLACES)
    writer.page.evaluate(SHIFTED)
    nothing_grave(writer)
    go_on[0].set()
    expect(statements).to_have_count(2)
    second = writer.page.evaluate(PLACES)
    assert second[:2] == first
    go_on[1].set()
    expect(writer.page.locator("#now .deeds")).to_be_visible()
    assert writer.page.evaluate(PLACES) == second
    assert writer.page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("leave", ["stop", "close"])
def test_leaving_a_draft_stops_its_judge(writer: Tab, server: OpenAIServer, leave: str) -> None:
    asked, gone = threading.Event(), threading.Event()

    def endless() -> Iterator[object]:
        try:
            asked.set()
            yield from unfinished()
        finally:
            gone.set()

    server.script = lambda request: Reply(events=endless())
    writer.page.get_by_role("tab", name="Check a draft").click()
    writer.page.fill("#draft textarea", "The mission in Orvessa currently comprises 4,350 troops.")
    writer.page.click("#check")
    assert comes(asked, writer), "the judge was not asked"
    if leave == "stop":
        writer.page.click("#stop-checking")
        expect(writer.page.locator("#checked .status")).to_have_text("Stopped.")
    else:
        writer.page.goto("about:blank")
    assert comes(gone, writer), "the judge is still asked"
    if leave == "close":
        writer.errors.clear()  # of requests that were under way


def test_a_model_that_fails_is_stood_in_for_and_that_is_said(
    writer: Tab, server: OpenAIServer
) -> None:
    def cut(request: Request) -> Reply:
        return Reply(events=begun(f"{MADE_UP}, and "), cut=True)

    scripts: dict[str, Callable[[Request], str | Reply]] = {
        "failed (status 500)": lambda request: Reply(500, {"error": {"message": "no"}}),
        "refused the key": lambda request: Reply(401, {"error": {"message": "no"}}),
        "holds no sentence of an answer": lambda request: " ",
        "broke off": cut,
        "in the middle of its answer": lambda request: Reply(body=b"<html>no model</html>"),
    }
    for number, (reason, script) in enumerate(scripts.items(), start=1):
        server.script = script
        writer.ask(QUESTION)
        expect(writer.page.locator(".turn")).to_have_count(number)
        said = writer.page.locator("#now .facts", has_text="without the model")
        expect(said).to_contain_text(reason)
        expect(writer.page.locator("#now .statement .words")).to_contain_text(["4,350 troops"])
        expect(writer.page.locator("#now")).not_to_contain_text("helicopters")


def test_a_model_that_is_not_there_or_says_nothing_is_stood_in_for(
    sample_home: Path, tmp_path: Path, browser: Browser
) -> None:
    over = threading.Event()

    def silent(request: Request) -> Iterator[object]:
        over.wait(WAIT)
        yield from chunks("too late")

    with OpenAIServer() as model:
        model.models = ["small"]
        extra = {
            "FOOTNOTED_LLM__BASE_URL": model.base_url,
            "FOOTNOTED_LLM__RETRIES": "0",
            "FOOTNOTED_LLM__TIMEOUT": "3",
        }
        with served(sample_home, tmp_path, extra) as address:
            tab = Tab(browser.new_context().new_page(), address)
            tab.open()
            model.script = lambda request: Reply(events=silent(request))
            said = tab.page.locator("#now .facts", has_text="without the model")
            tab.ask(QUESTION)
            expect(said).to_contain_text("was silent for 3 seconds")
            expect(tab.page.locator("#now .statement .words")).to_contain_text(["4,350 troops"])
            over.set()
            model.__exit__(None, None, None)
            tab.ask(QUESTION)
            expect(said).to_contain_text("cannot be reached: is it running")
            expect(tab.page.locator("#now .statement .words")).to_contain_text(["4,350 troops"])
            assert tab.errors == []
            tab.page.context.close()


def test_two_people_at_once_are_written_for_at_once(
    writer: Tab, server: OpenAIServer, modelled: str
) -> None:
    both = threading.Barrier(2)

    def script(request: Request) -> str:
        both.wait(WAIT)  # each is written only while the other is
        return f"{TRUE} [{label(request)}]."

    server.script = script
    other = Tab(writer.page.context.new_page(), modelled)
    other.open()
    for tab in (writer, other):
        tab.page.fill("#question textarea", QUESTION)
        tab.page.keyboard.press("Enter")
    for tab in (writer, other):
        expect(tab.page.locator(".statement .words")).to_have_text([f"{TRUE}."])
        expect(tab.page.locator("#now .deeds")).to_be_visible()


def test_the_later_of_two_questions_in_a_tab_is_answered_and_the_work_for_the_first_stops(
    writer: Tab, server: OpenAIServer
) -> None:
    asked, gone = threading.Event(), threading.Event()

    def slow(request: Request) -> Iterator[object]:
        try:
            asked.set()
            yield from unfinished()
        finally:
            gone.set()

    def script(request: Request) -> str | Reply:
        if asked.is_set():
            return f"{TRUE} [{label(request)}]."
        return Reply(events=slow(request))

    server.script = script
    writer.page.fill("#question textarea", "Who leads the mission?")
    writer.page.keyboard.press("Enter")
    assert comes(asked, writer)
    writer.page.fill("#question textarea", QUESTION)
    writer.page.keyboard.press("Enter")
    assert comes(gone, writer), "the model is still asked to write"
    expect(writer.page.locator("#now .statement .words")).to_have_text([f"{TRUE}."])
    expect(writer.page.locator("#now .deeds")).to_be_visible()
    expect(writer.page.locator(".turn h2")).to_have_text(["Who leads the mission?", QUESTION])
    expect(writer.page.locator("#before .status")).to_have_text("Stopped.")


def test_a_conversation_opened_meanwhile_is_not_written_over(
    writer: Tab, server: OpenAIServer
) -> None:
    go_on, other = threading.Event(), "How many soldiers has the mission now?"

    def slow(request: Request) -> Iterator[object]:
        go_on.wait(WAIT)
        yield from chunks(f"{TRUE} [{label(request)}].")

    server.script = lambda request: f"{TRUE} [{label(request)}]."
    writer.ask(QUESTION)
    writer.page.click("#new")
    expect(writer.page.locator(".turn")).to_have_count(0)
    server.script = lambda request: Reply(events=slow(request))
    writer.page.fill("#question textarea", other)
    writer.page.keyboard.press("Enter")
    expect(writer.page.locator(".turn .status")).to_be_visible()
    past = writer.page.locator("ol.past a")
    past.filter(has_text=QUESTION).click()
    expect(writer.page.locator(".turn h2")).to_have_text([QUESTION])
    go_on.set()
    expect(past).to_have_count(2)
    expect(writer.page.locator(".turn h2")).to_have_text([QUESTION])
    past.filter(has_text=other).click()
    expect(writer.page.locator(".turn h2")).to_have_text([other])
    expect(writer.page.locator("#now .statement .words")).to_have_text([f"{TRUE}."])

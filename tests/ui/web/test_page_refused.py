"""What is not asked, or refused, takes nothing away of what is being answered or was answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from tests.ui.web.browser import Tab
from tests.ui.web.writing import HOME, QUESTION, TRUE, WAIT, begun, label


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

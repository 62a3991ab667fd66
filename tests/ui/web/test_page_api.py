"""The API beside the page, as `footnoted web` serves it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from rag.assemble import build_chain
from rag.settings import Settings
from tests.ui.outcome import Footnoted
from tests.ui.web.browser import Tab
from ui.json_shapes import answer_json
from vectorstore.collection import Collection

TROOPS = "How many troops does the mission have now?"


def post(address: str, path: str, body: object) -> Any:
    request = urllib.request.Request(
        f"{address}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_it_answers_what_the_page_shows(address: str, tab: Tab, library: Collection) -> None:
    said = post(address, "/api/ask", {"question": TROOPS})
    tab.ask(TROOPS)
    shown = tab.page.locator(".statement .words").all_text_contents()
    assert [statement["text"] for statement in said["statements"]] == shown
    chain = answer_json(build_chain(Settings(), library).ask(TROOPS))
    assert said["statements"] == chain["statements"]
    assert [c["quote"] for c in said["citations"]] == [c["quote"] for c in chain["citations"]]


@pytest.mark.parametrize("path", ["/health", "/v1/models", "/api/sources"])
def test_its_other_ends_are_there(address: str, path: str) -> None:
    with urllib.request.urlopen(address + path) as answer:
        assert json.load(answer)


def test_a_key_is_shown_nowhere(footnoted: Footnoted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_WEB__API_KEY", "sesame-4711")
    done = footnoted("settings")
    assert "web.api_key" in done.out
    assert "sesame" not in done.out + done.err

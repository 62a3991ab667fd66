"""Asking, searching and checking over HTTP: the very JSON of the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import jsonschema
import pytest

from tests.ui.api.asking import OUTSIDE, QUESTION, streamed, untimed
from tests.ui.outcome import Footnoted, schema
from ui.api.desk import Desk

_TIMINGS = re.compile(r'"timings_ms": \{[^}]*\}')


def ask(client: httpx.Client, question: str, **more: object) -> httpx.Response:
    return client.post("/api/ask", json={"question": question, **more})


def test_asking_gives_the_bytes_of_the_command_line(
    client: httpx.Client, footnoted: Footnoted, sample_home: Path
) -> None:
    printed = footnoted("ask", QUESTION, "--json", home=sample_home).out
    said = ask(client, QUESTION)
    assert said.status_code == 200
    assert _TIMINGS.sub("", said.content.decode()) == _TIMINGS.sub("", printed)
    jsonschema.validate(said.json(), schema("answer"))


@pytest.mark.parametrize("question", [QUESTION, OUTSIDE])
def test_a_stream_tells_in_order_and_ends_with_the_answer(
    client: httpx.Client, question: str
) -> None:
    happened = streamed(client, question)
    names = [name for name, _ in happened]
    answer = ask(client, question).json()
    assert names[:2] == ["searching", "evidence_found"]
    assert names[2:] == ["statement_checked"] * len(answer["statements"]) + ["done"]
    assert untimed(happened[-1][1]) == untimed(answer)
    jsonschema.validate(happened[1][1], schema("search"))


def test_a_streamed_statement_is_that_of_the_answer(client: httpx.Client) -> None:
    happened = streamed(client, QUESTION)
    answer = happened[-1][1]
    said = [content for name, content in happened if name == "statement_checked"]
    assert said
    footnotes = {footnote["number"]: footnote for one in said for footnote in one["citations"]}
    assert list(footnotes.values()) == answer["citations"]
    numbered = [{**one, "citations": [c["number"] for c in one["citations"]]} for one in said]
    assert numbered == answer["statements"]


def test_the_history_completes_a_question(client: httpx.Client) -> None:
    before = {"question": "Who is Joss Verrin?", "answer": "Joss Verrin is a deputy."}
    shape = ask(client, "What did he say about the vote in April?", history=[before]).json()
    assert "Verrin" in shape["standalone_question"]


@pytest.mark.parametrize(
    ("chosen", "options"),
    [
        ({"source": ["stamor", "ferry"]}, ["--source", "stamor", "--source", "ferry"]),
        ({"since": "2025-02", "until": "2026"}, ["--since", "2025-02", "--until", "2026"]),
    ],
)
def test_searching_gives_the_bytes_of_the_command_line(
    client: httpx.Client,
    footnoted: Footnoted,
    sample_home: Path,
    chosen: dict[str, object],
    options: list[str],
) -> None:
    printed = footnoted("search", "ferry", "-k", "4", *options, "--json", home=sample_home).out
    found = client.post("/api/search", json={"query": "ferry", "k": 4, "filters": chosen})
    assert found.content.decode() == printed
    assert found.json()["hits"]


def test_checking_gives_the_bytes_of_the_command_line(
    client: httpx.Client, footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Mission\n\nThe mission now has 4,350 troops. It has 9,999 helicopters.\n")
    printed = footnoted("check", draft, "--format", "json", home=sample_home, code=1).out
    sent = {"text": draft.read_text(), "form": "markdown"}
    checked = client.post("/api/check", json=sent)
    assert untimed(checked.json()) == untimed(json.loads(printed))
    assert checked.json()["attention"]


def test_plain_text_is_checked_as_plain_text(client: httpx.Client) -> None:
    sent = {"text": "# The mission has 4,350 troops.", "form": "text"}
    assert client.post("/api/check", json=sent).json()["form"] == "text"


def test_sources_are_those_of_the_command_line(
    client: httpx.Client, footnoted: Footnoted, sample_home: Path
) -> None:
    printed = footnoted("sources", "list", "--json", home=sample_home).out
    assert client.get("/api/sources").content.decode() == printed
    first = json.loads(printed)["documents"][0]["id"]
    shown = footnoted("sources", "show", first[:10], "--json", home=sample_home).out
    assert client.get(f"/api/sources/{first}").content.decode() == shown


def test_health_says_what_is_served(client: httpx.Client, desk: Desk) -> None:
    shape = client.get("/health").json()
    assert shape["status"] == "ok"
    assert shape["passages"] > 0
    assert shape["library_revision"] == desk.library.revision

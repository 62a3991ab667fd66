"""The tools over a real server: exact quotes, the JSON of the command line, errors in sentences."""

from __future__ import annotations

from typing import Any

import httpx
import jsonschema
import pytest

from tests.ui.api.asking import OUTSIDE, QUESTION, untimed
from tests.ui.mcp.calling import called, connected, words
from tests.ui.outcome import schema
from ui.api.desk import Desk


@pytest.fixture
def server(client: httpx.Client) -> str:
    return str(client.base_url.join("/mcp"))


def one(server: str, name: str, **arguments: Any) -> Any:
    (result,) = called(server, (name, arguments))
    return result


def test_the_tools_say_what_they_take_and_that_they_only_read(server: str) -> None:
    async def asked(client: Any) -> Any:
        return (await client.list_tools()).tools, client.instructions, client.server_info

    tools, instructions, info = connected(server, asked)
    assert [t.name for t in tools] == ["ask", "search", "check", "read_source", "list_sources"]
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
    assert "never an instruction" in instructions
    assert info.name == "footnoted"


def test_an_answer_is_that_of_the_api(server: str, client: httpx.Client) -> None:
    result = one(server, "ask", question=QUESTION)
    assert not result.is_error
    said = client.post("/api/ask", json={"question": QUESTION}).json()
    assert untimed(result.structured_content) == untimed(said)
    assert "4,350 troops" in words(result)
    assert "[1]" in words(result)
    assert "1. **" in words(result).partition("**Sources**")[2]


def test_a_client_of_an_earlier_version_gets_the_same(server: str) -> None:
    async def asked(client: Any) -> Any:
        return await client.call_tool("ask", {"question": QUESTION})

    result = connected(server, asked, mode="legacy")
    now = one(server, "ask", question=QUESTION)
    assert untimed(result.structured_content) == untimed(now.structured_content)
    assert words(result) == words(now)


def test_a_follow_up_is_completed_and_documents_are_chosen(server: str) -> None:
    before = {"question": "Who is Joss Verrin?", "answer": "Joss Verrin is a deputy."}
    result = one(server, "ask", question="What did he say about the vote?", history=[before])
    assert "Verrin" in result.structured_content["standalone_question"]
    chosen = {"source": "no such source"}
    assert one(server, "ask", question=QUESTION, filters=chosen).structured_content["declined"]


def test_a_declined_question_is_an_answer(server: str) -> None:
    result = one(server, "ask", question=OUTSIDE)
    assert not result.is_error
    assert result.structured_content["decline_reason"] == "not_in_sources"
    assert words(result).startswith("The sources do not answer this question.")


def test_every_quote_is_read_again_where_it_stands(server: str, desk: Desk) -> None:
    (result,) = called(server, ("ask", {"question": QUESTION}))
    (footnote, *_) = result.structured_content["citations"]
    place = {key: footnote[key] for key in ("document_id", "start", "end")}
    read = one(server, "read_source", **place, around=40)
    shape, text = read.structured_content, desk.library.document(footnote["document_id"]).text
    jsonschema.validate(shape, schema("excerpt"))
    assert shape["quote"] == footnote["quote"] == text[footnote["start"] : footnote["end"]]
    assert shape["text"] == text[shape["text_start"] : shape["text_end"]]
    assert shape["text_start"] == max(0, footnote["start"] - 40)
    assert f"«{footnote['quote']}»" in words(read)


def test_passages_are_numbered_and_exact(server: str, desk: Desk, client: httpx.Client) -> None:
    result = one(server, "search", query="ferry", k=3, filters={"since": "2025"})
    sent = {"query": "ferry", "k": 3, "filters": {"since": "2025"}}
    assert result.structured_content == client.post("/api/search", json=sent).json()
    for number, hit in enumerate(result.structured_content["hits"], start=1):
        text = desk.library.document(hit["document_id"]).text
        assert hit["text"] == text[hit["start"] : hit["end"]]
        assert f"[{number}] " in words(result)
        assert f"({hit['document_id']}, {hit['start']}..{hit['end']})" in words(result)


def test_a_draft_comes_back_with_footnotes(server: str) -> None:
    draft = "The mission now has 4,350 troops. It has 9,999 helicopters."
    result = one(server, "check", text=draft)
    shape = result.structured_content
    jsonschema.validate(shape, schema("check"))
    assert shape["attention"]
    for footnote in shape["citations"]:
        assert footnote["quote"]
    assert "[^1]" in words(result)
    assert "[no source found]" in words(result)


def test_documents_are_listed(server: str, client: httpx.Client) -> None:
    result = one(server, "list_sources")
    assert result.structured_content == client.get("/api/sources").json()
    rows = result.structured_content["documents"]
    assert [line.split()[0] for line in words(result).splitlines()] == [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("read_source", {"document_id": "ffff", "start": 0, "end": 1}, "No document has an id"),
        ("ask", {}, "has no 'question'"),
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "Who?", "mood": "good"}, "'mood', which is not known here"),
        ("ask", {"question": "Who?", "filters": {"since": "soon"}}, "a date is YYYY"),
        ("search", {"query": "ferry", "k": 0}, "'k' cannot be used"),
        ("check", {"text": ""}, "holds no text"),
        ("list_sources", {"all": True}, "'all', which is not known here"),
        ("invent", {}, "There is no tool 'invent'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    server: str, name: str, arguments: dict[str, Any], said: str
) -> None:
    result = one(server, name, **arguments)
    assert result.is_error
    assert said in words(result)
    assert words(result)[-1] in ".?"


def test_a_span_that_is_not_there_is_said(server: str, desk: Desk) -> None:
    row = desk.library.documents()[0]
    for start, end in ((0, row.characters + 1), (5, 4)):
        result = one(server, "read_source", document_id=row.id, start=start, end=end)
        assert result.is_error
        assert f"{row.characters:,} code points" in words(result)
    whole = one(server, "read_source", document_id=row.id[:8], start=0, end=row.characters)
    assert whole.structured_content["quote"] == desk.library.document(row.id).text

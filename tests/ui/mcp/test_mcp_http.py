"""The tools over HTTP: who is served, what is counted, how a call ends."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from typing import Any

import httpx
import httpx2
import pytest
from mcp import MCPError
from mcp.client.streamable_http import streamable_http_client
from pydantic import SecretStr

from rag.answers import Growth, Written
from rag.run import Run
from tests.ui.api.asking import QUESTION, Serving, is_sentence
from tests.ui.api.writers import written_by
from tests.ui.mcp.calling import called
from ui.api.desk import Desk
from ui.metering.metrics import Metrics
from ui.people.limits import Limits

KEY = "fn-planted-5e4d3c2b1a"
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": QUESTION}},
}
TYPES = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@asynccontextmanager
async def keyed(client: httpx.Client, key: str) -> AsyncIterator[Any]:
    """Connect as a client that sends a key."""
    headers = {"Authorization": f"Bearer {key}"}
    address = str(client.base_url.join("/mcp"))
    async with (
        httpx2.AsyncClient(headers=headers, trust_env=False, timeout=60) as sender,
        streamable_http_client(address, http_client=sender) as streams,
    ):
        yield streams


def test_a_key_is_needed_where_there_is_one(desk: Desk, serve: Serving) -> None:
    with serve(replace(desk, keys=(SecretStr(KEY),))) as client:
        assert is_sentence(client.post("/mcp", json=CALL, headers=TYPES), 401, "KeyRefused")
        (result,) = called(keyed(client, KEY), ("ask", {"question": QUESTION}))
        assert result.structured_content["citations"]
        another = {**TYPES, "Authorization": "Bearer another"}
        assert is_sentence(client.post("/mcp", json=CALL, headers=another), 401, "KeyRefused")


def test_without_keys_this_machine_alone_is_served(client: httpx.Client) -> None:
    away = {**TYPES, "Host": "evil.example"}
    assert is_sentence(client.post("/mcp", json=CALL, headers=away), 421, "HostRefused")
    page = {**TYPES, "Origin": "https://evil.example"}
    assert is_sentence(client.post("/mcp", json=CALL, headers=page), 403, "OriginRefused")


def test_there_is_nothing_to_get(client: httpx.Client) -> None:
    for method in ("GET", "DELETE"):
        refused = client.request(method, "/mcp")
        assert is_sentence(refused, 405, "RequestError")
        assert refused.headers["allow"] == "POST"


def test_questions_are_counted_as_their_own(desk: Desk, serve: Serving) -> None:
    counted = replace(desk, metrics=Metrics())
    with serve(counted) as client:
        called(str(client.base_url.join("/mcp")), ("ask", {"question": QUESTION}))
        text = client.get("/metrics").text
    assert 'footnoted_questions_total{door="mcp",outcome="answered",reason=""} 1.0' in text


def test_whoever_asks_too_much_is_told_to_wait(desk: Desk, serve: Serving) -> None:
    few = replace(desk, limits=Limits(2))
    said = "More than 2 questions were asked in a minute: wait"
    with serve(few) as client:
        server = str(client.base_url.join("/mcp"))
        check = ("check", {"text": "The mission now has 4,350 troops."})
        ask, search = ("ask", {"question": QUESTION}), ("search", {"query": "ferry"})
        assert not any(each.is_error for each in called(server, ask, check))
        assert not any(each.is_error for each in called(server, search, ("list_sources", {})))
        with pytest.raises(BaseExceptionGroup) as raised:
            called(server, ask)
        assert raised.group_contains(MCPError, match=said)
        refused = client.post("/mcp", json=CALL, headers=TYPES)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.json()["id"] == CALL["id"]
        assert said in refused.json()["error"]["message"]
        assert refused.json()["error"]["data"]["retry_after"] <= 60
        asked = client.post("/api/ask", json={"question": QUESTION})
        assert is_sentence(asked, 429, "TooMany")
        assert client.post("/mcp", content=b"no json", headers=TYPES).status_code == 400


def test_a_message_that_is_too_long_is_not_read(client: httpx.Client) -> None:
    # As many bytes as are too many: with more on its way, the answer might not be read.
    with closing(http.client.HTTPConnection(client.base_url.host, client.base_url.port)) as sender:
        sender.putrequest("POST", "/mcp")
        for name, value in {**TYPES, "Transfer-Encoding": "chunked"}.items():
            sender.putheader(name, value)
        sender.endheaders()
        for size in (*[1_000_000] * 20, 1):
            sender.send(b"%x\r\n%s\r\n" % (size, b" " * size))
        refused = sender.getresponse()
        assert refused.status == 413
        assert json.load(refused)["error"]["type"] == "BodyTooLong"


def test_a_client_that_leaves_stops_the_work(desk: Desk, serve: Serving) -> None:
    begun = threading.Event()

    def silent(run: Run) -> Iterator[Written]:
        yield Growth("The")
        connection = threading.Event()
        with run.closing(connection.set):
            begun.set()
            connection.wait(60)

    waiting, writer = written_by(desk, silent)
    with serve(waiting) as client:
        connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port)
        connection.request("POST", "/mcp", json.dumps(CALL), TYPES)
        assert begun.wait(60)
        assert not writer.closed.is_set()
        connection.sock.close()
        connection.close()
        assert writer.closed.wait(60)

"""Input that cannot be used, and files that are taken in."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag.assemble import build_chain, open_library
from rag.settings import Settings
from tests.ui.api.asking import QUESTION, Serving, is_sentence
from ui.api.desk import Desk
from ui.api.guard import LONGEST
from vectorstore.collection import Collection

BAD: list[tuple[str, Any, str]] = [
    ("/api/ask", {}, "'question'"),
    ("/api/ask", {"question": " \n "}, "empty"),
    ("/api/ask", {"question": "why " * 5000}, "10,000"),
    ("/api/ask", {"question": 4}, "'question'"),
    ("/api/ask", {"question": QUESTION, "quesiton": ""}, "'quesiton'"),
    ("/api/ask", {"question": QUESTION, "history": [{"q": "Who?"}]}, "'history.0.question'"),
    ("/api/ask", {"question": QUESTION, "filters": {"since": "last week"}}, "YYYY-MM-DD"),
    ("/api/ask", {"question": QUESTION, "filters": {"since": "2025", "until": "2024"}}, "No day"),
    ("/api/ask", {"question": QUESTION, "filters": "stamor"}, "'filters' is not"),
    ("/api/ask", [QUESTION], "JSON object"),
    ("/api/ask", "\ud800", "JSON object"),
    ("/api/search", {"query": "ferry", "k": 0}, "'k'"),
    ("/api/search", {"query": "ferry", "k": 201}, "'k'"),
    ("/api/search", {"query": "ferry", "k": "4"}, "'k'"),
    ("/api/check", {"text": " "}, "no text"),
    ("/api/check", {"text": "A.", "form": "docx"}, "'form'"),
    ("/api/ingest", {"paths": []}, "'paths'"),
    ("/api/ingest", {"paths": ["notes.md"]}, "'paths.0'"),
    ("/api/ingest", {"paths": ["/a\0b"]}, "'paths.0'"),
    ("/v1/chat/completions", {"model": "footnoted", "messages": []}, "'user'"),
    ("/v1/chat/completions", {"model": "footnoted"}, "'messages'"),
]


@pytest.mark.parametrize(("path", "body", "named"), BAD)
def test_bad_input_is_told_in_a_sentence(
    client: httpx.Client, path: str, body: Any, named: str
) -> None:
    refused = (
        client.post(path, json=body)
        if body != "\ud800"
        else client.post(path, content=b'"\\ud800"', headers={"Content-Type": "application/json"})
    )
    assert is_sentence(refused, 422, "RequestError")
    assert named in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"question": ', b"\xff\xfe", b"[" * 100_000, b'{"k": 1' + b"0" * 9000]
)
def test_what_is_no_json_is_refused(client: httpx.Client, body: bytes) -> None:
    sent = {"Content-Type": "application/json"}
    assert is_sentence(client.post("/api/ask", content=body, headers=sent), 422, "RequestError")


def test_a_form_is_refused(client: httpx.Client) -> None:
    sent = client.post("/api/ask", data={"question": QUESTION})
    assert is_sentence(sent, 422, "RequestError")


def test_bad_input_to_a_stream_is_refused_before_it_begins(client: httpx.Client) -> None:
    refused = client.post(
        "/api/ask", json={"question": ""}, headers={"Accept": "text/event-stream"}
    )
    assert is_sentence(refused, 422, "RequestError")


def test_a_long_body_is_refused_by_its_length_alone(client: httpx.Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", client.base_url.port, timeout=60)
    connection.putrequest("POST", "/api/ask")
    connection.putheader("Content-Length", str(LONGEST + 1))
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 413
    assert b"BodyTooLong" in response.read()
    connection.close()


def test_a_long_body_without_a_length_is_refused(client: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(21):
            yield b" " * 1_000_000

    sent = {"Content-Type": "application/json"}
    assert is_sentence(client.post("/api/ask", content=pieces(), headers=sent), 413, "BodyTooLong")


def test_what_is_not_there_is_said_in_a_sentence(client: httpx.Client) -> None:
    assert is_sentence(client.get("/api/sources/zzz"), 404, "UnknownDocument")
    assert is_sentence(client.get("/api/nothing"), 404, "RequestError")
    wrong = client.get("/api/ask")
    assert is_sentence(wrong, 405, "RequestError")
    assert wrong.headers["allow"] == "POST"


@contextmanager
def opened(serve: Serving, settings: Settings) -> Iterator[tuple[httpx.Client, Collection]]:
    with (
        open_library(settings, create=True) as library,
        serve(Desk(build_chain(settings, library), library)) as client,
    ):
        yield client, library


def test_files_are_taken_in(serve: Serving, sample_home: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    shutil.copytree(sample_home, settings.home)
    page = tmp_path / "lamp.md"
    page.write_text("The lighthouse of Kessory was built by Anne Tollard in 1871.\n")
    with opened(serve, settings) as (client, library):
        before = client.get("/health").json()["library_revision"]
        sent = {"paths": [str(page), str(tmp_path / "gone.md")]}
        report = client.post("/api/ingest", json=sent).json()
        asked = {"question": "Who built the lighthouse of Kessory?"}
        answer = client.post("/api/ask", json=asked).json()
        after = client.get("/health").json()["library_revision"]
        library.ingesting.acquire()
        busy = client.post("/api/ingest", json=sent)
        library.ingesting.release()
    assert (report["new"], len(report["failed"])) == (1, 1)
    assert "Anne Tollard" in answer["text"]
    assert after > before
    assert is_sentence(busy, 503, "LibraryBusy")


def test_an_empty_library_is_declined(serve: Serving, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with opened(serve, settings) as (client, _):
        answer = client.post("/api/ask", json={"question": QUESTION}).json()
        refused = client.post("/api/check", json={"text": "The mission has 4,350 troops."})
    assert answer["decline_reason"] == "empty_library"
    assert is_sentence(refused, 422, "RequestError")

"""What is counted, read as Prometheus reads it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from rag.answers import Growth, Written
from rag.errors import ModelUnreachable
from rag.run import Run, Usage
from tests.support import ROOT
from tests.ui.api.asking import OUTSIDE, QUESTION, STREAM, Serving, is_sentence, streamed, user
from tests.ui.api.conftest import serving
from tests.ui.api.writers import written_by
from ui.api.app import api
from ui.api.desk import Desk
from ui.metering.metrics import Metrics
from ui.metering.requests import Counted
from vectorstore.errors import LibraryDamaged

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((f"footnoted_{name}", frozenset(labels.items())))


def scraped(client: httpx.Client) -> Samples:
    said = client.get("/metrics")
    assert said.headers["content-type"].startswith("text/plain; version=")
    return read(said.text)


@pytest.fixture
def fresh(desk: Desk) -> Desk:
    return replace(desk, metrics=Metrics())


def test_questions_are_counted_by_door_and_end(fresh: Desk, serve: Serving) -> None:
    with serve(fresh) as client:
        client.post("/api/ask", json={"question": QUESTION})
        streamed(client, QUESTION)
        client.post("/api/ask", json={"question": OUTSIDE})
        chat = {"model": "footnoted", "messages": [user(QUESTION)]}
        client.post("/v1/chat/completions", json=chat)
        client.post("/api/search", json={"query": "ferry"})
        client.post("/api/check", json={"text": "The mission now has 4,350 troops."})
        found = scraped(client)
    ended = {"outcome": "answered", "reason": ""}
    assert value(found, "questions_total", door="api", **ended) == 2
    assert value(found, "questions_total", door="openai", **ended) == 1
    assert value(found, "drafts_total", door="api", **ended) == 1
    assert value(found, "searches_total", door="api") == 1
    declined = {"outcome": "declined", "reason": "not_in_sources"}
    assert value(found, "questions_total", door="api", **declined) == 1
    assert value(found, "first_statement_seconds_count", door="api") == 2
    assert value(found, "answer_seconds_count", door="api") == 3
    assert value(found, "statements_total", verdict="quoted") == 3
    assert value(found, "questions_in_progress", door="api") == 0
    assert value(found, "model_calls_total") == 0


def test_no_word_of_a_question_is_in_what_is_counted(fresh: Desk, serve: Serving) -> None:
    with serve(fresh) as client:
        client.post("/api/ask", json={"question": "Who is Zyxwora Plantedname?"})
        client.post("/api/search", json={"query": "Zyxwora"})
        assert "Zyxwora" not in client.get("/metrics").text


def test_failures_fallbacks_and_tokens_are_counted(fresh: Desk, serve: Serving) -> None:
    def unreachable(run: Run) -> Iterator[Written]:
        yield Growth("The")
        run.spend(Usage(11, 7))
        raise ModelUnreachable("The model's server does not answer: start it.")

    def damaged(run: Run) -> Iterator[Written]:
        yield Growth("The")
        raise LibraryDamaged("The library is damaged: run 'footnoted doctor'.")

    for writing in (unreachable, damaged):
        with serve(written_by(fresh, writing)[0]) as client:
            client.post("/api/ask", json={"question": QUESTION})
            found = scraped(client)
    failed = {"outcome": "failed", "reason": "LibraryDamaged"}
    assert value(found, "questions_total", door="api", **failed) == 1
    assert value(found, "fallbacks_total") == 1
    assert value(found, "model_calls_total") == 1
    assert value(found, "model_tokens_total", kind="prompt") == 11
    assert value(found, "model_tokens_total", kind="completion") == 7


def test_a_question_in_progress_is_one_and_called_off_when_its_client_goes(
    fresh: Desk, serve: Serving
) -> None:
    def silent(run: Run) -> Iterator[Written]:
        yield Growth("The")
        connection = threading.Event()
        with run.closing(connection.set):
            connection.wait(60)

    waiting, writer = written_by(fresh, silent)
    with serve(waiting) as client:
        body = {"question": QUESTION}
        with client.stream("POST", "/api/ask", json=body, headers=STREAM) as response:
            lines = response.iter_lines()
            while "statement_grew" not in next(lines):
                pass
            assert value(scraped(client), "questions_in_progress", door="api") == 1
        assert writer.closed.wait(60)
    # The server has ended, and all its work with it.
    found = read(fresh.metrics.text().decode())
    ended = {"outcome": "called_off", "reason": ""}
    assert value(found, "questions_total", door="api", **ended) == 1
    assert value(found, "questions_in_progress", door="api") == 0


def test_the_library_is_read_when_it_is_asked_for(
    fresh: Desk, serve: Serving, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The lighthouse of Skarn was lit again on 3 March 2025.")
    library = fresh.library
    with serve(fresh) as client:
        before = scraped(client)
        paths = [str(note), str(tmp_path / "gone.pdf")]
        client.post("/api/ingest", json={"paths": paths})
        after = scraped(client)
        documents, held = value(after, "documents", collection="default"), library.documents()
        (added,) = [row.id for row in held if row.source == str(note)]
        library.remove(added)
    assert value(before, "passages", collection="default") == library.passage_count
    assert documents == len(held) == 1 + (value(before, "documents", collection="default") or 0)
    failed = value(before, "documents_failed", collection="default") or 0
    assert value(after, "documents_failed", collection="default") == failed + 1
    assert value(after, "ingested_files_total", outcome="new") == 1
    assert value(after, "ingested_files_total", outcome="failed") == 1
    assert (value(after, "library_revision", collection="default") or 0) < library.revision


def test_requests_are_counted_by_the_template_of_their_route(fresh: Desk) -> None:
    app = api(fresh)
    app.add_middleware(Counted, metrics=fresh.metrics)
    first = fresh.library.documents()[0].id
    with serving(app) as client:
        for path in (f"/api/sources/{first}", "/api/sources/planted", "/planted/path", "/health"):
            client.get(path)
        client.request("PLANTED", "/health")
        text = client.get("/metrics").text
    found = read(text)
    get = {"method": "GET"}
    template = "/api/sources/{document_id}"
    assert value(found, "http_requests_total", route=template, status="200", **get) == 1
    assert value(found, "http_requests_total", route=template, status="404", **get) == 1
    assert value(found, "http_requests_total", route="none", status="404", **get) == 1
    assert value(found, "http_requests_total", route="/health", status="200", **get) == 1
    assert value(found, "http_request_seconds_count", route=template, **get) == 2
    assert "planted" not in text.lower()
    assert first not in text


def test_metrics_take_a_key_unless_they_are_open(fresh: Desk, serve: Serving) -> None:
    keyed = replace(fresh, keys=(SecretStr("fn-planted"),))
    away = {"Host": "library.example.org"}
    with serve(fresh) as client:
        assert client.get("/metrics").status_code == 200
        assert is_sentence(client.get("/metrics", headers=away), 421, "HostRefused")
    with serve(keyed) as client:
        assert is_sentence(client.get("/metrics"), 401, "KeyRefused")
        bearer = {"Authorization": "Bearer fn-planted"}
        assert client.get("/metrics", headers=bearer).status_code == 200
    with serve(replace(keyed, metrics_open=True)) as client:
        assert client.get("/metrics", headers=away).status_code == 200
        assert client.get("/api/sources", headers=away).status_code == 401


def test_every_metric_is_documented(fresh: Desk) -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    table = page.partition("## What is counted")[2]
    documented = set(re.findall(r"^\| `(footnoted_\w+)`", table, re.MULTILINE))
    told = {f.name: f.type for f in text_string_to_metric_families(fresh.metrics.text().decode())}
    names = {f"{n}_total" if kind == "counter" else n for n, kind in told.items()}
    assert documented == {name for name in names if not name.endswith("_created")}

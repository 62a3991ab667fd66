"""The reference: llama-index's CitationQueryEngine, its citations as exact spans."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from evals.systems.citation_engine import CitationEngine, with_marks
from tests.evals.systems.asked import case, run, sample_cases, speaking
from tests.servers.openai_server import OpenAIServer, Request
from vectorstore.collection import Collection


def replying(request: Request) -> str:
    """Copy the first words of the second source; decline what is asked about bread."""
    prompt = request.body["messages"][-1]["content"]
    question = prompt.rpartition("Query: ")[2]
    if "bread" in question:
        return "The provided sources do not mention bread."
    found = re.findall(r"Source \d+:\n(.*)", prompt.rpartition("------")[0])[2:]
    return f"{found[1].rstrip('.')} [2]. So it is [Source 1], and [9]. Nothing else."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


def test_its_sources_are_exact_spans_of_the_documents(
    library: Collection, home: Path, tmp_path: Path
) -> None:
    placed = [one for one in sample_cases(library) if one.gold][:6]
    with OpenAIServer() as server:
        server.script = replying
        engine = CitationEngine(library, speaking(server.base_url, price_in=1, price_out=1), home)
        head, rows = run(engine, placed, library, tmp_path / "run")
    assert (head["system"], head["models"]) == ("citation-query-engine", ["m"])
    assert head["system_settings"]["citation_chunk_size"] == 512
    assert head["metrics"]["quote_exactness"]["value"] == 1
    assert head["metrics"]["tokens"]["cases"] == head["metrics"]["cost"]["cases"] == len(placed)
    for row in rows:
        assert row["error"] is None
        assert len(row["passages"]) >= 3
        assert all(one["end"] > one["start"] for one in row["passages"])
        counts = [len(one["citations"]) for one in row["statements"]]
        assert counts[-2:] == [1, 0]
        assert sum(counts) == 2
        first = row["passages"][0]
        (cited,) = row["statements"][-2]["citations"]
        assert (cited["document"], cited["start"]) == (first["document"], first["start"])
    sent = server.requests[0].body["messages"][-1]["content"]
    assert "Please provide an answer based solely on the provided sources." in sent
    assert placed[0].case.question in "".join(str(one.body) for one in server.requests)


def test_its_index_is_made_once_of_the_same_documents(library: Collection, home: Path) -> None:
    with OpenAIServer() as server:
        settings = speaking(server.base_url)
        CitationEngine(library, settings, home)
        kept = sorted(home.rglob("*.json"))
        CitationEngine(library, settings, home)
    assert kept
    assert sorted(home.rglob("*.json")) == kept
    assert not list(home.rglob(".part-*"))


def test_what_it_is_kept_to_it_is_kept_to(library: Collection, home: Path) -> None:
    wanted = next(row.id for row in library.documents() if row.source.endswith("plum-cake.html"))
    with OpenAIServer() as server:
        engine = CitationEngine(library, speaking(server.base_url), home)
        found = engine.answer(replace(case("How many plums?"), within=(wanted,)))
        before = engine.answer(case("Who leads the mission?", as_of="2024-12-31"))
    assert {one.document for one in found.passages or ()} == {wanted}
    dates = [library.row(one.document or "").published for one in before.passages or ()]
    assert dates
    assert all(date is not None and date.date < "2025" for date in dates)


def test_a_decline_and_a_failure_are_told_apart(library: Collection, home: Path) -> None:
    with OpenAIServer() as server:
        server.script = replying
        engine = CitationEngine(library, speaking(server.base_url), home)
        declined = engine.answer(case("Is there bread?"))
        server.fail(401, message="Incorrect key")
        failed = engine.answer(case("Who leads the mission?"))
        again = engine.answer(case("Is there bread?"))
    assert (declined.declined, declined.error) == (True, None)
    assert (failed.declined, failed.answered) == (False, False)
    assert (failed.error or "").startswith("ModelRefused: The model server 127.0.0.1")
    assert again.completion_tokens == declined.completion_tokens


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("So [Source 2].", "So [2]."),
        ("So (Source 1, Source 3).", "So [1, 3]."),
        ("So [sources 1 and 2] [3].", "So [1, 2] [3]."),
        ("So (2) and Source 1 says.", "So (2) and Source 1 says."),
    ],
)
def test_marks_that_name_a_source_are_read(said: str, read: str) -> None:
    assert with_marks(said) == read

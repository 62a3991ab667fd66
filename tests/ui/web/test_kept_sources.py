"""A footnote opens the version that was cited, whatever has become of the document since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from rag.settings import Settings
from tests.ui.api.conftest import serving
from ui.keeping.conversations import Asked, Conversation
from ui.metering.metrics import Metrics
from ui.people.limits import Limits
from ui.people.person import HERE
from ui.shelves import Shelf, Shelves
from ui.web.kept import kept
from ui.web.phrases import ENGLISH
from vectorstore.ingest import ingest

TEXT = "The bridge over the Anner was opened on 3 May 2021. It cost 12 million crowns.\n"
QUESTION = "How much did the bridge over the Anner cost?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "bridge.txt"
    found.write_text(TEXT, encoding="utf-8")
    return found


@pytest.fixture
def shelves(tmp_path: Path, file: Path) -> Iterator[Shelves]:
    with Shelves(Settings(home=tmp_path / "home")) as found:
        ingest(found.shelf().library, [file])
        yield found


@pytest.fixture
def client(shelves: Shelves) -> Iterator[httpx.Client]:
    app = FastAPI()
    app.include_router(kept(shelves, ENGLISH, Limits()))
    with serving(app) as found:
        yield found


def cited(shelf: Shelf) -> tuple[str, dict[str, str | int]]:
    """Ask, and return the address of the footnote that is the answer."""
    answer = shelf.chain.ask(QUESTION)
    shelf.kept.conversations.add(Conversation(), HERE.id, Asked(QUESTION, answer))
    citation = next(c for c in answer.citations if "12 million" in c.quote)
    document, span = citation.document, citation.span
    query = {"start": span.start, "end": span.end, "version": document.content_hash}
    return f"/source/{document.id}", query


def test_a_changed_document_opens_as_it_was_cited(
    shelves: Shelves, client: httpx.Client, file: Path
) -> None:
    address, query = cited(shelves.shelf())
    before = client.get(address, params=query)
    assert "It cost 12 million crowns." in before.text
    assert "has another one now" not in before.text
    file.write_text("Corrected. " + TEXT.replace("12", "14"), encoding="utf-8")
    ingest(shelves.shelf().library, [file])
    after = client.get(address, params=query)
    assert "<mark>It cost 12 million crowns.</mark>" in after.text
    assert "has another one now" in after.text
    assert "14 million" not in after.text
    assert "14 million" in client.get(address, params={"start": 0, "end": 0}).text


def test_a_removed_document_opens_as_it_was_cited(shelves: Shelves, client: httpx.Client) -> None:
    shelf = shelves.shelf()
    address, query = cited(shelf)
    shelf.library.remove(address.removeprefix("/source/"))
    after = client.get(address, params=query)
    assert "<mark>It cost 12 million crowns.</mark>" in after.text
    assert "no longer in the library" in after.text
    assert client.get(address, params={"start": 0, "end": 0}).status_code == 404


def test_a_version_that_never_was_is_not_found(shelves: Shelves, client: httpx.Client) -> None:
    address, query = cited(shelves.shelf())
    assert client.get(address, params={**query, "version": "0" * 64}).status_code == 404
    assert client.get(address, params={**query, "end": 10**9}).status_code == 404


def test_what_is_kept_is_given_to_its_owner_in_every_format(
    shelves: Shelves, client: httpx.Client
) -> None:
    shelf = shelves.shelf()
    answer = shelf.chain.ask(QUESTION)
    add = shelf.kept.conversations.add
    mine = add(Conversation(), HERE.id, Asked(QUESTION, answer))
    theirs = add(Conversation(), "user:ben", Asked(QUESTION, answer))
    for ending in ("md", "html", "json"):
        for one, status in ((mine, 200), (theirs, 404)):
            work = one.turns[0].work
            for address in (f"conversations/{one.id}", f"works/{work}"):
                got = client.get(f"/page/default/{address}.{ending}")
                assert got.status_code == status, got.text
                assert (QUESTION in got.text) is (status == 200)
    assert client.get(f"/answer/default/{theirs.turns[0].work}").status_code == 404
    shelf.kept.works.share(theirs.turns[0].work or "", "user:ben")
    assert QUESTION in client.get(f"/answer/default/{theirs.turns[0].work}").text


@pytest.mark.parametrize(
    "address",
    [
        "/page/nowhere/works/abc.md",
        "/page/default/works/abc.md",
        "/page/default/works/..%2F..%2Fabc.md",
        "/page/default/conversations/abc.json",
        "/page/default/works/abc.exe",
        "/answer/default/abc",
    ],
)
def test_what_is_not_there_is_refused(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code in (404, 422)


def test_a_draft_is_no_answer(shelves: Shelves, client: httpx.Client) -> None:
    shelf = shelves.shelf()
    work = shelf.kept.works.keep(HERE.id, shelf.chain.check("The bridge cost 12 million crowns."))
    refused = [
        client.get(f"/page/default/works/{work}/nearest"),
        client.post("/page/default/feedback", json={"work": work, "good": True}),
    ]
    for each in refused:
        assert each.status_code == 404
        assert each.json()["error"]["message"].startswith("There is no answer here: this is a dra")


@pytest.mark.parametrize(
    "said",
    [
        {"good": "yes", "work": "x"},
        {"good": False, "work": "x", "reason": "because"},
        {"good": True, "work": "x", "comment": "y" * 2_001},
        {"good": True, "work": "x", "statement": 0},
        {"good": True},
    ],
)
def test_feedback_that_cannot_be_is_refused(client: httpx.Client, said: dict[str, object]) -> None:
    assert client.post("/page/default/feedback", json=said).status_code == 422


def test_more_passages_count_as_a_question_and_as_a_search(tmp_path: Path, file: Path) -> None:
    metrics = Metrics()
    with Shelves(Settings(home=tmp_path / "home"), metrics=metrics) as shelves:
        shelf = shelves.shelf()
        ingest(shelf.library, [file])
        answer = shelf.chain.ask("Who won the football match?")
        whole = shelf.kept.conversations.add(Conversation(), HERE.id, Asked("Who won?", answer))
        app = FastAPI()
        app.include_router(kept(shelves, ENGLISH, Limits(questions=1)))
        with serving(app) as client:
            address = f"/page/default/works/{whole.turns[0].work}/nearest"
            assert [client.get(address).status_code for _ in range(2)] == [200, 429]
        assert 'footnoted_searches_total{door="web"} 1.0' in metrics.text().decode()

"""Drafts from a library's own sentences, by rules and by a model; a person accepts them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from evals.cases.case import Case, Status
from evals.cases.drafting.material import (
    Sentence,
    by_file_name,
    drawn,
    passages_of,
    sentences_of,
)
from evals.cases.drafting.model import ModelDrafter
from evals.cases.drafting.rules import drafts
from evals.cases.place import Names, place
from rag.errors import ModelError
from rag.llm import build_model
from rag.settings import LlmSettings
from tests.servers.openai_server import OpenAIServer, Request
from vectorstore.collection import Collection
from vectorstore.documents import Document, Published, Span


def made(text: str) -> dict[str, Case]:
    """Return the drafts of one sentence by what they ask for."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:12], "/a.txt", text, digest, published=Published("2025-11-07", "x"))
    return {case.tags[0]: case for case in drafts(Sentence(document, Span(0, len(text))))}


def test_a_figure_is_asked_for_in_its_place() -> None:
    case = made("The mission keeps 26 patrol boats on the river.")["how_many"]
    assert case.question == "The mission keeps how many patrol boats on the river?"
    assert case.key_facts == (("26",),)
    assert case.status is Status.DRAFT
    assert case.gold[0].quote == "The mission keeps 26 patrol boats on the river."
    assert made("But 14 per cent of them are women, it said.")["how_many"].question == (
        "What share of them are women, it said?"
    )


def test_a_date_is_asked_for_with_its_day() -> None:
    case = made("A crane barge brought the hull up on 28 October.")["when"]
    assert case.question == "A crane barge brought the hull up when?"
    assert (case.date, case.key_facts) == ("2025-10-28", (("28 October",),))
    assert made("It has been closed by the army since 3 May 2024.")["when"].question == (
        "It has been closed by the army since when?"
    )


def test_a_quotation_is_asked_for_with_its_speaker() -> None:
    case = made("“Not one litre was ever delivered,” said Sanna Wirth on the quay.")["quote"]
    assert case.question == "Who said “Not one litre was ever delivered”?"
    assert case.speaker == "Sanna Wirth"


def test_a_described_name_is_asked_for() -> None:
    case = made("Margit Soljan, the president of Vantar, had pressed for more.")["who"]
    assert case.question == "Who is Margit Soljan?"
    assert case.key_facts == (("the president of Vantar",),)


@pytest.mark.parametrize(
    "text",
    [
        "Sailors of boat P-14 went to the pier and came back again.",
        "He was questioned on Saturday and allowed to go home again.",
        "HALMET, Aug. 25, 2025 (Dranje Wire) – They cannot agree on it.",
        "They came after 9 p.m. and left for home again.",
    ],
)
def test_what_makes_no_question_is_left_alone(text: str) -> None:
    assert made(text) == {}


def test_drafts_of_a_library_have_exact_gold(library: Collection) -> None:
    names = Names(library)
    cases = [case for sentence in sentences_of(library.library) for case in drafts(sentence)]
    assert len(cases) > 80
    assert {case.tags[0] for case in cases} == {"quote", "who", "when", "how_many"}
    assert len({case.id for case in cases}) == len(cases)
    for case in cases:
        assert place(case.gold[0], names).quote == case.gold[0].quote
        assert case.key_facts[0][0] in (case.gold[0].quote or "")
    few = drawn(cases, 20, seed=3)
    assert few == drawn(cases, 20, seed=3) != drawn(cases, 20, seed=4)
    assert len({case.cluster for case in few}) == len(few) == 20


def test_a_draft_names_a_file_without_its_folder_where_that_is_enough() -> None:
    (case,) = made("The mission keeps 26 patrol boats on the river.").values()
    page = "https://paper.example/a.txt"

    def named(gold: str, *sources: str) -> str:
        of = replace(case, gold=(replace(case.gold[0], document=gold),))
        (found,) = by_file_name([of], sources)
        return found.gold[0].document

    assert named("/here/a.txt", "/here/a.txt", "/here/b.txt") == "a.txt"
    assert named("/here/a.txt", "/here/a.txt", "/there/a.txt") == "/here/a.txt"
    assert named(page, page) == page


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


def drafter(server: OpenAIServer) -> ModelDrafter:
    return ModelDrafter(
        build_model(LlmSettings(base_url=server.base_url, model="small", timeout=60.0, retries=0))
    )


def test_a_models_questions_count_only_with_an_exact_quote(
    library: Collection, server: OpenAIServer
) -> None:
    document, passage = next(
        (d, p)
        for d, p in passages_of(library.library)
        if "Divers have located the hull" in p.span.of(d.text)
    )
    quote = "Divers have located the hull at a depth of 19 metres"
    items = [
        {"question": "How deep does the wreck lie?", "quote": quote, "answer": "19 metres"},
        {"question": "How deep is it?", "quote": "It lies at 19 metres", "answer": "19 metres"},
        {"question": "How deep is it?", "quote": quote, "answer": "20 metres"},
        {"question": "Is it at 19 metres?", "quote": quote, "answer": "19 metres"},
        {"question": "", "quote": quote, "answer": "19 metres"},
    ]
    server.script = lambda request: json.dumps({"questions": items})
    asking = drafter(server)
    (case,) = asking.drafts([(document, passage)])
    assert asking.dropped == 4
    assert case.key_facts == (("19 metres",),)
    assert place(case.gold[0], Names(library)).quote == quote


def test_the_text_of_a_passage_stays_inside_its_fence(
    library: Collection, server: OpenAIServer
) -> None:
    seen: list[Request] = []

    def script(request: Request) -> str:
        seen.append(request)
        return "I would rather not."

    server.script = script
    document, passage = next(passages_of(library.library))
    asking = drafter(server)
    assert list(asking.drafts([(document, passage)])) == []
    shown = seen[0].body["messages"][-1]["content"]
    assert passage.span.of(document.text)[:40] in shown
    assert "data" in seen[0].body["messages"][0]["content"]


def test_a_model_that_cannot_be_had_is_an_error(library: Collection, server: OpenAIServer) -> None:
    server.fail(401, times=5)
    with pytest.raises(ModelError):
        list(drafter(server).drafts(list(passages_of(library.library))[:1]))

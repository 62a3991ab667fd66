"""From a question to evidence, with the real splitter and the real local encoder."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers import Filters, FoundBy
from rag.retrieve import HybridRetriever, Ranked
from rag.settings import RetrievalSettings
from tests.rag.shelf import BagEncoder, Shelf
from vectorstore.documents import Document, Passage, Published, Region, RegionKind, Span
from vectorstore.embed import load_encoder
from vectorstore.embed_text import passage_text_for_embedding, passage_text_for_keywords
from vectorstore.split import Splitter

MISSION = """The mission in the Sahel began in 2013, when the government asked for help.

France has 4,800 troops in the force. The general said they would leave in stages.

The cost of the mission was put at 880 million euros a year by the ministry."""
FISH = """The herring catch fell by a third last winter.

Skippers blame warm water, the institute blames the skippers."""


def document(name: str, text: str, date: str | None = None, **facts: object) -> Document:
    published = Published(date, "sidecar") if date else None
    given_facts = {"source": f"/news/{name}.txt", "content_hash": "0", **facts}
    return Document(id=name, text=text, published=published, **given_facts)


def cut(of: Document, words: int = 20) -> tuple[Document, list[Passage]]:
    return of, Splitter(words=words, min_words=0).split(of)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(
        load_encoder(),
        cut(document("mission", MISSION, "2021-05-03", title="A mission ends")),
        cut(document("fish", FISH, "2022-02")),
        cut(document("copy", MISSION.replace(" began", "  began"), "2021-05-04")),
        cut(document("update", MISSION.replace("4,800", "5,100"))),
    )


@pytest.fixture(scope="module")
def retriever(shelf: Shelf) -> HybridRetriever:
    return HybridRetriever(shelf, load_encoder())


def test_the_answer_comes_first(retriever: HybridRetriever) -> None:
    found = retriever.retrieve("How many soldiers does France have there?")
    best = found.evidence[0]
    assert "4,800 troops" in best.text or "5,100 troops" in best.text
    assert best.found_by.dense_rank == 1 or best.found_by.lexical_rank == 1
    assert found.nearest == max(e.found_by.similarity or -1 for e in found.evidence)
    assert 0.3 < found.nearest < 1
    assert set(found.timings_ms) == {"embed", "search", "select"}


def test_evidence_is_ranked_and_exact(retriever: HybridRetriever) -> None:
    evidence = retriever.retrieve("What does the mission cost?").evidence
    scores = [e.score for e in evidence]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(e.passage.span.of(e.document.text) == e.text for e in evidence)
    assert len({e.passage.id for e in evidence}) == len(evidence)


def test_copies_are_folded_and_updates_are_not(retriever: HybridRetriever) -> None:
    found = retriever.retrieve("How many troops does France have in the force?")
    texts = [e.text for e in found.evidence]
    assert sum("4,800" in text for text in texts) == 1
    assert sum("5,100" in text for text in texts) == 1
    folded = {of: copies for of, copies in found.folded.items() if copies}
    assert folded
    assert not set(folded) & {copy for copies in folded.values() for copy in copies}


def test_a_cap_for_each_document(shelf: Shelf) -> None:
    lone = HybridRetriever(shelf, load_encoder(), RetrievalSettings(k=4, per_document=1))
    documents = [e.document.id for e in lone.retrieve("the mission and its cost").evidence]
    assert len(set(documents)) >= 2
    assert len(documents) == 4


def test_the_rankings_count_as_the_settings_say(shelf: Shelf) -> None:
    def first(**choice: object) -> FoundBy:
        settings = RetrievalSettings(**choice)
        found = HybridRetriever(shelf, load_encoder(), settings).retrieve("France's warm water")
        return found.evidence[0].found_by

    assert first(keyword_share=0).dense_rank == 1
    assert first(keyword_share=1).lexical_rank == 1
    assert first(keyword_share=0) != first(keyword_share=1)
    assert first(fusion="ranks", keyword_share=1) == first(keyword_share=1)


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (Filters(document_ids=("fish",)), {"fish"}),
        (Filters(sources=("NEWS/FISH",)), {"fish"}),
        (Filters(published_from=dt.date(2022, 1, 1)), {"fish"}),
        (Filters(published_from=dt.date(2021, 5, 4), published_to=dt.date(2021, 5, 4)), {"copy"}),
        (Filters(document_ids=("nothing",)), set()),
    ],
)
def test_filters(retriever: HybridRetriever, filters: Filters, documents: set[str]) -> None:
    found = retriever.retrieve("How many troops?", filters)
    assert {e.document.id for e in found.evidence} == documents
    assert (found.nearest is None) == (not documents)


def test_an_empty_collection() -> None:
    empty = HybridRetriever(Shelf(BagEncoder()), BagEncoder())
    found = empty.retrieve("Anything?")
    assert (found.evidence, found.nearest) == ((), None)


@pytest.mark.parametrize(
    "question",
    [
        "",
        " \n",
        "the of and",
        "🙂 🙃",
        'title:"x AND (NOT" OR* ~2 [a TO b] ^',
        "\u202eשלום \u200b e\u0301",
        "word " * 20_000,
        "x" * 100_000,
    ],
)
def test_any_question(retriever: HybridRetriever, question: str) -> None:
    found = retriever.retrieve(question)
    assert found.nearest is not None
    assert all(e.text.strip() for e in found.evidence)


@settings(max_examples=30, deadline=None)
@given(
    question=st.text(max_size=40),
    texts=st.lists(st.text("ab 1.\n\u0301é", min_size=1, max_size=80), max_size=5),
    k=st.integers(1, 9),
)
def test_any_collection(question: str, texts: list[str], k: int) -> None:
    shelved = [cut(document(f"d{i}", text), words=10) for i, text in enumerate(texts)]
    shelf = Shelf(BagEncoder(), *shelved)
    found = HybridRetriever(shelf, BagEncoder()).retrieve(question, k=k)
    kept = {e.passage.id for e in found.evidence}
    folded = {copy for copies in found.folded.values() for copy in copies}
    assert len(found.evidence) == len(kept) <= k
    assert not kept & folded
    assert kept | folded == set(shelf.text) or len(kept) == k


class Everything:
    """A further ranking that prefers one passage."""

    def __init__(self, first: str) -> None:
        self.first = first

    def rank(self, question: str, k: int, within: frozenset[str] | None) -> Ranked:
        return Ranked((self.first,), unplaced=2)


class Backwards:
    def rerank(self, question: str, evidence: list) -> list:
        return [replace(e, score=1.0) for e in evidence[::-1]]


def test_further_rankings_and_rerankers(shelf: Shelf) -> None:
    question, encoder = "Who blames the skippers?", load_encoder()
    plain = HybridRetriever(shelf, encoder).retrieve(question, k=3).evidence
    last = HybridRetriever(shelf, encoder).retrieve(question, k=9).evidence[-1].passage.id
    found = HybridRetriever(shelf, encoder, legs=[Everything(last)]).retrieve(question, k=9)
    assert found.unplaced == 2
    assert [e.passage.id for e in found.evidence].index(last) < len(found.evidence) - 1
    turned = HybridRetriever(shelf, encoder, rerankers=[Backwards()]).retrieve(question, k=1)
    assert "rerank" in turned.timings_ms
    assert len(turned.evidence) == 1
    assert turned.evidence[0].passage.id != plain[0].passage.id


def test_questions_go_through_the_query_side(shelf: Shelf) -> None:
    class Asymmetric(BagEncoder):
        def encode_query(self, question: str) -> np.ndarray:
            raise LookupError

    with pytest.raises(LookupError):
        HybridRetriever(shelf, Asymmetric()).retrieve("Who?")


def test_what_is_embedded() -> None:
    text = "One two three four five six seven eight."
    host = document("d", text, "2021", title="A title", publisher="The Herald")
    body = Passage("p", "d", Span(0, len(text)), heading="Why?")
    assert passage_text_for_embedding(host, body) == text
    short = replace(body, heading=None)
    assert passage_text_for_embedding(host, short) == f"A title. {text}"
    assert passage_text_for_keywords(host, body) == f"A title. Why?\n{text}\nThe Herald\n2021"
    same = replace(body, heading="A title")
    assert passage_text_for_embedding(host, same) == f"A title. {text}"


def test_a_teaser_is_not_told_by_its_host() -> None:
    text = "Storm nears coast: boats stay in."
    span = Span(0, len(text))
    host = document(
        "d", text, "2021", title="Host", publisher="P", regions=(Region(span, RegionKind.TEASER),)
    )
    teaser = Passage("p", "d", span, RegionKind.TEASER, heading="Host", title="Storm")
    assert passage_text_for_embedding(host, teaser) == f"Storm. {text}"
    assert passage_text_for_keywords(host, teaser) == f"Storm.\n{text}"

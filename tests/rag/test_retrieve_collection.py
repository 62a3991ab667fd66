"""Retrieval from a real collection: Chroma, the keyword index and the library on disk."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answers import Filters
from rag.retrieve import HybridRetriever
from rag.settings import RetrievalSettings
from vectorstore.collection import Collection
from vectorstore.embed import load_encoder
from vectorstore.ingest import ingest
from vectorstore.split import Splitter

pytestmark = pytest.mark.filterwarnings(
    "ignore:legacy embedding function config:DeprecationWarning"  # of Chroma about its own default
)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridRetriever]:
    folder = tmp_path_factory.mktemp("library")
    news = tmp_path_factory.mktemp("news")
    mission = "The mission in Orvessa has 4,350 troops. They guard the bridge at Halmet.\n"
    pages = {
        "a.md": f"---\ntitle: Down again\ndate: 2024-11-05\n---\n{mission}",
        "copy.md": f"---\ntitle: Down again\ndate: 2024-11-06\n---\n{mission}",
        "old.md": f"---\ntitle: Up\ndate: 2023-01\n---\n{mission.replace('4,350', '6,400')}",
        "bread.txt": "Bakers in Brenn ask for cheaper flour, and the mills ask for wheat.\n",
    }
    for name, text in pages.items():
        (news / name).write_text(text)
    encoder = load_encoder()
    with Collection.open(folder, encoder=encoder, splitter=Splitter()) as collection:
        assert not ingest(collection, [Path(news)]).failed
        yield HybridRetriever(collection, encoder, RetrievalSettings(k=3))


def titles(retriever: HybridRetriever, question: str, **filters: object) -> list[str | None]:
    found = retriever.retrieve(question, Filters(**filters))
    assert all(e.passage.span.of(e.document.text) == e.text for e in found.evidence)
    return [e.title for e in found.evidence]


def test_the_copy_is_folded_and_the_old_figure_is_not(retriever: HybridRetriever) -> None:
    found = retriever.retrieve("How many troops guard the bridge at Halmet?")
    texts = [e.text for e in found.evidence]
    assert sum("4,350" in text for text in texts) == 1
    assert sum("6,400" in text for text in texts) == 1
    assert len(texts) == 3
    assert sum(map(len, found.folded.values())) == 1
    assert found.nearest is not None
    assert found.nearest > 0.5


def test_filters(retriever: HybridRetriever) -> None:
    question = "How many troops are there?"
    assert titles(retriever, question, published_to=dt.date(2023, 12, 31)) == ["Up"]
    assert titles(retriever, question, published_from=dt.date(2024, 1, 1)) == ["Down again"]
    assert len(titles(retriever, question, sources=("BREAD",))) == 1
    assert titles(retriever, question, sources=("nowhere",)) == []


@pytest.mark.parametrize("question", ['"(a AND', "🙂", "the of", "wheat " * 20_000])
def test_any_question(retriever: HybridRetriever, question: str) -> None:
    assert titles(retriever, question)

"""Retrieval inside llama-index, and llama-index inside retrieval."""

from collections.abc import Iterator
from typing import Any

import pytest
from llama_index.core import PromptTemplate
from llama_index.core.llms import (
    CompletionResponse,
    CompletionResponseGen,
    CustomLLM,
    LLMMetadata,
)
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode

from rag.errors import SettingsError
from rag.llamaindex import FootnotedRetriever, RetrieverLeg, load_leg, load_reranker, node_of
from rag.retrieve import HybridRetriever
from tests.rag.shelf import BagEncoder, Shelf
from vectorstore.documents import Document, Passage, Published, RegionKind, Span
from vectorstore.split import Splitter

TEXT = """France has 4,800 troops in the force. The general said they would leave in stages.

The cost of the mission was put at 880 million euros a year by the ministry.

Skippers blame warm water, the institute blames the skippers for the herring's decline."""
QUESTION = "How many troops does France have?"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    source = Document(
        id="mission",
        source="/news/mission.txt",
        text=TEXT,
        content_hash="0",
        title="A mission ends",
        publisher="The Herald",
        published=Published("2021-05-03", "sidecar"),
    )
    return Shelf(BagEncoder(), (source, Splitter(words=15, min_words=0).split(source)))


@pytest.fixture(scope="module")
def ours(shelf: Shelf) -> HybridRetriever:
    return HybridRetriever(shelf, BagEncoder())


class Echo(CustomLLM):
    """Answers with the prompt it was given."""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=8000, num_output=100)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=prompt)

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        def parts() -> Iterator[CompletionResponse]:
            yield CompletionResponse(text=prompt, delta=prompt)

        return parts()


class Fixed(BaseRetriever):
    """Returns the nodes it was made with."""

    def __init__(self, nodes: list[TextNode]) -> None:
        super().__init__()
        self.nodes = nodes

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [NodeWithScore(node=node) for node in self.nodes]


class LastFirst(BaseNodePostprocessor):
    """Turns the order round."""

    keep: int = 9

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle is not None
        turned = nodes[::-1][: self.keep]
        return [NodeWithScore(node=n.node, score=-float(i)) for i, n in enumerate(turned)]


def over(collection: Shelf, first: str = "") -> Fixed:
    return Fixed([TextNode(id_=id_, text="") for id_ in collection.text if first in id_])


def test_nodes_are_exact_slices(ours: HybridRetriever) -> None:
    nodes = FootnotedRetriever(ours, k=3).retrieve(QUESTION)
    assert len(nodes) == 3
    for scored in nodes:
        node = scored.node
        assert TEXT[node.start_char_idx : node.end_char_idx] == node.text
        assert node.ref_doc_id == "mission"
        assert node.metadata["title"] == "A mission ends"
        assert node.metadata["published"] == "2021-05-03"
        assert "document_id" not in node.get_content(MetadataMode.LLM)
    assert nodes[0].score >= nodes[-1].score


def test_in_a_query_engine(ours: HybridRetriever) -> None:
    synthesizer = get_response_synthesizer(
        llm=Echo(), text_qa_template=PromptTemplate("{context_str}\n{query_str}")
    )
    engine = RetrieverQueryEngine(FootnotedRetriever(ours, k=1), synthesizer)
    response = engine.query(QUESTION)
    assert "France has 4,800 troops" in str(response)
    assert [n.node_id for n in response.source_nodes] == [
        ours.retrieve(QUESTION, k=1).evidence[0].passage.id
    ]


def test_in_a_fusion_retriever(ours: HybridRetriever, shelf: Shelf) -> None:
    fusion = QueryFusionRetriever(
        [FootnotedRetriever(ours), over(shelf)],
        llm=Echo(),
        num_queries=1,
        use_async=False,
        similarity_top_k=5,
        mode="reciprocal_rerank",
    )
    assert {n.node_id for n in fusion.retrieve(QUESTION)} == set(shelf.text)


def test_a_retriever_as_a_leg(shelf: Shelf) -> None:
    first, second, third = list(shelf.text)[:3]
    words = list(shelf.text.values())
    nodes = [
        TextNode(id_=third),
        TextNode(text=words[0].replace(" ", "\n ")),
        TextNode(text=f"{words[1]} And something else."),
        TextNode(text="Nothing in this collection says so."),
        TextNode(text="France has soldiers somewhere."),
        TextNode(text=" "),
    ]
    leg = RetrieverLeg(Fixed(nodes), shelf)
    ranked = leg.rank(QUESTION, 10, None)
    assert ranked.ids == (third, first, second)
    assert ranked.unplaced == 3
    assert leg.rank(QUESTION, 1, None).ids == ranked.ids[:1]
    assert leg.rank(QUESTION, 3, frozenset({"another"})).ids == ()
    found = HybridRetriever(shelf, BagEncoder(), legs=[leg]).retrieve(QUESTION)
    assert found.unplaced == 3


def test_a_leg_by_name(shelf: Shelf) -> None:
    leg = load_leg("tests.rag.test_llamaindex:over", shelf, {"first": list(shelf.text)[1]})
    assert leg.rank(QUESTION, 10, None).ids == (list(shelf.text)[1],)


def test_a_reranker_by_name(shelf: Shelf) -> None:
    plain = HybridRetriever(shelf, BagEncoder()).retrieve(QUESTION).evidence
    turned = HybridRetriever(
        shelf, BagEncoder(), rerankers=[load_reranker("tests.rag.test_llamaindex:LastFirst")]
    ).retrieve(QUESTION)
    assert [e.passage.id for e in turned.evidence] == [e.passage.id for e in plain[::-1]]
    assert turned.evidence[1].score == -1.0
    cut = load_reranker("tests.rag.test_llamaindex:LastFirst", {"keep": 1})
    assert [e.passage.id for e in cut.rerank(QUESTION, plain)] == [plain[-1].passage.id]


def test_one_of_their_own_postprocessors(ours: HybridRetriever) -> None:
    path = "llama_index.core.postprocessor:SimilarityPostprocessor"
    evidence = ours.retrieve(QUESTION).evidence
    middle = evidence[1].score
    kept = load_reranker(path, {"similarity_cutoff": middle}).rerank(QUESTION, evidence)
    assert [e.passage.id for e in kept] == [e.passage.id for e in evidence[:2]]
    assert issubclass(SimilarityPostprocessor, BaseNodePostprocessor)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("llama_index.retrievers.bm25:BM25Retriever", "pip install llama-index-retrievers-bm25"),
        ("no_such_package:Thing", "pip install no-such-package"),
        ("json:NoSuchThing", "no class or function NoSuchThing"),
        ("json:JSONDecoder", "does not make a llama-index BaseRetriever"),
        ("json:loads", "cannot be built from its options"),
        ("a name", "package.module:Name"),
    ],
)
def test_names_that_cannot_be_used(shelf: Shelf, path: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_leg(path, shelf)


def test_rerankers_that_cannot_be_used() -> None:
    with pytest.raises(SettingsError, match="llama-index-postprocessor-cohere-rerank"):
        load_reranker("llama_index.postprocessor.cohere_rerank:CohereRerank")


def test_a_teasers_node_does_not_take_its_hosts_title(shelf: Shelf) -> None:
    host = next(iter(shelf.found.values())).document
    teaser = Passage("t", host.id, Span(0, 20), RegionKind.TEASER, title="Storm nears")
    from rag.answers import Evidence

    told = node_of(Evidence(host, teaser, 0.5)).node.metadata
    assert told["title"] == "Storm nears"
    assert "published" not in told
    assert "publisher" not in told

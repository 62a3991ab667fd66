"""Retrieval at the llama-index seam: ours as a BaseRetriever, theirs as a leg or a reranker.

Importing this module imports llama-index, which takes two seconds; only a setting that names an
integration leads here.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, Protocol

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from rag.answers import Evidence, Filters
from rag.errors import SettingsError
from rag.retrieve import HybridRetriever, Ranked, Searchable
from vectorstore.documents import Passage
from vectorstore.encoders.plugin import package_of

_LOOKED_AT = 5
"""Among so many keyword matches of a foreign node's text its passage is looked for."""
_LOOKED_FOR = 400
"""With so many characters of it."""


def node_of(evidence: Evidence) -> NodeWithScore:
    """Return evidence as a node: the passage's id, words, offsets and what its document states."""
    document, span = evidence.document, evidence.passage.span
    told = {
        "document_id": document.id,
        "title": evidence.title,
        "source": document.source,
        "publisher": document.publisher,
        "published": document.published.date if document.published else None,
        "region": str(evidence.passage.region),
        "heading": evidence.passage.heading,
    }
    if evidence.passage.region == "teaser":
        told["publisher"] = told["published"] = None
    node = TextNode(
        id_=evidence.passage.id,
        text=evidence.text,
        start_char_idx=span.start,
        end_char_idx=span.end,
        metadata={name: value for name, value in told.items() if value},
        excluded_embed_metadata_keys=list(told),
        excluded_llm_metadata_keys=["document_id", "region"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document.id)},
    )
    return NodeWithScore(node=node, score=evidence.score)


class FootnotedRetriever(BaseRetriever):
    """Our retrieval for llama-index query engines, routers and fusion retrievers.

    `node.text` is the exact slice `start_char_idx:end_char_idx` of its document's canonical text.
    """

    def __init__(
        self, retriever: HybridRetriever, filters: Filters | None = None, k: int | None = None
    ) -> None:
        super().__init__()
        self._retriever = retriever
        self._filters = filters
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._retriever.retrieve(query_bundle.query_str, self._filters, self._k)
        return [node_of(evidence) for evidence in found.evidence]


class RetrieverLeg:
    """A llama-index retriever as a further ranking over the collection.

    Each node it returns is placed by its id when that is a passage's, else by its text: the passage
    whose words hold the node's, or are held by them. What matches no passage is counted and
    dropped: evidence without an exact span cannot be cited.
    """

    def __init__(self, retriever: BaseRetriever, collection: Searchable) -> None:
        self._retriever = retriever
        self._collection = collection

    def rank(self, question: str, k: int, within: frozenset[str] | None) -> Ranked:
        """Return up to k passages; whatever the integration raises passes through."""
        nodes = [n.node for n in self._retriever.retrieve(QueryBundle(question))[:k]]
        known = self._collection.passages([node.node_id for node in nodes])
        placed = [known.get(node.node_id) or self._place(node.get_content()) for node in nodes]
        ids = dict.fromkeys(
            p.id for p in placed if p and (within is None or p.document_id in within)
        )
        return Ranked(tuple(ids), unplaced=placed.count(None))

    def _place(self, text: str) -> Passage | None:
        words = " ".join(text.split())
        hits = self._collection.lexical(words[:_LOOKED_FOR], _LOOKED_AT) if words else []
        found = self._collection.find([hit.id for hit in hits])
        for document, passage, _ in (found[hit.id] for hit in hits if hit.id in found):
            ours = " ".join(passage.span.of(document.text).split())
            if words in ours or ours in words:
                return passage
        return None


class PostprocessorReranker:
    """A llama-index node post-processor as a reranker of our evidence."""

    def __init__(self, postprocessor: BaseNodePostprocessor) -> None:
        self._postprocessor = postprocessor

    def rerank(self, question: str, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
        """Return what it keeps, in its order, with its scores where it gives any."""
        known = {e.passage.id: e for e in evidence}
        nodes = self._postprocessor.postprocess_nodes(
            [node_of(e) for e in evidence], query_bundle=QueryBundle(question)
        )
        kept = {n.node.node_id: n.score for n in nodes if n.node.node_id in known}
        return [
            known[id_] if score is None else replace(known[id_], score=float(score))
            for id_, score in kept.items()
        ]


class _Factory(Protocol):
    def __call__(self, **options: object) -> Any: ...


def load_leg(
    path: str, collection: Searchable, options: Mapping[str, object] | None = None
) -> RetrieverLeg:
    """Return the retriever that `package.module:name` makes, as a leg.

    The name is a BaseRetriever or a function that returns one. It is called with the options, and
    with `collection=` if it takes that. Raises SettingsError naming what to install.
    """
    factory = _named(path, "retrieval.retriever")
    given = dict(options or {})
    if "collection" in inspect.signature(factory).parameters:
        given.setdefault("collection", collection)
    made = _made(factory, given, path, BaseRetriever)
    return RetrieverLeg(made, collection)


def load_reranker(path: str, options: Mapping[str, object] | None = None) -> PostprocessorReranker:
    """Return the post-processor that `package.module:name` makes, as a reranker.

    The name is a BaseNodePostprocessor or a function that returns one; it is called with the
    options. Raises SettingsError naming what to install.
    """
    factory = _named(path, "retrieval.reranker")
    made = _made(factory, dict(options or {}), path, BaseNodePostprocessor)
    return PostprocessorReranker(made)


def _named(path: str, setting: str) -> _Factory:
    module_name, _, name = path.partition(":")
    if not module_name or not name:
        raise SettingsError(f"{setting} is written package.module:Name, not {path!r}.")
    try:
        module = import_module(module_name)
    except ImportError as error:
        raise SettingsError(
            f"{setting} names {module_name}, which is not installed ({error}): "
            f"pip install {package_of(module_name)}."
        ) from error
    factory = getattr(module, name, None)
    if not callable(factory):
        raise SettingsError(f"{setting}: {module_name} has no class or function {name}.")
    return factory  # type: ignore[no-any-return]


def _made(factory: _Factory, options: dict[str, object], path: str, kind: type[Any]) -> Any:
    try:
        made = factory(**options)
    except Exception as error:
        # The cause may quote the options, and with them a key.
        raise SettingsError(
            f"{path} cannot be built from its options ({type(error).__name__}): see the "
            f"documentation of {package_of(path.partition(':')[0])}."
        ) from None
    if not isinstance(made, kind):
        raise SettingsError(f"{path} does not make a llama-index {kind.__name__}.")
    return made

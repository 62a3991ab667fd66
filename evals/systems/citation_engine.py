"""The reference to beat: a plain llama-index CitationQueryEngine over the same documents.

It is put together as llama-index's own page on it does, with the embedding and the language model
of the settings. Importing this module imports llama-index, which takes two seconds.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import NodeWithScore
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

from evals.response import Cited, Response, Retrieved
from evals.response_marks import declines, marked
from evals.running.ask import filters_of
from evals.systems import engine_index
from evals.systems.asked_model import AskedModel
from evals.systems.replies import failed
from rag.llm import build_model
from vectorstore.llamaindex import FootnotedEmbedding

if TYPE_CHECKING:
    from pathlib import Path

    from evals.cases.case import Placed
    from rag.settings import Settings
    from vectorstore.collection import Collection
    from vectorstore.documents import Document

NAME = "citation-query-engine"
TOP_K = 3
CITATION_CHUNK, CITATION_OVERLAP = 512, 20
_EMPTY = "Empty Response"
_NUMBER = r"(?:sources?\s*)?\d{1,3}"
_NAMED = re.compile(
    rf"[\[(]\s*sources?\s*\d{{1,3}}(?:\s*(?:,|;|and|&)\s*{_NUMBER})*\s*[\])]", re.IGNORECASE
)
_PREFIX = re.compile(r"\ASource \d+:\n")


class CitationEngine:
    """Answers with llama-index's CitationQueryEngine. Safe between threads."""

    name = NAME

    def __init__(self, collection: Collection, settings: Settings, home: Path) -> None:
        """Make its index, or read the one that was made of the same documents before.

        Raises EmbeddingError, SettingsError and ModelRefused.
        """
        self._collection = collection
        self._llm = AskedModel(build_model(settings.llm))
        encoder = engine_index.encoder_for(collection, settings)
        self._embedding = FootnotedEmbedding(encoder)
        self._index = engine_index.built(collection, self._embedding, encoder.fingerprint, home)
        self.about: Mapping[str, Any] = {
            "similarity_top_k": TOP_K,
            "chunk_size": engine_index.CHUNK,
            "chunk_overlap": engine_index.OVERLAP,
            "citation_chunk_size": CITATION_CHUNK,
            "citation_chunk_overlap": CITATION_OVERLAP,
            "embedder": encoder.name,
            "llama-index-core": version("llama-index-core"),
        }

    def answer(self, placed: Placed) -> Response:
        """Return what it answers to the bare question; an error of its own is a response, too."""
        case = placed.case
        self._llm.taken()
        began = time.perf_counter()
        try:
            found = self._engine(placed).query(case.question)
        except Exception as error:
            return failed(case.id, self.name, error)
        seconds = time.perf_counter() - began
        usage, text = self._llm.taken(), str(found)
        passages = [self._passage(node) for node in found.source_nodes]
        said = tuple(
            marked(with_marks("" if text == _EMPTY else text), list(map(_cited, passages)))
        )
        declined = declines(said)
        return Response(
            case_id=case.id,
            system=self.name,
            statements=() if declined else said,
            declined=declined,
            passages=tuple(passages),
            seconds=seconds,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cost=usage.cost,
            raw={"provenance": {"model": self._llm.metadata.model_name}},
        )

    def _engine(self, placed: Placed) -> CitationQueryEngine:
        return CitationQueryEngine.from_args(
            self._index,
            llm=self._llm,
            similarity_top_k=TOP_K,
            citation_chunk_size=CITATION_CHUNK,
            citation_chunk_overlap=CITATION_OVERLAP,
            filters=self._filters(placed),
        )

    def _filters(self, placed: Placed) -> MetadataFilters | None:
        wanted = filters_of(placed)
        ids = self._collection.document_ids((), None, wanted.published_to, wanted.document_ids)
        if ids is None:
            return None
        one = MetadataFilter(
            key=engine_index.DOCUMENT, value=sorted(ids), operator=FilterOperator.IN
        )
        return MetadataFilters(filters=[one])

    def _passage(self, found: NodeWithScore) -> Retrieved:
        """Return a source as it was shown to the model, with its exact offsets."""
        node = found.node
        text = _PREFIX.sub("", node.get_content()).removesuffix("\n")
        document = self._collection.document(node.metadata[engine_index.DOCUMENT])
        start = located(text, document, node.metadata[engine_index.START])
        return Retrieved(
            document=document.id,
            start=start,
            end=None if start is None else start + len(text),
            text=text,
            score=found.score,
            source=document.source,
        )


def located(text: str, document: Document, after: int) -> int | None:
    """Return where a chunk begins, at or after the chunk it was cut from; None where it is not."""
    start = document.text.find(text, after)
    return start if start >= 0 else None


def with_marks(text: str) -> str:
    """Return an answer with [Source 2] and (Source 1, Source 3) as [2] and [1, 3]."""
    return _NAMED.sub(lambda mark: f"[{', '.join(re.findall(r'[0-9]+', mark[0]))}]", text)


def _cited(passage: Retrieved) -> Cited:
    return Cited(
        document=passage.document,
        start=passage.start,
        end=passage.end,
        quote=passage.text,
        source=passage.source,
    )

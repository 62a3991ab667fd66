"""From a question to the evidence that may answer it: two rankings fused, copies folded, capped.

The page declares what it needs of its neighbours: `Searchable` is what `vectorstore.collection`
offers, a `Leg` is any further ranking and a `Reranker` any reordering (`rag.llamaindex` makes both
of llama-index components).
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from rag.answers import Evidence, Filters, FoundBy
from rag.fusion import CANDIDATES, fused, highest, in_company, ranking
from rag.keywords import keywords
from rag.select import Candidate, Selection, select
from rag.settings import RetrievalSettings
from vectorstore.documents import Passage
from vectorstore.embed import Encoder, encode_query
from vectorstore.records import Found, Hit

if TYPE_CHECKING:
    from vectorstore.embed import Vectors

_RERANKED = 3
"""A reranker is given so many times the evidence that is wanted."""


class Searchable(Protocol):
    """A collection as retrieval needs it; `within` holds the documents that may answer."""

    def dense(self, vector: Vectors, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        """Return the k live passages nearest to a vector, by cosine similarity."""

    def lexical(self, text: str, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        """Return the k best live keyword matches of any text, by BM25."""

    def passages(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """Return the live ones among these passages."""

    def near_fingerprints(self, passage_ids: Iterable[str]) -> dict[str, int]:
        """Return the 64-bit fingerprints of the live ones among these passages."""

    def find(self, passage_ids: Iterable[str]) -> dict[str, Found]:
        """Return the live ones with their documents, all read at one moment."""

    def document_ids(
        self,
        sources: tuple[str, ...] = (),
        published_from: dt.date | None = None,
        published_to: dt.date | None = None,
        ids: tuple[str, ...] = (),
    ) -> frozenset[str] | None:
        """Return the documents that match every condition; None when there is no condition."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a further ranking found: passage ids, best first, and how many hits match no passage."""

    ids: tuple[str, ...]
    unplaced: int = 0


class Leg(Protocol):
    """A further ranking of passages."""

    def rank(self, question: str, k: int, within: frozenset[str] | None) -> Ranked:
        """Return up to k passages."""


class Reranker(Protocol):
    """Reorders evidence, or drops some of it."""

    def rerank(self, question: str, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
        """Return evidence out of `evidence`, best first."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The evidence for a question, best first.

    `nearest` is the highest cosine similarity of any passage in scope, None when there is none.
    `folded` gives the copies left out in favour of a passage, by its id. `unplaced` counts what
    further rankings found outside the collection. `timings_ms` holds milliseconds per step.
    """

    evidence: tuple[Evidence, ...] = ()
    nearest: float | None = None
    folded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unplaced: int = 0
    timings_ms: Mapping[str, float] = field(default_factory=dict)


class HybridRetriever:
    """Retrieves from one collection with the encoder it was made with."""

    def __init__(
        self,
        collection: Searchable,
        encoder: Encoder,
        settings: RetrievalSettings | None = None,
        legs: Sequence[Leg] = (),
        rerankers: Sequence[Reranker] = (),
    ) -> None:
        self._collection = collection
        self._encoder = encoder
        self._settings = settings or RetrievalSettings()
        self._legs = legs
        self._rerankers = rerankers

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        """Return up to k passages (by default as many as the settings say) for any question.

        Raises EmbeddingError, and LibraryDamaged when the collection cannot be read.
        """
        watch = _Watch()
        k = self._settings.k if k is None else k
        within = self._within(filters or Filters())
        if within is not None and not within:
            return Retrieval(timings_ms=watch.times)
        with watch("embed"):
            vector = encode_query(self._encoder, question)
        with watch("search"):
            found = self._search(question, vector, within, max(CANDIDATES, k))
        with watch("select"):
            wanted = k * _RERANKED if self._rerankers else k
            selection, evidence = self._select(found, wanted)
        if self._rerankers:
            with watch("rerank"):
                for reranker in self._rerankers:
                    evidence = list(reranker.rerank(question, evidence))
        return Retrieval(
            evidence=tuple(evidence[:k]),
            nearest=max(found.dense.values(), default=None),
            folded={e.passage.id: selection.folded.get(e.passage.id, ()) for e in evidence[:k]},
            unplaced=sum(leg.unplaced for leg in found.others),
            timings_ms=watch.times,
        )

    def _within(self, filters: Filters) -> frozenset[str] | None:
        return self._collection.document_ids(
            sources=filters.sources,
            published_from=filters.published_from,
            published_to=filters.published_to,
            ids=filters.document_ids,
        )

    def _search(
        self, question: str, vector: Vectors, within: frozenset[str] | None, depth: int
    ) -> _Rankings:
        dense = self._collection.dense(vector, depth, within)
        lexical = self._collection.lexical(keywords(question), depth, within)
        others = [leg.rank(question, depth, within) for leg in self._legs]
        return _Rankings(dict(dense), {h.id: h.score for h in lexical if h.score > 0}, others)

    def _select(self, found: _Rankings, k: int) -> tuple[Selection, list[Evidence]]:
        scores = found.scores(self._settings)
        near = self._collection.near_fingerprints(scores)
        owners = {id_: p.document_id for id_, p in self._collection.passages(near).items()}
        scores = in_company({id_: scores[id_] for id_ in owners}, owners)
        candidates = [
            Candidate(id_, owners[id_], scores[id_], near[id_]) for id_ in ranking(scores)
        ]
        reading = _Reading(self._collection)
        selection = select(candidates, k, self._settings.per_document, reading.texts)
        reading.read(selection.ids)
        top = highest(2 + len(found.others))
        evidence = [
            Evidence(f.document, f.passage, scores[id_] / top, found.found_by(id_))
            for id_ in selection.ids
            if (f := reading.found.get(id_))
        ]
        return selection, evidence


@dataclass(frozen=True, slots=True)
class _Rankings:
    dense: dict[str, float]
    lexical: dict[str, float]
    others: list[Ranked]

    def scores(self, settings: RetrievalSettings) -> dict[str, float]:
        return fused(
            self.dense,
            self.lexical,
            *(leg.ids for leg in self.others),
            by_ranks=settings.fusion == "ranks",
            keyword_share=settings.keyword_share,
        )

    def found_by(self, id_: str) -> FoundBy:
        return FoundBy(
            dense_rank=_rank(self.dense, id_),
            lexical_rank=_rank(self.lexical, id_),
            similarity=self.dense.get(id_),
            bm25=self.lexical.get(id_),
        )


def _rank(scores: Mapping[str, float], id_: str) -> int | None:
    return list(scores).index(id_) + 1 if id_ in scores else None


class _Reading:
    """Passages with their documents, each read once."""

    def __init__(self, collection: Searchable) -> None:
        self._collection = collection
        self.found: dict[str, Found] = {}

    def read(self, ids: Iterable[str]) -> None:
        missing = [id_ for id_ in ids if id_ not in self.found]
        if missing:
            self.found |= self._collection.find(missing)

    def texts(self, *ids: str) -> list[str]:
        """Return the passages' words; nothing for one that has just been removed."""
        self.read(ids)
        found = [self.found.get(id_) for id_ in ids]
        return [f.passage.span.of(f.document.text) if f else "" for f in found]


class _Watch:
    """Milliseconds per step."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}

    def __call__(self, step: str) -> _Watch:
        self._step = step
        return self

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.times[self._step] = round((time.perf_counter() - self._start) * 1000, 3)

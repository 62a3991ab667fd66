"""A collection held in memory: exact vectors, and keyword scores by counting shared words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.documents import Document, Passage
from vectorstore.embed import Encoder
from vectorstore.near import near_fingerprint
from vectorstore.records import Found, Hit

if TYPE_CHECKING:
    from vectorstore.embed import Vectors


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


class Shelf:
    """What `rag.retrieve.Searchable` asks for, over a few documents and their passages."""

    def __init__(self, encoder: Encoder, *shelved: tuple[Document, list[Passage]]) -> None:
        self.found: dict[str, Found] = {}
        for document, passages in shelved:
            for passage in passages:
                text = passage.span.of(document.text)
                self.found[passage.id] = Found(document, passage, near_fingerprint(text))
        self.text = {i: f.passage.span.of(f.document.text) for i, f in self.found.items()}
        self.vectors = encoder.encode(list(self.text.values()))

    def dense(self, vector: Vectors, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        similar = zip(self.text, (self.vectors @ vector).tolist(), strict=True)
        return self._best(similar, k, within)

    def lexical(self, text: str, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        asked = words(text)
        shared = ((i, float((words(t) & asked).total())) for i, t in self.text.items())
        return self._best((hit for hit in shared if hit[1]), k, within)

    def _best(
        self, hits: Iterable[tuple[str, float]], k: int, within: frozenset[str] | None
    ) -> list[Hit]:
        allowed = [
            Hit(*hit) for hit in hits if within is None or self._document(hit[0]).id in within
        ]
        return sorted(allowed, key=lambda hit: -hit.score)[:k]

    def _document(self, passage_id: str) -> Document:
        return self.found[passage_id].document

    def find(self, passage_ids: Iterable[str]) -> dict[str, Found]:
        return {i: self.found[i] for i in passage_ids if i in self.found}

    def passages(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        return {i: found.passage for i, found in self.find(passage_ids).items()}

    def near_fingerprints(self, passage_ids: Iterable[str]) -> dict[str, int]:
        return {i: found.near for i, found in self.find(passage_ids).items()}

    def document_ids(
        self,
        sources: tuple[str, ...] = (),
        published_from: dt.date | None = None,
        published_to: dt.date | None = None,
        ids: tuple[str, ...] = (),
    ) -> frozenset[str] | None:
        if not (sources or published_from or published_to or ids):
            return None
        documents = {found.document.id: found.document for found in self.found.values()}
        return frozenset(
            d.id
            for d in documents.values()
            if (not ids or d.id in ids)
            and (not sources or any(s.casefold() in d.source.casefold() for s in sources))
            and (not published_from or (d.published and d.published.last >= published_from))
            and (not published_to or (d.published and d.published.first <= published_to))
        )


class BagEncoder:
    """Texts that share words have similar vectors; instant, for tests of what comes after it."""

    name = "bag of words"
    dimension = 64
    fingerprint = "bag/64"

    def encode(self, texts: list[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = 0.1
            for word, count in words(text).items():
                row[1 + sum(word.encode()) % (self.dimension - 1)] += count
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

"""A collection for measurements: real passages, vectors and keyword index, exact vector search."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.documents import Document, Passage
from vectorstore.embed_text import passage_text_for_embedding, passage_text_for_keywords
from vectorstore.lexical import LexicalIndex
from vectorstore.near import near_fingerprint
from vectorstore.records import Found, Hit
from vectorstore.split import Splitter

if TYPE_CHECKING:
    from vectorstore.embed import Encoder, Vectors


class Corpus:
    """What `rag.retrieve.Searchable` asks for, over documents that never change."""

    def __init__(
        self, documents: Iterable[Document], splitter: Splitter, encoder: Encoder, folder: Path
    ) -> None:
        self._found: list[Found] = []
        for document in documents:
            for passage in splitter.split(document):
                near = near_fingerprint(passage.span.of(document.text))
                self._found.append(Found(document, passage, near))
        self._keys = {found.passage.id: key for key, found in enumerate(self._found)}
        pairs = [(found.document, found.passage) for found in self._found]
        self._vectors = encoder.encode([passage_text_for_embedding(*pair) for pair in pairs])
        self._index = LexicalIndex(folder)
        self._index.add((key, passage_text_for_keywords(*pair)) for key, pair in enumerate(pairs))
        self._index.commit()

    def __len__(self) -> int:
        return len(self._found)

    def dense(self, vector: Vectors, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        """Return the k nearest passages of all."""
        similar = self._vectors @ vector
        best = np.argsort(-similar, kind="stable")[:k]
        return [Hit(self._found[key].passage.id, float(similar[key])) for key in best]

    def lexical(self, text: str, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        """Return the k best keyword matches of all."""
        return [Hit(self._found[h.key].passage.id, h.score) for h in self._index.query(text, k)]

    def find(self, passage_ids: Iterable[str]) -> dict[str, Found]:
        """Return passages with their documents."""
        return {id_: self._found[self._keys[id_]] for id_ in passage_ids}

    def passages(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """Return passages."""
        return {id_: found.passage for id_, found in self.find(passage_ids).items()}

    def near_fingerprints(self, passage_ids: Iterable[str]) -> dict[str, int]:
        """Return near-duplicate fingerprints."""
        return {id_: found.near for id_, found in self.find(passage_ids).items()}

    def document_ids(
        self,
        sources: tuple[str, ...] = (),
        published_from: dt.date | None = None,
        published_to: dt.date | None = None,
        ids: tuple[str, ...] = (),
    ) -> frozenset[str] | None:
        """Nothing is filtered."""
        return None

    def close(self) -> None:
        """Close the keyword index."""
        self._index.close()


class CachedEncoder:
    """An encoder that keeps what it has encoded in a file, for measuring again and again."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self.fingerprint = encoder.fingerprint
        self._encoder = encoder
        self._kept = sqlite3.connect(file)
        self._kept.execute("CREATE TABLE IF NOT EXISTS kept (text BLOB PRIMARY KEY, vector BLOB)")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], encoding only what is new."""
        names = [hashlib.sha256(f"{self.fingerprint}\n{t}".encode()).digest() for t in texts]
        new = {name: text for name, text in zip(names, texts, strict=True) if not self._has(name)}
        vectors = self._encoder.encode(list(new.values()))
        rows = [(name, row.tobytes()) for name, row in zip(new, vectors, strict=True)]
        with self._kept:
            self._kept.executemany("INSERT INTO kept VALUES (?, ?)", rows)
        kept = [self._has(name) or b"" for name in names]
        return np.frombuffer(b"".join(kept), dtype=np.float32).reshape(-1, self.dimension)

    def _has(self, name: bytes) -> bytes | None:
        query = "SELECT vector FROM kept WHERE text = ?"
        row: tuple[bytes] | None = self._kept.execute(query, [name]).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Close the file."""
        self._kept.close()

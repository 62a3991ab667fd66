"""A small, real encoder and splitter for tests: fast, deterministic, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from vectorstore.documents import Document, Passage, Span

_WORD = re.compile(r"\w+")
_PARAGRAPH = re.compile(r"[^\n]+")


class HashingEncoder:
    """Texts that share words are near each other; every text has a unit vector."""

    def __init__(self, dimension: int = 64, seed: int = 0) -> None:
        self.dimension = dimension
        self.name = f"hashing-{dimension}"
        self.fingerprint = f"hashing/{dimension}/{seed}"
        self._seed = seed

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 [len(texts), dimension], rows of unit length."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[crc32(text.encode()) % self.dimension] = 0.1
            for word in _WORD.findall(text.casefold()):
                code = crc32(word.encode(), self._seed)
                row[code % self.dimension] += 1.0 if code & 0x10000 else -1.0
            row /= np.linalg.norm(row) or 1.0
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors[norms[:, 0] == 0, 0] = 1.0
        return vectors


class ParagraphSplitter:
    """Every paragraph is a passage."""

    def __init__(self, version: int = 1) -> None:
        self.fingerprint = f"paragraphs-{version}"

    def split(self, document: Document) -> list[Passage]:
        """Return the paragraphs, in order."""
        start = f"{document.id}:{document.content_hash[:12]}"
        return [
            Passage(f"{start}:{n:05d}", document.id, Span(*found.span()))
            for n, found in enumerate(_PARAGRAPH.finditer(document.text))
        ]

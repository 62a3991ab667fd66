"""Passages without a meaning but with the statistics of real ones, for measuring the stores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.collection import Collection
from vectorstore.documents import Document, Passage, Span
from vectorstore.drafts import Draft, Slice
from vectorstore.events import Tally
from vectorstore.writer import Writer

Vectors = NDArray[np.float32]

_VOCABULARY = 60_000
_WORDS = 160
_PASSAGES_A_DOCUMENT = 20


def clustered(n: int, dimension: int = 384, seed: int = 0) -> Vectors:
    """Return float32 [n, dimension] unit vectors: topics, and a spectrum that falls off.

    As in learned embeddings, few directions hold most of the variance, and a passage's neighbours
    are far nearer than the rest.
    """
    rng = np.random.default_rng(seed)
    spectrum = (1 / np.arange(1, dimension + 1) ** 0.5).astype(np.float32)
    topics = np.random.default_rng(7).standard_normal((2000, dimension), dtype=np.float32)
    topics = _unit(topics * spectrum)
    noise = _unit(rng.standard_normal((n, dimension), dtype=np.float32) * spectrum)
    spread = rng.uniform(0.6, 1.4, (n, 1)).astype(np.float32)
    return _unit(topics[rng.integers(0, len(topics), n)] + spread * noise)


def zipf_texts(n: int, words: int = _WORDS, seed: int = 0) -> list[str]:
    """Return texts whose words are as frequent as Zipf's law has it."""
    rng = np.random.default_rng(seed)
    letters = np.random.default_rng(7)
    vocabulary = np.array([_word(letters) for _ in range(_VOCABULARY)])
    weights = 1 / np.arange(1, _VOCABULARY + 1)
    numbers = rng.choice(_VOCABULARY, (n, words), p=weights / weights.sum())
    return [" ".join(row) for row in vocabulary[numbers]]


def fill(collection: Collection, passages: int, vectors: Vectors) -> None:
    """Store documents of twenty passages each, by the way an ingest stores them."""
    writer = Writer(collection, Tally(None))
    for at in range(0, passages, 2000):
        texts = zipf_texts(min(2000, passages - at), seed=at + 1)
        drafts = [Draft(document, parts, is_new=True) for document, parts in _documents(texts, at)]
        slices = [Slice(draft, 0, len(draft.passages)) for draft in drafts]
        writer.store((slices, vectors[at : at + len(texts)]))
    writer.finish()


def _documents(texts: Sequence[str], at: int) -> Iterator[tuple[Document, list[Passage]]]:
    for start in range(0, len(texts), _PASSAGES_A_DOCUMENT):
        parts = texts[start : start + _PASSAGES_A_DOCUMENT]
        id_ = f"{at + start:012x}"
        passages, first = [], 0
        for n, part in enumerate(parts):
            passages.append(Passage(f"{id_}:{n:05d}", id_, Span(first, first + len(part))))
            first += len(part) + 1
        yield Document(id_, f"/synthetic/{id_}.txt", "\n".join(parts), id_), passages


def _word(rng: np.random.Generator) -> str:
    return "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), rng.integers(3, 11)))


def _unit(vectors: Vectors) -> Vectors:
    scaled: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled

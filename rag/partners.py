"""Which word of a source stands for a word of a question: equal, a name's variant, or near it.

Nearness is the cosine of two words embedded by themselves; all-MiniLM-L6-v2 puts synonyms at 0.5
to 0.9 and unrelated words below 0.35, so it is rescaled between those and names need far more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.questions import Term
from rag.words import Word, same_name

Vectors = npt.NDArray[np.float32]
_FAR, _NEAR = 0.35, 0.75
_NAME_NEAR = 0.8
_STRANGE, _KIN = 0.25, 0.65
_MOST_CACHED = 20_000


class WordEncoder(Protocol):
    """Turns texts into rows of unit length."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), d]."""


class Partners:
    """Finds partners of question terms; embeds each distinct word once."""

    def __init__(self, encoder: WordEncoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}

    def prepare(self, forms: Iterable[str]) -> dict[str, Vectors]:
        """Embed the words not seen before, in one batch; return the vectors, by lowered form.

        They stay complete when another thread has so many of its own that it begins anew.
        """
        if len(self._vectors) > _MOST_CACHED:
            self._vectors = {}
        vectors = self._vectors
        new = sorted({form.lower() for form in forms} - vectors.keys())
        for form, vector in zip(new, self._encoder.encode(new), strict=True):
            vectors[form] = vector
        return vectors

    def matrix(self, terms: Sequence[Term], words: Sequence[Word]) -> Vectors:
        """Return [terms, words]: how well each word stands for each term, 0 to 1."""
        scores = np.zeros((len(terms), len(words)), dtype=np.float32)
        if not terms or not words:
            return scores
        vectors = self.prepare([t.form for t in terms] + [w.form for w in words])
        near = (
            np.stack([vectors[t.form.lower()] for t in terms])
            @ np.stack([vectors[w.form.lower()] for w in words]).T
        )
        for i, term in enumerate(terms):
            for j, word in enumerate(words):
                scores[i, j] = _score(term, word, float(near[i, j]))
        return scores

    def instance(self, sort: str, words: Sequence[Word], stems: frozenset[str]) -> float:
        """Return how near the nearest new word is to a sort of thing, 0 to 1.

        `stems` are those of the question, whose words are not new: of "which vegetable", cucumbers
        are an instance and "vegetables" are not.
        """
        new = [word for word in words if word.stem not in stems]
        if not sort or not new:
            return 0.0
        vectors = self.prepare([sort, *(word.form for word in new)])
        near = np.stack([vectors[w.form.lower()] for w in new]) @ vectors[sort.lower()]
        return float(np.clip((near.max() - _STRANGE) / (_KIN - _STRANGE), 0, 1))


def _score(term: Term, word: Word, near: float) -> float:
    if term.stem == word.stem:
        return 1.0
    if term.numeric or word.numeric:
        return 0.0
    if term.name and word.capitalised:
        return 1.0 if same_name(term.stem, word.stem) else 0.8 * (near >= _NAME_NEAR)
    if term.name:
        return 0.6 * (near >= _NAME_NEAR)
    return min(1.0, max(0.0, (near - _FAR) / (_NEAR - _FAR)))

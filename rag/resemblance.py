"""How like a statement and a sentence are, each word read in its context.

Recall and precision are those of BERTScore (Zhang et al. 2020, https://arxiv.org/abs/1904.09675),
greedy matching of token states by cosine, the recall weighted by how rare the tokens are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

NAMES = (
    "cosine", "recall", "recall_worst", "precision", "new_words", "new_word_worst",
    "new_weight",
)  # fmt: skip
_LONGEST = 1_500
FREQUENT = 1_996
"""The number of the commonest whole word in the model's vocabulary, which is sorted by frequency
(https://huggingface.co/google-bert/bert-base-uncased)."""
_WORST = 5
"""One in so many of the statement's tokens, the least like any, make up the worst."""

Floats = npt.NDArray[np.float32]


class Tokens(Protocol):
    """A text as a model reads it: ids int64 [tokens], states float32 [tokens, d], its marks too."""

    @property
    def ids(self) -> npt.NDArray[np.int64]:
        """The numbers of the tokens."""

    @property
    def states(self) -> Floats:
        """The hidden state of each token."""

    @property
    def vector(self) -> Floats:
        """The embedding of the text, of unit length."""


class TokenReader(Protocol):
    """A model that gives the hidden state of every token."""

    def read(self, texts: Sequence[str]) -> Sequence[Tokens]:
        """Return each text, token by token. Raises EmbeddingError."""

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of a text's word pieces; the rarer the higher."""


def resemblance(reader: TokenReader, statement: str, text: str) -> tuple[float, ...]:
    """Return one number a name of NAMES; only the first 1,500 characters of each are read."""
    said, other = reader.read([statement[:_LONGEST], text[:_LONGEST]])
    cosine = float(said.vector @ other.vector)
    ids, theirs = said.ids[1:-1], other.ids[1:-1]
    if not len(ids) or not len(theirs):
        return (cosine, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0)
    alike = _unit(said.states[1:-1]) @ _unit(other.states[1:-1]).T
    best = alike.max(axis=1)
    rarity = np.maximum(0.1, np.log(np.maximum(ids, FREQUENT + 1) / FREQUENT + 0.05))
    new = ~np.isin(ids, theirs)
    worst = np.sort(best)[: max(1, len(best) // _WORST)]
    return (
        cosine,
        float((best * rarity).sum() / rarity.sum()),
        float(worst.mean()),
        float(alike.max(axis=0).mean()),
        float(best[new].mean()) if new.any() else 1.0,
        float(best[new].min()) if new.any() else 1.0,
        float((rarity * new).sum() / rarity.sum()),
    )


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit

"""How alike two texts are: the cosine of their embeddings by the local model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

_REMEMBERED = 512


class SentenceEncoder(Protocol):
    """Turns sentences into rows of unit length."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return float32 [len(texts), d]."""


class Likeness:
    """Called with two texts, returns -1 to 1. Texts seen lately are not embedded again."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._vector = lru_cache(_REMEMBERED)(lambda text: encoder.encode([text])[0])

    def __call__(self, one: str, other: str) -> float:
        """Return the cosine of the two."""
        return float(self._vector(one) @ self._vector(other))

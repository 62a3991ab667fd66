"""What every encoder's answer must be before Footnoted uses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from vectorstore.embed import Vectors


def unit_rows(rows: Sequence[Sequence[float]], texts: int, who: str) -> Vectors:
    """Return the rows as float32 [texts, dimension] of unit length.

    Raises EmbeddingError naming `who` when they are not one finite vector, not all zero, for each
    text, all of one dimension.
    """
    try:
        vectors = np.array(rows, dtype=np.float32)
    except (TypeError, ValueError):
        vectors = np.empty(0, dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != texts:
        raise EmbeddingError(
            f"{who} did not answer with one vector of one dimension for each of {texts} texts: "
            "choose a model made for embeddings."
        )
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.all(np.isfinite(lengths) & (lengths > 0)):
        raise EmbeddingError(f"{who} answered with a vector that is zero or not a number.")
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit

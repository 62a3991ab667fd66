"""Vectors as they are stored: what an encoder gives, once it has been seen to be what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from vectorstore.embed import Encoder, Vectors


def encoded(encoder: Encoder, texts: list[str]) -> Vectors:
    """Return float32 [len(texts), dimension]; raise EmbeddingError for anything else."""
    import numpy as np

    vectors = np.asarray(encoder.encode(texts), dtype=np.float32)
    if vectors.shape != (len(texts), encoder.dimension) or not np.isfinite(vectors).all():
        raise EmbeddingError(
            f"The embedder {encoder.name} gave {vectors.shape} for {len(texts)} texts, not as many "
            f"vectors of {encoder.dimension} finite numbers: check that the model is the right one."
        )
    return vectors

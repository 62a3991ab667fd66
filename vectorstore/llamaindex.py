"""Embeddings at the llama-index seam: theirs as our encoder, ours as their embedding.

Importing this module imports llama-index, which takes two seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from pydantic import PrivateAttr

from vectorstore.embed import READ_CHARACTERS, Encoder, encode_query
from vectorstore.encoders.vectors import unit_rows
from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from vectorstore.embed import Vectors


class LlamaIndexEncoder:
    """Any llama-index embedding as an Encoder; questions go through its query side."""

    def __init__(
        self, embedding: BaseEmbedding, fingerprint: str | None = None, dimension: int | None = None
    ) -> None:
        self._embedding = embedding
        kind = f"{type(embedding).__module__}:{type(embedding).__qualname__}"
        self.name = f"{embedding.model_name} ({type(embedding).__name__})"
        self.fingerprint = f"{fingerprint or 'llama-index/' + kind}/{embedding.model_name}"
        self._dimension = dimension

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has; embeds one word when it was not configured."""
        return self._dimension or len(self.encode(["dimension"])[0])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length. Raises EmbeddingError."""
        if not texts:
            return np.empty((0, self._dimension or 0), dtype=np.float32)
        cut = [text[:READ_CHARACTERS] for text in texts]
        return self._checked(lambda: self._embedding.get_text_embedding_batch(cut), len(cut))

    def encode_query(self, question: str) -> Vectors:
        """Return the question's vector, float32 [dimension]. Raises EmbeddingError."""
        cut = question[:READ_CHARACTERS]
        vector: Vectors = self._checked(lambda: [self._embedding.get_query_embedding(cut)], 1)[0]
        return vector

    def _checked(self, ask: Callable[[], list[list[float]]], texts: int) -> Vectors:
        try:
            rows = ask()
        except Exception as error:
            # An integration may raise anything, and quote its key in it.
            raise EmbeddingError(
                f"The embedding {self.name} failed with {type(error).__name__}: "
                "check its model, address and key."
            ) from None
        return unit_rows(rows, texts, self.name)


class FootnotedEmbedding(BaseEmbedding):
    """One of our encoders as a llama-index embedding, e.g. the local default without a download."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **kwargs: Any) -> None:
        super().__init__(model_name=encoder.name, **kwargs)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        """Return the name llama-index stores for this class."""
        return "FootnotedEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._encoder.encode(texts).tolist()
        return rows

    def _get_query_embedding(self, query: str) -> list[float]:
        row: list[float] = encode_query(self._encoder, query).tolist()
        return row

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

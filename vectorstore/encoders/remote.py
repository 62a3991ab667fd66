"""Embeddings of OpenAI, or of any server that speaks its API (POST {base_url}/embeddings)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.embed import READ_CHARACTERS, EmbeddingConfig
from vectorstore.encoders.vectors import unit_rows
from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from openai import OpenAI

    from vectorstore.embed import Vectors

OPENAI = "https://api.openai.com/v1"
DEFAULT_MODEL = "text-embedding-3-small"
NO_KEY = "none"
_MOST_CHARACTERS = 250_000
"""Of one request: OpenAI takes 300,000 tokens, and a token is seldom less than a character."""


class RemoteEncoder:
    """A model behind an OpenAI-compatible server. Safe to share between threads.

    The key of the environment (OPENAI_API_KEY) goes to OpenAI only, never to another server.
    """

    def __init__(self, config: EmbeddingConfig) -> None:
        self._config = config
        self._model = config.model or DEFAULT_MODEL
        self._url = config.base_url or OPENAI
        key = config.api_key.get_secret_value() if config.api_key else None
        if not key and config.base_url is None:
            key = os.environ.get("OPENAI_API_KEY")
            if not key:
                raise EmbeddingError(
                    "OpenAI's embeddings need a key: set OPENAI_API_KEY or embedding.api_key, "
                    "or embedding.base_url for a server of your own."
                )
        self._key = key or NO_KEY
        self.name = f"{self._model} ({self._url})"
        width = f"/{config.dimension}" if config.dimension else ""
        self.fingerprint = f"openai/{self._model}{width}"

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has; asks the server once when it is not configured."""
        return self._config.dimension or len(self.encode(["dimension"])[0])

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(
            api_key=self._key,
            base_url=self._url,
            timeout=self._config.timeout,
            max_retries=self._config.retries,
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length.

        Retries what may pass (429, 5xx, connections) as often as configured. Raises EmbeddingError.
        """
        if not texts:
            return np.empty((0, self._config.dimension or 0), dtype=np.float32)
        batches = self._batches(texts)
        parts = [unit_rows(self._ask(batch), len(batch), self.name) for batch in batches]
        widths = {part.shape[1] for part in parts} | {self._config.dimension or parts[0].shape[1]}
        if len(widths) > 1:
            raise EmbeddingError(
                f"{self.name} answered with vectors of {sorted(widths)} dimensions: "
                "check embedding.model and its dimension."
            )
        return np.concatenate(parts)

    def _batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        batch: list[str] = []
        size = 0
        for text in texts:
            # OpenAI refuses a request that holds an empty text.
            text = text[:READ_CHARACTERS] or " "
            if batch and (len(batch) >= self._config.batch or size + len(text) > _MOST_CHARACTERS):
                yield batch
                batch, size = [], 0
            batch.append(text)
            size += len(text)
        yield batch

    def _ask(self, batch: list[str]) -> list[list[float]]:
        from openai import OpenAIError

        options: dict[str, Any] = {}
        if self._config.dimension:
            options["dimensions"] = self._config.dimension
        try:
            answer = self._client.embeddings.create(model=self._model, input=batch, **options)
            rows = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
        except OpenAIError as error:
            # Servers repeat the key in their refusals, so the cause is not chained.
            raise EmbeddingError(self._sentence(error)) from None
        except (TypeError, AttributeError, ValueError) as error:
            raise EmbeddingError(
                f"What {self._url} answered is not an embedding ({type(error).__name__}): "
                "check embedding.base_url."
            ) from None
        return rows

    def _sentence(self, error: Exception) -> str:
        import openai

        where = f"The embedding server {self._url}"
        match error:
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return f"{where} refused the key: check embedding.api_key or OPENAI_API_KEY."
            case openai.NotFoundError():
                return (
                    f"{where} knows no model {self._model!r} under this address: "
                    "check embedding.model and embedding.base_url."
                )
            case openai.RateLimitError():
                return f"{where} turned requests away as too many: wait, or check your quota."
            case openai.APITimeoutError():
                return (
                    f"{where} did not answer within {self._config.timeout:g} seconds, "
                    f"{self._config.retries + 1} times: try again later."
                )
            case openai.APIConnectionError():
                return f"{where} cannot be reached: is it running, is embedding.base_url right?"
            case openai.APIStatusError():
                said = " ".join(str(error.message).split())
                if self._key != NO_KEY:
                    said = said.replace(self._key, "…")
                return f"{where} refused the texts with status {error.status_code}: {said[:300]}"
        return f"{where} failed with {type(error).__name__}."

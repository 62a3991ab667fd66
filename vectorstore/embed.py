"""Text to vectors: what an encoder is, and the choice of one.

`local` needs no key and no network; `openai` is OpenAI or any server that speaks its API;
`llama-index` is any embedding integration, named by the class to import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from pydantic import SecretStr

from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Provider = Literal["local", "openai", "llama-index"]
Runtime = Literal["auto", "openvino", "onnxruntime"]

READ_CHARACTERS = 20_000
"""No encoder reads more of one text; the rest could not change its vector, only take time."""


class Encoder(Protocol):
    """Turns texts into unit vectors. Vectors of equal fingerprints may be compared."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    @property
    def fingerprint(self) -> str:
        """Everything that decides the vectors, in one line."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length in the order of the texts.

        Raises EmbeddingError.
        """


@runtime_checkable
class QueryEncoder(Protocol):
    """An encoder that treats a question otherwise than a passage (E5, BGE and others do)."""

    def encode_query(self, question: str) -> Vectors:
        """Return float32 [dimension] of unit length. Raises EmbeddingError."""


@runtime_checkable
class LoadedEncoder(Protocol):
    """An encoder that has a model to load before it can encode; it does so by itself, too."""

    def load(self) -> None:
        """Load the model unless it is loaded. Raises EmbeddingError."""


def encode_query(encoder: Encoder, question: str) -> Vectors:
    """Return the question's vector, float32 [dimension] of unit length. Raises EmbeddingError."""
    if isinstance(encoder, QueryEncoder):
        return encoder.encode_query(question)
    vector: Vectors = encoder.encode([question])[0]
    return vector


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """Which encoder, and what it needs to know.

    `model`: the provider's name of it; for `llama-index`, `package.module:Class`. `options` are the
    keyword arguments of that class. `batch` texts go to a server in one request. `timeout` is in
    seconds. `dimension` shortens the vectors of models that can; none asks for the model's own.
    """

    provider: Provider = "local"
    model: str | None = None
    base_url: str | None = None
    api_key: SecretStr | None = None
    dimension: int | None = None
    runtime: Runtime = "auto"
    batch: int = 128
    timeout: float = 60.0
    retries: int = 3
    options: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.batch < 1 or self.timeout <= 0 or self.retries < 0:
            raise ValueError("An embedding needs batch >= 1, timeout > 0 and retries >= 0.")
        if self.dimension is not None and self.dimension < 1:
            raise ValueError(f"A vector has at least one dimension, not {self.dimension}.")


def load_encoder(config: EmbeddingConfig | None = None) -> Encoder:
    """Return the encoder a configuration names; models load and servers are reached on first use.

    Raises EmbeddingError when what it needs is missing, altered or not installed.
    """
    config = config or EmbeddingConfig()
    match config.provider:
        case "local":
            if config.model not in (None, "all-MiniLM-L6-v2"):
                raise EmbeddingError(
                    f"The local embedder has no model {config.model!r}, only all-MiniLM-L6-v2: "
                    "leave embedding.model empty, or choose another embedding.provider."
                )
            from vectorstore.encoders.local import LocalEncoder

            return LocalEncoder(config.runtime)
        case "openai":
            from vectorstore.encoders.remote import RemoteEncoder

            return RemoteEncoder(config)
        case "llama-index":
            from vectorstore.encoders.plugin import load_plugin

            return load_plugin(config)

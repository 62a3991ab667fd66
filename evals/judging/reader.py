"""A text as the local model reads it: its word pieces, and a vector for each in its context."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from vectorstore.encoders.runtimes import Runner

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Read:
    """A text token by token: `ids` int64 [tokens], `states` float32 [tokens, 384] of unit length.

    `vector` is that of the whole text, float32 [384] of unit length. The model's own marks at both
    ends are left out of `ids` and `states`.
    """

    ids: Numbers
    states: Floats
    vector: Floats


class TokenReader:
    """all-MiniLM-L6-v2, its last layer; loaded when first used. Safe to share between threads."""

    def __init__(self, runtime: Literal["auto", "openvino", "onnxruntime"] = "auto") -> None:
        self._runtime = runtime
        self._loading = threading.Lock()

    @cached_property
    def _model(self) -> tuple[Callable[[str], list[int]], Runner]:
        from vectorstore.encoders.local import MOST_TOKENS, model_file
        from vectorstore.encoders.runtimes import load_runner
        from vectorstore.encoders.wordpiece import tokenizer

        return tokenizer(MOST_TOKENS), load_runner(model_file(), self._runtime)

    def _load(self) -> tuple[Callable[[str], list[int]], Runner]:
        with self._loading:
            return self._model

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of a text's first 254 word pieces; nothing is read."""
        return self._load()[0](text)[1:-1]

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Return each text as it is read, its first 254 word pieces. Raises EmbeddingError."""
        tokens, runner = self._load()
        rows = [tokens(text) for text in texts]
        found: list[Floats] = [np.empty((0, 0), dtype=np.float32)] * len(rows)

        def keep(number: int, states: Floats) -> None:
            found[number] = np.array(states, dtype=np.float32)

        runner.run(rows, keep)
        return [_read(row, states) for row, states in zip(rows, found, strict=True)]


def _read(row: Sequence[int], states: Floats) -> Read:
    mean: Floats = states.mean(axis=0)
    inner: Floats = states[1:-1]
    lengths = np.linalg.norm(inner, axis=1, keepdims=True)
    return Read(np.array(row[1:-1], dtype=np.int64), inner / lengths, mean / np.linalg.norm(mean))

"""What runs the local model: on every core, without padding.

Measured on passages of 160 words: a batch only adds padding and larger tensors that leave the
cache. OpenVINO does about twice the passages of onnxruntime, whose own threads scale worse than
independent runs on threads of ours. The vectors of both agree to a cosine above 0.999.

Short texts cost little but the reading of the weights, so those of one length go through the model
eight at a time: words take half of the time, and the vectors were the same to the last bit on the
processor where that was measured. Never another number: OpenVINO keeps what it makes for each
shape, half a megabyte and more.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from vectorstore.errors import EmbeddingError
from vectorstore.offline import silence_telemetry

if TYPE_CHECKING:
    from vectorstore.embed import Runtime, Vectors

Take = Callable[[int, "Vectors"], None]
"""Given a row's number and its hidden states, float32 [tokens, d]; they are lent: copy to keep."""

_TOGETHER = 8
"""How many short texts go through the model at once."""

_SHORT = 16
"""Tokens of a text that is short."""


class Runner(Protocol):
    """A loaded model: token numbers in, last hidden states out."""

    name: str

    def run(self, rows: Iterable[list[int]], take: Take) -> None:
        """Hand row i's hidden states to `take(i, states)`; may be called from any thread."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def together(rows: Iterable[list[int]]) -> Iterator[dict[int, list[int]]]:
    """Yield rows by their numbers: short ones of one length eight at a time, the rest alone."""
    waiting: dict[int, dict[int, list[int]]] = {}
    for number, row in enumerate(rows):
        if len(row) > _SHORT:
            yield {number: row}
            continue
        alike = waiting.setdefault(len(row), {})
        alike[number] = row
        if len(alike) == _TOGETHER:
            yield waiting.pop(len(row))
    yield from ({number: row} for alike in waiting.values() for number, row in alike.items())


def _inputs(rows: Collection[list[int]]) -> dict[str, np.ndarray[Any, Any]]:
    ids = np.array([*rows], dtype=np.int64)
    return {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.zeros_like(ids),
    }


class OpenVinoRunner:
    """OpenVINO's CPU plug-in with one asynchronous request a stream."""

    name = "openvino"

    def __init__(self, model: Path) -> None:
        silence_telemetry()
        import openvino

        # Left to itself it computes in bfloat16 where the processor can: other vectors there.
        hints = {"PERFORMANCE_HINT": "THROUGHPUT", "INFERENCE_PRECISION_HINT": "f32"}
        compiled = openvino.Core().compile_model(str(model), "CPU", hints)
        streams = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self._queue = openvino.AsyncInferQueue(compiled, streams)
        self._queue.set_callback(self._hand_over)
        self._lock = threading.Lock()

    @staticmethod
    def _hand_over(request: Any, waiting: tuple[list[int], Take]) -> None:
        numbers, take = waiting
        for number, states in zip(numbers, request.get_output_tensor(0).data, strict=True):
            take(number, states)

    def run(self, rows: Iterable[list[int]], take: Take) -> None:
        """Hand each row's hidden states to `take`; one caller at a time, others wait."""
        with self._lock:
            try:
                for alike in together(rows):
                    self._queue.start_async(_inputs(alike.values()), ([*alike], take))
            finally:
                self._queue.wait_all()


class OnnxRunner:
    """onnxruntime, each run on one thread, as many runs at once as there are cores."""

    name = "onnxruntime"

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._threads = ThreadPoolExecutor(cores(), thread_name_prefix="encode")

    def run(self, rows: Iterable[list[int]], take: Take) -> None:
        """Hand each row's hidden states to `take`."""

        def some(alike: dict[int, list[int]]) -> None:
            (found,) = self._session.run(None, _inputs(alike.values()))
            for number, states in zip(alike, found, strict=True):
                take(number, states)

        for _ in self._threads.map(some, together(rows)):
            pass


def load_runner(model: Path, runtime: Runtime) -> Runner:
    """Load the model in the named runtime; `auto` is OpenVINO where it works, else onnxruntime.

    Raises EmbeddingError when the named one is not installed or refuses the model.
    """
    if runtime != "onnxruntime":
        try:
            return OpenVinoRunner(model)
        except (ImportError, OSError, RuntimeError) as error:
            if runtime == "openvino":
                raise EmbeddingError(
                    f"OpenVINO cannot run the local embedder ({_line(error)}): "
                    "pip install openvino, or set embedding.runtime to auto."
                ) from error
    try:
        return OnnxRunner(model)
    except Exception as error:
        raise EmbeddingError(
            f"onnxruntime cannot run the local embedder ({_line(error)}): "
            "pip install --force-reinstall onnxruntime."
        ) from error


def _line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]

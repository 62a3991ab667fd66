"""How fast the local model embeds passages, by runtime and batch, and whether the vectors agree.

    python benchmarks/embedding.py FOLDER [--passages 120] [--rounds 3]

FOLDER is a collection in the BEIR layout; its longest passages of 160 words are embedded. The
ways take turns, so that what else the machine does falls on all of them; the best round counts.
Agreement is the lowest cosine to what the first way gives.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.beir import load
from vectorstore.encoders.local import MOST_TOKENS, LocalEncoder, model_file
from vectorstore.encoders.runtimes import OnnxRunner, OpenVinoRunner, Runner, cores
from vectorstore.encoders.wordpiece import tokenizer
from vectorstore.split import Splitter

Rows = list[list[int]]
Way = Callable[[Rows, np.ndarray[Any, Any]], None]


def runner(kind: Callable[[Path], Runner]) -> Way:
    """Return what Footnoted does with a runtime."""
    return kind(model_file()).run


def padded(rows: Rows, size: int) -> Iterator[tuple[list[int], dict[str, np.ndarray[Any, Any]]]]:
    """Yield batches of rows of like length, and which rows they are."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    for start in range(0, len(order), size):
        batch = order[start : start + size]
        ids = np.zeros((len(batch), max(len(rows[at]) for at in batch)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for line, at in enumerate(batch):
            ids[line, : len(rows[at])] = rows[at]
            mask[line, : len(rows[at])] = 1
        zeros = np.zeros_like(ids)
        yield batch, {"input_ids": ids, "attention_mask": mask, "token_type_ids": zeros}


def pooled(hidden: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the mean of the hidden states that are no padding."""
    weights = mask[..., None]
    mean: np.ndarray[Any, Any] = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    return mean


def onnx_batches(size: int, threads: int) -> Way:
    """Return onnxruntime with padded batches and `threads` threads of its own a run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(model_file()), options)

    def run(rows: Rows, into: np.ndarray[Any, Any]) -> None:
        def one(batch: tuple[list[int], dict[str, np.ndarray[Any, Any]]]) -> None:
            which, inputs = batch
            into[which] = pooled(session.run(None, inputs)[0], inputs["attention_mask"])

        with ThreadPoolExecutor(max(1, cores() // threads)) as pool:
            list(pool.map(one, padded(rows, size)))

    return run


def openvino_batches(size: int, hint: str = "THROUGHPUT") -> Way:
    """Return OpenVINO with padded batches."""
    import openvino

    compiled = openvino.Core().compile_model(str(model_file()), "CPU", {"PERFORMANCE_HINT": hint})
    queue = openvino.AsyncInferQueue(compiled)

    def run(rows: Rows, into: np.ndarray[Any, Any]) -> None:
        def keep(request: Any, which: tuple[list[int], np.ndarray[Any, Any]]) -> None:
            into[which[0]] = pooled(request.get_output_tensor(0).data, which[1])

        queue.set_callback(keep)
        for batch, inputs in padded(rows, size):
            queue.start_async(inputs, (batch, inputs["attention_mask"]))
        queue.wait_all()

    return run


def ways() -> dict[str, Way]:
    """Return every way that is compared; the first two are Footnoted's."""
    found = {
        "**openvino, one by one**": runner(OpenVinoRunner),
        "**onnxruntime, one by one, a thread a core**": runner(OnnxRunner),
        "onnxruntime, one by one, all cores a run": onnx_batches(1, cores()),
    }
    for size in (8, 16):
        found[f"onnxruntime, batches of {size}, a thread a core"] = onnx_batches(size, 1)
        found[f"onnxruntime, batches of {size}, all cores a run"] = onnx_batches(size, cores())
        found[f"openvino, batches of {size}"] = openvino_batches(size)
    return found | {"openvino, one by one, latency hint": openvino_batches(1, "LATENCY")}


def first_answer(runtime: Any) -> tuple[float, float]:
    """Return the seconds to load and embed one question, and the milliseconds of later ones."""
    start = time.perf_counter()
    encoder = LocalEncoder(runtime)
    encoder.encode(["How many troops does the mission have now?"])
    loaded = time.perf_counter()
    for n in range(50):
        encoder.encode([f"How many troops does mission {n} have now?"])
    return loaded - start, (time.perf_counter() - loaded) / 50 * 1000


def main() -> None:
    """Measure on the collection named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    splitter = Splitter(160)
    texts = (p.span.of(d.text) for d in load(chosen.folder).documents for p in splitter.split(d))
    tokens = tokenizer(MOST_TOKENS)
    longest = sorted(texts, key=lambda text: -len(text.split()))[: chosen.passages]
    rows = [tokens(text) for text in np.random.default_rng(0).permutation(longest).tolist()]
    found = {name: (way, np.zeros((len(rows), 384), np.float32)) for name, way in ways().items()}
    speed = dict.fromkeys(found, 0.0)
    for _ in range(chosen.rounds):
        for name, (way, vectors) in found.items():
            start = time.perf_counter()
            way(rows, vectors)
            speed[name] = max(speed[name], len(rows) / (time.perf_counter() - start))
    base = next(iter(found.values()))[1]
    print(f"{len(rows)} passages of {np.mean([len(row) for row in rows]):.0f} tokens\n")
    print("| runtime | passages a second | agreement |\n|---|---|---|")
    for name, (_, vectors) in found.items():
        norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(base, axis=1)
        print(
            f"| {name} | {speed[name]:.0f} | {((vectors * base).sum(axis=1) / norms).min():.4f} |"
        )
    for runtime in ("openvino", "onnxruntime"):
        seconds, later = first_answer(runtime)
        print(
            f"\n{runtime}: first question {seconds:.2f} s with loading, later ones {later:.1f} ms"
        )


if __name__ == "__main__":
    main()

"""How long a search of a large collection takes beside a bare Chroma query, and what it misses.

    python -m benchmarks.query [--passages 100000] [--queries 200] [--beir FOLDER]

A collection is filled with synthetic passages through the ordinary storage path, and a Chroma
collection of the usual kind, that holds the texts too, with the same ones. Every query is put to
each in turn, so that what else the machine does falls on all: to Chroma for passages with their
texts, to Chroma for bare numbers, to both of our indexes with the library's look-ups, and to the
whole retriever. With `--beir`, recall is measured on the passages of a real collection too, which
the local model embeds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.beir import load
from benchmarks.synthetic import Vectors, clustered, fill, zipf_texts
from rag.answers import Filters
from rag.fusion import CANDIDATES
from rag.retrieve import HybridRetriever
from vectorstore.collection import Collection
from vectorstore.embed import load_encoder
from vectorstore.embed_text import passage_text_for_embedding
from vectorstore.offline import silence_telemetry
from vectorstore.split import Splitter
from vectorstore.store import _HNSW, VectorStore

_DIMENSION = 384
_USUAL = "Chroma, with the passages' texts"


class Given:
    """An encoder that has been told the vector of the next question."""

    name = fingerprint = "given"
    dimension = _DIMENSION

    def __init__(self) -> None:
        self.vector: Vectors = np.zeros(_DIMENSION, dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return that vector for every text."""
        return np.repeat(self.vector[None], len(texts), axis=0)


def usual_chroma(folder: Path, passages: int, vectors: Vectors) -> tuple[Any, float]:
    """Return a Chroma collection with texts and metadata, and milliseconds a passage it took."""
    silence_telemetry()
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        "usual", embedding_function=None, configuration={"hnsw": dict(_HNSW)}
    )
    spent = 0.0
    for at in range(0, passages, 1000):
        texts = zipf_texts(min(1000, passages - at), seed=at + 1)
        numbers = range(at, at + len(texts))
        start = time.process_time()
        collection.add(
            ids=[str(n) for n in numbers],
            embeddings=vectors[at : at + len(texts)],
            documents=texts,
            metadatas=[{"source": f"/synthetic/{n // 20}.txt", "start": n % 20} for n in numbers],
        )
        spent += time.process_time() - start
    return collection, spent / passages * 1000


def measure(
    collection: Collection, usual: Any, encoder: Given, queries: int
) -> dict[str, list[float]]:
    """Return milliseconds by way, a list as long as there are queries."""
    vectors, texts = clustered(queries, seed=99), zipf_texts(queries, words=10, seed=99)
    chroma = collection.stores.vectors._collection
    retriever = HybridRetriever(collection, encoder)
    some = collection.document_ids(sources=("7",))
    ways: dict[str, Callable[[Vectors, str], Any]] = {
        _USUAL: lambda v, _: usual.query(query_embeddings=[v], n_results=CANDIDATES),
        "Chroma, numbers only": lambda v, _: chroma.query(
            query_embeddings=[v], n_results=CANDIDATES, include=["distances"]
        ),
        "keyword index": lambda _, t: collection.stores.keywords.query(t, CANDIDATES),
        "both indexes and the library": lambda v, t: _look_up(collection, v, t),
        "the retriever": lambda _, t: retriever.retrieve(t),
        f"the retriever in {len(some or ())} documents": lambda _, t: retriever.retrieve(
            t, Filters(sources=("7",))
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for vector, text in zip(vectors, texts, strict=True):
        encoder.vector = vector
        for name, way in ways.items():
            start = time.perf_counter()
            way(vector, text)
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def _look_up(collection: Collection, vector: Vectors, text: str) -> None:
    hits = [*collection.dense(vector, CANDIDATES), *collection.lexical(text, CANDIDATES)]
    collection.near_fingerprints([hit.id for hit in hits])
    collection.find([hit.id for hit in hits[:8]])


def recall(store: VectorStore, vectors: Vectors, questions: Vectors, k: int = 20) -> float:
    """Return the share of the k nearest by exact search that the index finds."""
    keys = np.array(sorted(store.keys()))
    found = 0
    for question in questions:
        nearest = keys[np.argsort(-(vectors @ question), kind="stable")[:k]]
        found += len({hit.key for hit in store.query(question, k)} & set(nearest.tolist()))
    return found / (k * len(questions))


def recall_on_beir(folder: Path, home: Path, most: int) -> tuple[int, float]:
    """Return how many real passages were embedded, and the recall for the real questions."""
    collection, encoder, splitter = load(folder), load_encoder(), Splitter()
    texts = [
        passage_text_for_embedding(document, passage)
        for document in collection.documents
        for passage in splitter.split(document)
    ][:most]
    vectors = encoder.encode(texts)
    store = VectorStore(home / "beir")
    store.add(range(len(texts)), vectors)
    questions = encoder.encode(list(collection.questions.values())[:200])
    outcome = recall(store, vectors, questions)
    store.close()
    return len(texts), outcome


def main() -> None:
    """Fill, measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--beir", type=Path)
    parser.add_argument("--most", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, encoder = Path(folder), Given()
        vectors = clustered(options.passages)
        usual, usual_cost = usual_chroma(home / "usual", options.passages, vectors)
        with Collection.open(home, "default", encoder, Splitter()) as collection:
            start = time.process_time()
            fill(collection, options.passages, vectors)
            cost = (time.process_time() - start) / options.passages * 1000
            times = measure(collection, usual, encoder, options.queries)
            synthetic = recall(collection.stores.vectors, vectors, clustered(200, seed=98))
        bare = float(np.median(times[_USUAL]))
        print(f"| query of {options.passages:,} passages, {CANDIDATES} of each index | p50 ms "
              "| p95 ms | ratio |\n|---|---|---|---|")  # fmt: skip
        for name, each in times.items():
            p50, p95 = np.percentile(each, [50, 95])
            print(f"| {name} | {p50:.1f} | {p95:.1f} | {p50 / bare:.2f} |")
        print("\n| storing a passage, CPU ms | |\n|---|---|")
        print(f"| {_USUAL} | {usual_cost:.2f} |")
        print(f"| our three stores, and making the texts | {cost:.2f} |\n")
        print("| recall@20 against exact search | |\n|---|---|")
        print(f"| {options.passages:,} synthetic passages | {synthetic:.4f} |")
        if options.beir:
            passages, real = recall_on_beir(options.beir, home, options.most)
            print(f"| {passages:,} real passages, real questions | {real:.4f} |")


if __name__ == "__main__":
    main()

"""What an ingest costs beside the bare encoder, a re-check of unchanged files, and memory.

    python -m benchmarks.ingest FOLDER [--passages 1000] [--rounds 3] [--files 10000]

FOLDER is a collection in the BEIR layout; its documents become text files. Each round embeds their
passages with nothing else going on, in one call, which is the encoder's fastest way, and then
ingests the files into a new library. Memory is that of a process of its own that ingests many small
files with an encoder that costs next to nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.beir import load
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from vectorstore.collection import Collection
from vectorstore.documents import Document
from vectorstore.embed import Encoder, load_encoder
from vectorstore.embed_text import passage_text_for_embedding
from vectorstore.events import DocumentsStored, Event
from vectorstore.ingest import ingest
from vectorstore.layout import VECTORS
from vectorstore.reading import read
from vectorstore.split import Splitter

_MEGABYTE = 1024 * 1024


def write_files(documents: tuple[Document, ...], folder: Path, passages: int) -> None:
    """Write documents as text files until they hold so many passages."""
    splitter = Splitter()
    for n, document in enumerate(documents):
        if passages <= 0:
            break
        (folder / f"{n:05d}.txt").write_text(f"{document.title or ''}\n\n{document.text}")
        passages -= len(splitter.split(document))


def throughput(files: Path, encoder: Encoder, folder: Path) -> tuple[float, float, int]:
    """Return passages a second of the encoder alone and of an ingest, and how many there were."""
    splitter = Splitter()
    texts = [
        passage_text_for_embedding(document, passage)
        for document in map(read, sorted(files.iterdir()))
        for passage in splitter.split(document)
    ]
    start = time.perf_counter()
    encoder.encode(texts)
    bare = len(texts) / (time.perf_counter() - start)
    with Collection.open(folder, "default", encoder, splitter) as collection:
        collection.stores.warm()
        _ = collection.stores.vectors, collection.stores.keywords
        start = time.perf_counter()
        report = ingest(collection, [files])
        ours = report.passages / (time.perf_counter() - start)
    if report.failed or report.passages != len(texts):
        raise SystemExit(f"The ingest went wrong: {report}")
    return bare, ours, len(texts)


def many_small_files(folder: Path, files: int) -> None:
    """Write files of five paragraphs each."""
    words = [f"word{n}" for n in range(3000)]
    dice = random.Random(1)
    for n in range(files):
        parts = (" ".join(dice.choices(words, k=80)) for _ in range(5))
        (folder / f"{n:05d}.txt").write_text("\n\n".join(parts))


def memory_and_recheck(home: Path, files: Path) -> None:
    """Ingest and tell the memory at intervals; then ingest again and tell the speed."""
    samples: list[tuple[int, float, float]] = []

    def on_event(event: Event) -> None:
        step = len(list_of_files) // 10
        if isinstance(event, DocumentsStored) and event.documents >= step * (len(samples) + 1):
            samples.append((event.documents, resident(), index_size(collection.folder)))

    list_of_files = list(files.iterdir())
    with Collection.open(home, "default", HashingEncoder(), ParagraphSplitter()) as collection:
        _ = collection.stores.vectors, collection.stores.keywords
        before = resident()
        report = ingest(collection, [files], on_event=on_event)
        again = ingest(collection, [files])
    print("| documents ingested | resident MB | of which Chroma's index MB |\n|---|---|---|")
    print(f"| 0 | {before:.0f} | 0 |")
    for documents, memory, index in samples:
        print(f"| {documents:,} | {memory:.0f} | {index:.0f} |")
    print(f"\n{report.new:,} files in {report.seconds:.1f} s with an encoder that costs nothing: ")
    print(f"{report.passages / report.seconds:,.0f} passages a second.")
    print(f"\n{again.unchanged:,} unchanged files checked again in {again.seconds:.1f} s: ")
    print(f"{again.unchanged / again.seconds:,.0f} files a second.")


def resident() -> float:
    """Return the memory of this process in megabytes."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def index_size(folder: Path) -> float:
    """Return how large Chroma's index is, which it keeps in memory, in megabytes."""
    return sum(file.stat().st_size for file in (folder / VECTORS).rglob("*.bin")) / _MEGABYTE


def rounds(folder: Path, encoder: Encoder, options: argparse.Namespace) -> Iterator[str]:
    """Give the rows of the table of throughput."""
    files = folder / "files"
    files.mkdir()
    write_files(load(options.folder).documents, files, options.passages)
    encoder.encode(["warm"])
    ratios = []
    for n in range(options.rounds):
        bare, ours, passages = throughput(files, encoder, folder / f"home{n}")
        ratios.append(ours / bare)
        yield f"| {n + 1} | {passages} | {bare:.1f} | {ours:.1f} | {ratios[-1]:.3f} |"
    yield f"| median | | | | {median(ratios):.3f} |"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        memory_and_recheck(options.folder / "home", options.folder / "files")
        return
    with tempfile.TemporaryDirectory() as folder:
        print("| round | passages | encoder alone, passages/s | ingest, passages/s | ratio |")
        print("|---|---|---|---|---|")
        for row in rounds(Path(folder), load_encoder(), options):
            print(row, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "files").mkdir()
        many_small_files(Path(folder) / "files", options.files)
        print(flush=True)
        command = [sys.executable, "-m", "benchmarks.ingest", folder, "--child"]
        subprocess.run(command, check=True, cwd=Path(__file__).parents[1])


if __name__ == "__main__":
    main()

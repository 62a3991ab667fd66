"""Kills an ingest at random moments and checks that nothing is lost, doubled or half shown.

    python -m benchmarks.crash [--kills 30] [--files 200] [--seed 1]

Each round changes, adds and removes files, starts an ingest in a process of its own, and sends it
SIGKILL at a random moment. The stores work in small groups and Chroma writes its index often, so
that a kill meets every step. Then a search runs while the next ingest completes the work.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import vectorstore.store
import vectorstore.writer
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from vectorstore.catalog import LibraryView
from vectorstore.collection import Collection
from vectorstore.doctor import examine
from vectorstore.ingest import ingest
from vectorstore.layout import collection_folder

_SAME = 0.9999
_WORDS = ("mission", "troops", "vote", "ferry", "minister", "brief", "region", "harvest", "road")


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill met, and whatever was wrong afterwards."""

    after_seconds: float
    left_pending: int
    copy_left: bool
    live_documents: int
    wrong: tuple[str, ...]


class CrashTest:
    """A folder of files, a library of them, and rounds of killing its ingest."""

    def __init__(self, folder: Path, files: int, seed: int) -> None:
        self.files = folder / "files"
        self.home = folder / "home"
        self._random = random.Random(seed)
        self._names = [f"{n:04d}" for n in range(files)]
        self._versions: dict[str, int] = {}
        self.files.mkdir(parents=True)
        self._seconds = 0.0

    def change_files(self) -> None:
        """Write about half of the files anew, and remove a few."""
        for name in self._names:
            dice = self._random.random()
            if name not in self._versions or dice < 0.5:
                self._versions[name] = self._versions.get(name, 0) + 1
                (self.files / f"{name}.txt").write_text(self._text(name), encoding="utf-8")
            elif dice > 0.97:
                del self._versions[name]
                (self.files / f"{name}.txt").unlink()

    def _text(self, name: str) -> str:
        """Return a document whose number of paragraphs depends on its name and version."""
        version = self._versions[name]
        return "\n\n".join(
            f"Part {n} of {name} in version {version} tells of the {word} and of part{n}x{name}."
            for n, word in enumerate((_WORDS * 3)[: 4 + (int(name) + version) % 12])
        )

    def run(self) -> Round:
        """Kill one ingest, complete it, and check everything."""
        self.change_files()
        command = [sys.executable, "-m", "benchmarks.crash", "--child", str(self.home)]
        child = subprocess.Popen(
            [*command, str(self.files)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
        )
        assert child.stdout is not None
        child.stdout.readline()
        wait = self._random.uniform(0, 1.1 * (self._seconds or 2.0))
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        folder = collection_folder(self.home, "default")
        copy_left = (folder / "chroma.saved").exists()
        pending = self._pending(folder)
        wrong = self._complete()
        wrong += [f"doctor: {finding.sentence}" for finding in examine(folder, HashingEncoder())]
        with LibraryView.open(folder) as view:
            live = view.document_count
        return Round(wait, pending, copy_left, live, tuple(wrong))

    @staticmethod
    def _pending(folder: Path) -> int:
        with LibraryView.open(folder) as view:
            return view.unsettled

    def _complete(self) -> list[str]:
        with Collection.open(
            self.home, "default", HashingEncoder(), ParagraphSplitter()
        ) as collection:
            searcher = _Searcher(collection)
            searcher.start()
            started = time.monotonic()
            report = ingest(collection, [self.files], prune=True)
            self._seconds = max(self._seconds, time.monotonic() - started)
            searcher.stop()
            return [
                *searcher.wrong,
                *(f"failed: {failure}" for failure in report.failed),
                *self._compare(collection),
            ]

    def _compare(self, collection: Collection) -> list[str]:
        """Compare the library with the files, and both indexes with the library."""
        wrong = []
        rows = {Path(row.source).stem: row for row in collection.documents()}
        if set(rows) != set(self._versions):
            wrong.append(f"documents: {sorted(set(rows) ^ set(self._versions))}")
        for name, row in rows.items():
            text = self._text(name)
            if collection.document(row.id).text.strip() != text:
                wrong.append(f"{name} is not what its file says")
            if row.passages != text.count("\n\n") + 1:
                wrong.append(f"{name} has {row.passages} passages")
        keys = Counter(collection.library.passage_keys([row.id for row in rows.values()]))
        if Counter(collection.stores.vectors.keys()) != keys:
            wrong.append("the vectors are not those of the library")
        if Counter(collection.stores.keywords.keys()) != keys:
            wrong.append("the keywords are not those of the library")
        for name in self._random.sample(sorted(rows), min(20, len(rows))):
            wrong += self._not_found(collection, name)
        return wrong

    def _not_found(self, collection: Collection, name: str) -> list[str]:
        """Look for one passage of a document by its words and by its vector."""
        part = self._text(name).split("\n\n")[-1]
        (vector,) = HashingEncoder().encode([part])
        best = collection.dense(vector, 1)
        wrong = [] if best and best[0].score > _SAME else [f"{name} is not found by its vector"]
        found = collection.find([hit.id for hit in collection.lexical(part, 1)]).values()
        if [f.passage.span.of(f.document.text) for f in found] != [part]:
            wrong.append(f"{name} is not found by its words")
        return wrong


class _Searcher(threading.Thread):
    """Searches without end, and checks that whatever is found belongs to a whole document."""

    def __init__(self, collection: Collection) -> None:
        super().__init__()
        self._collection = collection
        self._ended = threading.Event()
        self.wrong: list[str] = []

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        try:
            while not self._ended.is_set() and not self.wrong:
                self._look()
        except Exception as error:
            self.wrong.append(f"search: {type(error).__name__}: {error}")

    def _look(self) -> None:
        word = random.choice(_WORDS)
        (vector,) = HashingEncoder().encode([word])
        hits = [*self._collection.lexical(word, 10), *self._collection.dense(vector, 10)]
        for found in self._collection.find([hit.id for hit in hits]).values():
            parts = found.document.text.strip().split("\n\n")
            if found.passage.span.of(found.document.text) not in parts:
                self.wrong.append(f"search: {found.passage.id} is no part of its document")
        half = self._collection.library.incomplete()
        self.wrong += [f"search: {id_} is half there" for id_ in half]


def work_in_small_steps() -> None:
    """Make groups small and Chroma's writes frequent, so that a kill meets all of them."""
    vectorstore.store._LEAST_SYNC = 100
    vectorstore.writer._MOST_PASSAGES = 64


def ingest_in_child(home: Path, files: Path) -> None:
    """Ingest, in the process that will be killed."""
    work_in_small_steps()
    with Collection.open(home, "default", HashingEncoder(), ParagraphSplitter()) as collection:
        _ = collection.stores.vectors, collection.stores.keywords
        print("started", flush=True)
        ingest(collection, [files], prune=True)


def table(rounds: list[Round]) -> str:
    """Return the outcome as a Markdown table."""
    cut_short = sum(r.left_pending > 0 for r in rounds)
    copies = sum(r.copy_left for r in rounds)
    wrong = [sentence for r in rounds for sentence in r.wrong]
    lines = [
        "| crash | |",
        "|---|---|",
        f"| kills | {len(rounds)} |",
        f"| that left documents half stored | {cut_short} |",
        f"| while Chroma wrote its index | {copies} |",
        f"| documents missing, doubled, half shown, or findings of the doctor | {len(wrong)} |",
    ]
    return "\n".join([*lines, *(f"\n{sentence}" for sentence in wrong)])


def main() -> int:
    """Run the rounds, print the table, and fail if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        ingest_in_child(*options.child)
        return 0
    work_in_small_steps()
    with tempfile.TemporaryDirectory() as folder:
        test = CrashTest(Path(folder), options.files, options.seed)
        rounds = []
        for number in range(options.kills):
            rounds.append(test.run())
            print(f"{number + 1}: {rounds[-1]}", file=sys.stderr, flush=True)
    print(table(rounds))
    return int(any(r.wrong for r in rounds))


if __name__ == "__main__":
    sys.exit(main())

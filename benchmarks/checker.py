"""Measure the shipped checker on human labels and on minimal pairs.

    python benchmarks/checker.py NAME=FILE... [--pairs PAIRS.jsonl] [--every N]

A set is named as in `checker_sets.py`. For each: rows, AUC and balanced accuracy (at .5) of the
score, the time of a statement (median, 95th percentile; milliseconds, one claim after the other),
and the same as a multiple of what the bare encoder takes for the claim and one sentence. A set that
`rag/data/support.json` was fitted on flatters it: its honest rates are in `rag/data/checker.json`.

PAIRS is `evals/data/minimal-pairs-dev.jsonl`: printed is the class of each true and false claim.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from checker_sets import Judged, load
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from rag.alignment.align import align
from rag.claims import ClaimChecker
from rag.likeness import Likeness
from rag.support import SupportScorer
from vectorstore.encoders.local import LocalEncoder
from vectorstore.sentences import sentences


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def measure(name: str, rows: list[Judged], encoder: LocalEncoder) -> None:
    """Print what the checker reaches on a set, and its time beside the bare encoder's."""
    checker = ClaimChecker(SupportScorer(), Likeness(encoder))
    scores: list[float] = []
    took, bare = [], []
    for row in rows:
        first = next((span.of(text) for text in row.evidence for span in sentences(text)), ".")
        bare.append(timed(lambda row=row, first=first: encoder.encode([row.claim, first])))
        took.append(
            timed(
                lambda row=row: scores.append(checker.check(row.claim, row.evidence).score or 0.0)
            )
        )
    labels = [row.supported for row in rows]
    print(
        f"{name}: {len(rows)} rows, AUC {roc_auc_score(labels, scores):.3f}, balanced accuracy "
        f"{balanced_accuracy_score(labels, np.array(scores) >= 0.5):.3f}; a statement takes "
        f"{np.median(took):.1f} ms (95 % within {np.quantile(took, 0.95):.1f}), "
        f"{np.sum(took) / np.sum(bare):.1f} times the bare encoder ({np.median(bare):.1f} ms)",
        flush=True,
    )


def pairs(path: Path) -> None:
    """Print how many true and false claims got each class."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        counts[row["label"], align(row["claim"], row["evidence"]).kind.value] += 1
    for (label, kind), number in sorted(counts.items()):
        print(f"{label} claims shown as {kind}: {number}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="NAME=FILE")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--every", type=int, default=1, help="Take every Nth row of a set.")
    args = parser.parse_args()
    encoder = LocalEncoder()
    encoder.encode(["warm"])
    for name, rows in load(args.sets).items():
        measure(name, rows[:: args.every], encoder)
    if args.pairs:
        pairs(args.pairs)


if __name__ == "__main__":
    main()

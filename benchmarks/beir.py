"""Public retrieval collections in the BEIR layout, and the measure they are scored with.

A folder holds `corpus.jsonl`, `queries*.jsonl` and `qrels/*.tsv`, each plain or gzipped.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vectorstore.documents import Document, Published, canonical


@dataclass(frozen=True)
class Beir:
    """One collection: its documents, the questions that have judgements, and those: gains."""

    name: str
    documents: tuple[Document, ...]
    questions: Mapping[str, str]
    gains: Mapping[str, Mapping[str, int]]


def load(folder: Path) -> Beir:
    """Read a collection; raise FileNotFoundError when the folder does not hold one."""
    gains: dict[str, dict[str, int]] = {}
    with _open(_one(folder, "qrels/*.tsv*")) as stream:
        for row in csv.reader(stream, delimiter="\t"):
            if row[-1].lstrip("-").isdigit():
                gains.setdefault(row[0], {})[row[1]] = int(row[-1])
    questions = {row["_id"]: row["text"] for row in _rows(_one(folder, "queries*.jsonl*"))}
    return Beir(
        name=next(
            p for p in reversed(folder.resolve().parts) if p not in ("beir", "derived_facts")
        ),
        documents=tuple(_document(row) for row in _rows(_one(folder, "corpus.jsonl*"))),
        questions={id_: text for id_, text in questions.items() if id_ in gains},
        gains=gains,
    )


def ndcg(ranking: Sequence[str], gains: Mapping[str, int], k: int = 10) -> float:
    """Return nDCG@k with linear gains, as trec_eval computes it (Järvelin and Kekäläinen, 2002)."""
    found = sum(gain(gains, id_) / math.log2(r + 2) for r, id_ in enumerate(ranking[:k]))
    best = sorted((gain(gains, id_) for id_ in gains), reverse=True)[:k]
    ideal = sum(g / math.log2(r + 2) for r, g in enumerate(best))
    return found / ideal if ideal else 0.0


def gain(gains: Mapping[str, int], id_: str) -> int:
    """Return what a document is worth; one without a judgement is worth nothing."""
    return max(gains.get(id_, 0), 0)


def _document(row: dict[str, object]) -> Document:
    told = row.get("metadata")
    told = told if isinstance(told, dict) else {}
    date = str(told.get("published_at") or "")[:10]
    return Document(
        id=str(row["_id"]),
        source=str(told.get("url") or row["_id"]),
        text=canonical(str(row["text"])),
        content_hash="",
        title=str(row.get("title") or "") or None,
        publisher=told.get("source"),
        published=Published(date, "metadata") if date else None,
    )


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{folder} is no BEIR collection: it has no {pattern}.")
    return found[0]


def _open(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return file.open(encoding="utf-8")


def _rows(file: Path) -> list[dict[str, object]]:
    with _open(file) as stream:
        return [json.loads(line) for line in stream]

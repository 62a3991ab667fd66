"""Claims with evidence and a human label, from the public sets the checker is measured on."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Judged:
    """A claim, its evidence, whether people found that it supports the claim, and its group.

    Rows of a group (one question, one article, one pair) never stand on both sides of a fold.
    """

    claim: str
    evidence: list[str]
    supported: bool
    group: str


def fever_symmetric(path: Path) -> Iterator[Judged]:
    """Yield FEVER-symmetric (CC BY-SA): two claims and two evidences, each claim true of one."""
    for row in _rows(path):
        group = re.sub(r"000000\d$", "", str(row["id"]))
        yield Judged(row["claim"], [row["evidence"]], row["label"] == "SUPPORTS", group)


def wice(path: Path) -> Iterator[Judged]:
    """Yield WiCE's oracle chunks (ODC-BY); supported in part is not supported."""
    for row in _rows(path):
        yield Judged(row["claim"], row["evidence"], row["label"] == "supported", row["claim"])


def expertqa(path: Path) -> Iterator[Judged]:
    """Yield ExpertQA's claims that carry evidence text (MIT); only complete support counts."""
    for row in _rows(path):
        for answer in row["answers"].values():
            for claim in answer["claims"]:
                texts = [e.split("\n\n", 1)[-1] for e in claim.get("evidence", []) if "\n\n" in e]
                texts = [text for text in texts if text.strip()]
                if texts and claim.get("support"):
                    supported = claim["support"].startswith("Complete")
                    yield Judged(claim["claim_string"], texts, supported, row["question"])


def attributionbench(path: Path) -> Iterator[Judged]:
    """Yield AttributionBench. It states no licence: measured on, never fitted on."""
    for row in _rows(path):
        claim = row["claim"] or row["claim_raw_string"]
        supported = row["attribution_label"] == "attributable"
        yield Judged(claim, list(row["references"]), supported, row["question"])


READERS: dict[str, Callable[[Path], Iterator[Judged]]] = {
    "attributionbench": attributionbench,
    "wice": wice,
    "expertqa": expertqa,
    "fever_symmetric": fever_symmetric,
}
FITTED = ("wice", "expertqa", "fever_symmetric")


def load(named: list[str]) -> dict[str, list[Judged]]:
    """Return the sets of `NAME=FILE` arguments, in order. Raises SystemExit for an unknown name."""
    found: dict[str, list[Judged]] = {}
    for argument in named:
        name, _, path = argument.partition("=")
        if name not in READERS or not path:
            raise SystemExit(f"{argument}: give NAME=FILE, NAME one of {', '.join(READERS)}.")
        found[name] = list(READERS[name](Path(path)))
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from map(json.loads, text.splitlines())

"""Question sets for `calibrate.py`: a folder of documents, and what is asked of it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SPACED = (
    (re.compile(r"``\s?|\s?''"), '"'),
    (re.compile(r" ([.,;:!?%)])"), r"\1"),
    (re.compile(r"\( "), "("),
    (re.compile(r" (n't|'s|'re|'ve|'ll|'d|')\b"), r"\1"),
    (re.compile(r" - "), "-"),
)


@dataclass(frozen=True)
class Asked:
    """A question, whether the documents answer it, and the words that do."""

    set: str
    question: str
    answerable: bool
    gold: tuple[str, ...]

    def holds(self, sentence: str) -> bool:
        """Tell whether a sentence holds one of the gold quotes, or is a good part of one."""
        said = _plain(sentence)
        for quote in map(_plain, self.gold):
            if quote and (f" {quote} " in f" {said} " or (len(said) > 25 and said in quote)):
                return self.answerable
        return False


@dataclass(frozen=True)
class QuestionSet:
    """A folder of documents, the questions about it, and how much each counts in the fit."""

    documents: Path
    asked: tuple[Asked, ...]
    weight: float


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def from_files(documents: Path, questions: Path, weight: float) -> QuestionSet:
    """Return a set from a JSON Lines file as in `evals/data`."""
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line]
    asked = (
        Asked(
            questions.stem,
            row["question"],
            row["type"] in ("answerable", "partly"),
            tuple(g if isinstance(g, str) else g["quote"] for g in row["gold"]),
        )
        for row in rows
    )
    return QuestionSet(documents, tuple(asked), weight)


def clapnq(source: Path, scratch: Path, weight: float) -> QuestionSet:
    """Return CLAPNQ's development questions over one library of all their passages."""
    scratch.mkdir()
    asked = []
    for row in rows(source, "clapnq_*.jsonl.gz"):
        passage = row["passages"][0]
        text = "\n".join(_unspaced(sentence) for sentence in passage["sentences"])
        name = scratch / f"{row['id'].lstrip('-')}.md"
        name.write_text(f"# {passage['title']}\n\n{text}\n", encoding="utf-8")
        gold = {s for output in row["output"] for s in output.get("selected_sentences") or ()}
        asked.append(
            Asked("clapnq", row["input"], bool(gold), tuple(_unspaced(s) for s in sorted(gold)))
        )
    return QuestionSet(scratch, tuple(asked), weight)


def ramdocs(source: Path, scratch: Path, weight: float) -> QuestionSet:
    """Return RAMDocs' questions over one library of all their documents; all are answerable."""
    scratch.mkdir()
    asked = []
    for number, row in enumerate(rows(source, "ramdocs_*.jsonl.gz")):
        for place, document in enumerate(row["documents"]):
            file = scratch / f"{number:03d}-{place}.txt"
            file.write_text(document["text"] + "\n", encoding="utf-8")
        gold = {d["answer"] for d in row["documents"] if d["type"] != "noise"} - {"unknown", ""}
        asked.append(Asked("ramdocs", row["question"], True, tuple(sorted(gold))))
    return QuestionSet(scratch, tuple(asked), weight)


def rows(folder: Path, pattern: str) -> Iterator[dict]:
    """Yield the rows of the gzipped JSON Lines files of a folder, in order."""
    for file in sorted(folder.glob(pattern)):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _unspaced(text: str) -> str:
    for pattern, instead in _SPACED:
        text = pattern.sub(instead, text)
    return text

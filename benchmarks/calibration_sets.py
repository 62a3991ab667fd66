"""Question sets for `calibrate.py`: a folder of documents, and what is asked of it."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.cases.importing.clapnq import unspaced
from rag.answers import Filters
from vectorstore.collection import Collection


@dataclass(frozen=True)
class Asked:
    """A question, whether the documents answer it, and the words that do.

    `files` are the documents it is asked of, by file name; none means all.
    """

    set: str
    question: str
    answerable: bool
    gold: tuple[str, ...]
    files: tuple[str, ...] = ()

    def holds(self, sentence: str) -> bool:
        """Tell whether a sentence holds one of the gold quotes, or is a good part of one."""
        said = _plain(sentence)
        for quote in map(_plain, self.gold):
            if quote and (f" {quote} " in f" {said} " or (len(said) > 25 and said in quote)):
                return self.answerable
        return False


@dataclass(frozen=True)
class QuestionSet:
    """A folder of documents, the questions about it, and how much each counts in the fit.

    `deciding` is how much it counts in the last step, whether to answer at all.
    """

    documents: Path
    asked: tuple[Asked, ...]
    weight: float
    deciding: float = 0.5


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def from_files(documents: Path, questions: Path, weight: float) -> QuestionSet:
    """Return a set from a JSON Lines file as in `evals/data`."""
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line]
    asked = (
        Asked(
            questions.stem,
            row["question"],
            row["kind"] in ("answerable", "partly"),
            tuple(g if isinstance(g, str) else g["quote"] for g in row.get("gold", ())),
        )
        for row in rows
    )
    return QuestionSet(documents, tuple(asked), weight)


def clapnq(source: Path, scratch: Path, weight: float) -> QuestionSet:
    """Return CLAPNQ's development questions, each asked of all the passages and of its own."""
    scratch.mkdir()
    asked = []
    written: dict[str, str] = {}
    for row in _rows(source, "clapnq_*.jsonl.gz"):
        passage = row["passages"][0]
        text = "\n".join(unspaced(sentence) for sentence in passage["sentences"])
        page = f"# {passage['title']}\n\n{text}\n"
        file = _once(scratch, f"{row['id'].lstrip('-')}.md", page, written)
        said = {s for output in row["output"] for s in output.get("selected_sentences") or ()}
        gold = tuple(unspaced(s) for s in sorted(said))
        asked.append(Asked("clapnq, all passages", row["input"], bool(gold), gold))
        asked.append(Asked("clapnq, own passage", row["input"], bool(gold), gold, (file,)))
    return QuestionSet(scratch, tuple(asked), weight, deciding=1.0)


def ramdocs(source: Path, scratch: Path, weight: float) -> QuestionSet:
    """Return RAMDocs' questions, asked of their own documents and of those that are mere noise."""
    scratch.mkdir()
    asked = []
    written: dict[str, str] = {}
    for number, row in enumerate(_rows(source, "ramdocs_*.jsonl.gz")):
        files = [
            _once(scratch, f"{number:03d}-{place}.txt", document["text"] + "\n", written)
            for place, document in enumerate(row["documents"])
        ]
        useful = {f for f, d in zip(files, row["documents"], strict=True) if d["type"] != "noise"}
        noise = [file for file in files if file not in useful]
        gold = {d["answer"] for d in row["documents"] if d["type"] != "noise"} - {"unknown", ""}
        question = row["question"]
        asked.append(Asked("ramdocs", question, True, tuple(sorted(gold)), tuple(files)))
        if noise:
            asked.append(Asked("ramdocs, noise only", question, False, (), tuple(noise)))
    return QuestionSet(scratch, tuple(asked), weight, deciding=0.3)


def _once(folder: Path, name: str, text: str, written: dict[str, str]) -> str:
    """Write a file unless one with the same text is there; return the name of the one that is."""
    if text not in written:
        written[text] = name
        (folder / name).write_text(text, encoding="utf-8")
    return written[text]


def falseqa(source: Path) -> tuple[Asked, ...]:
    """Return FalseQA's validation questions: false premises, and others like them."""
    names = {"1": "falseqa, false premise", "0": "falseqa, true premise"}
    with (source / "valid.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Asked(names[row["label"]], row["question"], False, ())
            for row in csv.DictReader(file)
            if row["question"].strip()
        )


def within(asked: Asked, library: Collection) -> Filters:
    """Return the filter that asks only of the files a question is asked of.

    A file the library could not read is not there; when none is, nothing may answer.
    """
    if not asked.files:
        return Filters()
    ids = {Path(row.source).name: row.id for row in library.documents()}
    return Filters(document_ids=tuple(ids.get(file, file) for file in asked.files))


def _rows(folder: Path, pattern: str) -> Iterator[dict]:
    for file in sorted(folder.glob(pattern)):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)

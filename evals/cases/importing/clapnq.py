"""CLAPNQ (Rosenthal et al. 2025): questions, a passage each, long answers from its sentences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from evals.cases.case import Case, Kind
from evals.cases.importing.files import rows_of, wanted
from evals.cases.importing.imported import Imported, Shelf, gold_at, word
from vectorstore.documents import canonical

_SPACED = (
    (re.compile(r"``\s?|\s?''"), '"'),
    (re.compile(r" ([.,;:!?%)])"), r"\1"),
    (re.compile(r"\( "), "("),
    (re.compile(r" (n't|'s|'re|'ve|'ll|'d|')\b"), r"\1"),
    (re.compile(r" - "), "-"),
)


def read(path: Path) -> Imported:
    """Return questions as cases; the sentences any annotator selected are gold.

    The passages come with spaces round their marks, which are taken out, sentence by sentence.
    """
    shelf, cases = Shelf(), []
    for number, row in rows_of(path):
        passage = wanted(row, "passages", f"line {number}")[0]
        sentences = [canonical(unspaced(s)) for s in passage["sentences"]]
        text = "\n".join(sentences)
        name = shelf.add(passage.get("title") or row["id"], text, passage.get("title"))
        starts: dict[str, tuple[int, int]] = {}
        at = 0
        for written, plain in zip(passage["sentences"], sentences, strict=True):
            starts.setdefault(written, (at, at + len(plain)))
            at += len(plain) + 1
        selected = dict.fromkeys(
            s for o in row["output"] for s in o.get("selected_sentences") or ()
        )
        golds = [gold_at(name, text, *starts[s]) for s in selected if name and s in starts]
        cases.append(_case(row, tuple(golds)))
    return Imported(tuple(cases), tuple(shelf.documents))


def _case(row: dict[str, Any], golds: tuple[Any, ...]) -> Case:
    answers = [unspaced(o["answer"]) for o in row["output"] if o.get("answer")] if golds else []
    return Case(
        id=f"clapnq-{word(str(row['id']))}",
        question=row["input"],
        kind=Kind.ANSWERABLE if golds else Kind.UNANSWERABLE,
        gold=golds,
        answers=tuple(dict.fromkeys(answers)),
        tags=("clapnq",),
    )


def unspaced(text: str) -> str:
    """Return a text without the spaces that tokenising put round its marks."""
    for pattern, instead in _SPACED:
        text = pattern.sub(instead, text)
    return text

"""RAMDocs (Wang et al. 2025): ambiguous questions with documents that are right, wrong or noise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.cases.case import Case, Gold, Kind
from evals.cases.importing.files import rows_of, wanted
from evals.cases.importing.imported import Imported, Shelf, gold_at
from vectorstore.documents import canonical


def read(path: Path) -> Imported:
    """Return questions as cases, each asked of its own documents alone.

    Every gold answer is a key fact, every wrong one must not be said. Gold is where a right
    document says its answer, or the whole of it where the words differ.
    """
    shelf, cases = Shelf(), []
    for number, (_, row) in enumerate(rows_of(path)):
        names, golds = [], []
        for place, document in enumerate(wanted(row, "documents", f"row {number}")):
            text = canonical(document["text"])
            name = shelf.add(f"{number:04d}-{place}", text)
            if name is None:
                continue
            names.append(name)
            if document["type"] == "correct":
                golds += list(_golds(name, text, document["answer"]))
        cases.append(_case(number, row, tuple(names), tuple(dict.fromkeys(golds))))
    return Imported(tuple(cases), tuple(shelf.documents))


def said_at(answer: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text says an answer, as whole words, in any case."""
    words = answer.split()
    if words:
        inner = r"\s+".join(map(re.escape, words))
        pattern = rf"(?<!\w){inner}(?!\w)"
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _golds(name: str, text: str, answer: str) -> Iterator[Gold]:
    first = next(said_at(answer, text), (0, len(text)))
    yield gold_at(name, text, *first)


def _case(
    number: int, row: dict[str, Any], names: tuple[str, ...], golds: tuple[Gold, ...]
) -> Case:
    right = tuple(row["gold_answers"])
    return Case(
        id=f"ramdocs-{number:04d}",
        question=row["question"],
        kind=Kind.ANSWERABLE,
        gold=golds,
        key_facts=tuple((answer,) for answer in right),
        wrong_facts=tuple(
            (answer,) for answer in row.get("wrong_answers", ()) if answer not in right
        ),
        within=tuple(dict.fromkeys(names)),
        tags=("ramdocs",),
    )

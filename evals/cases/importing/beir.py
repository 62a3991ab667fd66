"""BEIR folders (Thakur et al. 2021): corpus.jsonl, queries.jsonl and qrels/*.tsv."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from evals.cases.case import Case, Gold, Kind
from evals.cases.errors import ImportingError
from evals.cases.importing.files import files_of, rows_of, table_of, wanted
from evals.cases.importing.imported import Imported, Shelf, gold_at, word
from vectorstore.documents import canonical

_NOTHING = "insufficient information"
"""How MultiHop-RAG answers a question that its articles do not."""


def read(path: Path) -> Imported:
    """Return queries as cases: a relevant document is gold as a whole."""
    judged = _qrels(path / "qrels")
    shelf, golds = Shelf(), {}
    for number, row in rows_of(_one(path, "corpus")):
        key = str(wanted(row, "_id", f"line {number} of the corpus"))
        text = canonical(row.get("text") or "")
        name = shelf.add(key, text, row.get("title"), **_facts(row.get("metadata") or {}))
        if name:
            golds[key] = gold_at(name, text, 0, len(text))
    cases, silent = [], 0
    for number, row in rows_of(_one(path, "queries")):
        key = str(wanted(row, "_id", f"line {number} of the queries"))
        gold = tuple(golds[document] for document in judged[key] if document in golds)
        case = _case(key, row, gold)
        if case is None:
            silent += 1
        else:
            cases.append(case)
    notes = (f"{silent} queries have no relevant document and were left out.",) if silent else ()
    return Imported(tuple(cases), tuple(shelf.documents), notes)


def _case(key: str, row: dict[str, Any], gold: tuple[Gold, ...]) -> Case | None:
    answer = str(row.get("answer") or "")
    nothing = answer.casefold().startswith(_NOTHING)
    if not gold and not nothing:
        return None
    return Case(
        id=f"beir-{word(key)}",
        question=row["text"],
        kind=Kind.UNANSWERABLE if nothing else Kind.ANSWERABLE,
        gold=() if nothing else gold,
        answers=(answer,) if answer and not nothing else (),
        tags=tuple(filter(None, ("beir", row.get("question_type")))),
    )


def _qrels(folder: Path) -> dict[str, list[str]]:
    if not folder.is_dir():
        raise ImportingError(f"{folder.parent} has no folder qrels; is it of the shape BEIR?")
    found: dict[str, list[str]] = defaultdict(list)
    for file in files_of(folder, (".tsv", ".tsv.gz")):
        for number, row in table_of(file, "\t"):
            where = f"{file}:{number}"
            query, document = wanted(row, "query-id", where), wanted(row, "corpus-id", where)
            if float(wanted(row, "score", where)) > 0:
                found[query].append(document)
    return found


def _one(path: Path, name: str) -> Path:
    found = sorted(path.glob(f"{name}*.jsonl")) + sorted(path.glob(f"{name}*.jsonl.gz"))
    if len(found) != 1:
        raise ImportingError(f"{path} needs one file {name}.jsonl; it has {len(found)}.")
    return found[0]


def _facts(metadata: dict[str, Any]) -> dict[str, Any]:
    published = str(metadata.get("published_at") or metadata.get("published") or "")[:10]
    author = metadata.get("author")
    return {
        "url": metadata.get("url"),
        "published": published or None,
        "authors": (author,) if author else (),
    }

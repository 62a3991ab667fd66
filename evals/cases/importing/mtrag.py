"""MTRAG (Katsis et al. 2025): conversations, whose tasks name the passages they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.cases.case import Case, Gold, Kind
from evals.cases.errors import ImportingError
from evals.cases.importing.files import json_of, rows_of
from evals.cases.importing.imported import Imported, Shelf, gold_at, word
from rag.answers import Turn
from vectorstore.documents import canonical

_KINDS = {
    "ANSWERABLE": Kind.ANSWERABLE,
    "PARTIAL": Kind.PARTLY,
    "UNANSWERABLE": Kind.UNANSWERABLE,
}


def read(path: Path) -> Imported:
    """Return tasks as cases: the last turn is the question, those before it the history.

    Either one JSON object with `documents` and `tasks`, or JSON Lines of tasks whose contexts hold
    their text. What is neither answerable, partly nor unanswerable is left out.
    """
    tasks, documents = _contents(path)
    shelf, golds = Shelf(), {}
    for document in documents:
        key, text = str(document["document_id"]), canonical(document.get("text") or "")
        name = shelf.add(key, text, document.get("title"))
        if name:
            golds[key] = gold_at(name, text, 0, len(text))
    cases, left = [], 0
    for task in tasks:
        kind = _KINDS.get(next(iter(_listed(task.get("Answerability"))), "").upper())
        if kind is None:
            left += 1
        else:
            cases.append(_case(task, kind, golds))
    notes = (f"{left} turns ask for nothing that sources could answer; left out.",) if left else ()
    return Imported(tuple(cases), tuple(shelf.documents), notes)


def _contents(path: Path) -> tuple[list[dict[str, Any]], Iterable[dict[str, Any]]]:
    if path.name.endswith((".json", ".json.gz")):
        found = json_of(path)
        if not isinstance(found, dict) or not {"documents", "tasks"} <= found.keys():
            raise ImportingError(
                f"{path} has no 'documents' and 'tasks'; is it of the shape MTRAG?"
            )
        return found["tasks"], found["documents"]
    tasks = [row for _, row in rows_of(path)]
    return tasks, (context for task in tasks for context in task.get("contexts") or ())


def _case(task: dict[str, Any], kind: Kind, golds: dict[str, Gold]) -> Case:
    said = [(turn["speaker"], turn["text"]) for turn in task["input"]]
    named = (str(context["document_id"]) for context in task.get("contexts") or ())
    answers = tuple(t["text"] for t in task.get("targets") or () if t.get("text"))
    id_ = str(task["task_id"])
    return Case(
        id=f"mtrag-{word(id_)}",
        question=said[-1][1],
        kind=kind,
        history=tuple(_turns(said[:-1])),
        gold=() if kind.declines else tuple(golds[key] for key in named if key in golds),
        answers=() if kind.declines else answers,
        tags=("mtrag", *_listed(task.get("Question Type"))),
        group=f"mtrag-{word(id_.partition('<::>')[0])}",
    )


def _turns(said: list[tuple[str, str]]) -> Iterator[Turn]:
    question = None
    for speaker, text in said:
        if speaker == "user":
            if question is not None:
                yield Turn(question)
            question = text
        elif question is not None:
            yield Turn(question, text)
            question = None
    if question is not None:
        yield Turn(question)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(each) for each in value or ()]

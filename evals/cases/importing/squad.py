"""SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018): articles, paragraphs, answers with offsets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals.cases.case import Case, Gold, Kind
from evals.cases.errors import ImportingError
from evals.cases.importing.files import json_of
from evals.cases.importing.imported import Imported, Shelf, gold_at, moved, word
from vectorstore.documents import canonical

_APART = "\n\n"


def read(path: Path) -> Imported:
    """Return questions as cases, an article as a document of its paragraphs."""
    found = json_of(path)
    if not isinstance(found, dict) or "data" not in found:
        raise ImportingError(f"{path} has no list 'data'; is it of the shape SQuAD?")
    shelf, cases = Shelf(), []
    for article in found["data"]:
        paragraphs = [canonical(p["context"]) for p in article["paragraphs"]]
        text = _APART.join(paragraphs)
        title = article.get("title", "").replace("_", " ")
        name = shelf.add(title or "article", text, title or None)
        at = 0
        for paragraph, written in zip(article["paragraphs"], paragraphs, strict=True):
            cases += [_case(qa, paragraph["context"], text, at, name) for qa in paragraph["qas"]]
            at += len(written) + len(_APART)
    return Imported(tuple(cases), tuple(shelf.documents))


def _case(qa: dict[str, Any], context: str, text: str, at: int, name: str | None) -> Case:
    answers = [] if qa.get("is_impossible") else qa.get("answers") or []
    said = dict.fromkeys(answer["text"] for answer in answers)
    return Case(
        id=f"squad-{word(str(qa['id']))}",
        question=qa["question"].strip(),
        kind=Kind.ANSWERABLE if answers else Kind.UNANSWERABLE,
        gold=_golds(answers, context, text, at, name),
        key_facts=(tuple(said),) if said else (),
        answers=tuple(said),
        tags=("squad",),
    )


def _golds(
    answers: list[dict[str, Any]], context: str, text: str, at: int, name: str | None
) -> tuple[Gold, ...]:
    golds = []
    for answer in answers if name else ():
        first = int(answer["answer_start"])
        last = first + len(answer["text"])
        if context[first:last] != answer["text"]:
            raise ImportingError(f"“{answer['text']}” does not stand at {first} of its paragraph.")
        golds.append(
            gold_at(name or "", text, at + moved(context, first), at + moved(context, last))
        )
    return tuple(dict.fromkeys(golds))

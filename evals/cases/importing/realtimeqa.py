"""RealTimeQA (Kasai et al. 2023): a quiz on the week's news, and the articles a search found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.cases.case import Case, Gold, Kind
from evals.cases.errors import ImportingError
from evals.cases.importing.files import rows_of, wanted
from evals.cases.importing.imported import Imported, Shelf, gold_at, word
from evals.cases.importing.ramdocs import said_at
from vectorstore.documents import Published, canonical

_FOUND = "*_gcs.jsonl*"
ABSENT = "no article has the words of the answer"


def read(path: Path) -> Imported:
    """Return questions as cases, each asked of the articles found for it, as of its day.

    PATH is a folder with questions*.jsonl and, at any depth, *_gcs.jsonl. A question is answerable
    where one of its articles has the words of the answer; the others are taken as unanswerable and
    say so in their note, since an article may still answer in other words.
    """
    questions = sorted(p for p in path.rglob("*.jsonl*") if not p.match(_FOUND))
    if not path.is_dir() or not questions:
        raise ImportingError(f"{path} has no questions*.jsonl; name the folder that does.")
    shelf = Shelf()
    articles = dict(_articles(path, shelf))
    cases, bare = [], 0
    for file in questions:
        for number, row in rows_of(file):
            id_ = str(wanted(row, "question_id", f"{file}:{number}"))
            if id_ in articles:
                cases.append(_case(id_, row, articles[id_]))
            else:
                bare += 1
    notes = (f"{bare} questions have no articles and were left out.",) if bare else ()
    return Imported(tuple(cases), tuple(shelf.documents), notes)


Articles = dict[str, str]
"""The articles found for a question: file name to text."""


def _articles(path: Path, shelf: Shelf) -> Iterator[tuple[str, Articles]]:
    for file in sorted(path.rglob(_FOUND)):
        for _, row in rows_of(file):
            found: Articles = {}
            for number, article in enumerate(row.get("search_result") or ()):
                text = canonical(article.get("text") or "")
                name = shelf.add(
                    f"{row['question_id']}-{number}",
                    text,
                    article.get("title"),
                    article.get("url"),
                    _date(article.get("publish_date")),
                    tuple(article.get("authors") or ()),
                )
                if name:
                    found[name] = text
            if found:
                yield str(row["question_id"]), found


def _case(id_: str, row: dict[str, Any], articles: Articles) -> Case:
    answers = [row["choices"][int(index)] for index in row["answer"]]
    golds = tuple(_golds(answers, articles))
    return Case(
        id=f"realtimeqa-{word(id_)}",
        question=row["question_sentence"],
        kind=Kind.ANSWERABLE if golds else Kind.UNANSWERABLE,
        gold=golds,
        key_facts=(tuple(answers),) if golds else (),
        answers=tuple(answers) if golds else (),
        within=tuple(articles),
        as_of=_date(row.get("question_date")),
        tags=("realtimeqa",),
        note="" if golds else ABSENT,
    )


def _golds(answers: list[str], articles: Articles) -> Iterator[Gold]:
    """Yield the first place in each article that has one of the answers."""
    for name, text in articles.items():
        place = next((span for answer in answers for span in said_at(answer, text)), None)
        if place:
            yield gold_at(name, text, *place)


def _date(text: str | None) -> str | None:
    """Return YYYY/MM/DD as a date; None for what is none."""
    found = re.match(r"(\d{4})[/-](\d{2})[/-](\d{2})", text or "")
    try:
        return Published("-".join(found.groups()), "data set").date if found else None
    except ValueError:
        return None

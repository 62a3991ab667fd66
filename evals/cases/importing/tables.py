"""A plain table: one question a row, with what is known of its answer."""

from __future__ import annotations

from pathlib import Path

from evals.cases.case import Case, Fact, Gold, Kind
from evals.cases.errors import ImportingError
from evals.cases.importing.files import table_of
from evals.cases.importing.imported import Imported, Shelf, gold_at, word
from evals.cases.place import find
from vectorstore.documents import canonical

COLUMNS = (
    *("id", "question", "kind", "answer", "key_facts", "document", "quote", "context"),
    *("as_of", "speaker", "date", "tags", "note", "group"),
)


def read(path: Path) -> Imported:
    """Return rows as cases.

    `key_facts` and `tags` are separated by semicolons, wordings of one fact by |. `context` is the
    text of a document to write; without it `document` names one that the library has.
    """
    shelf, cases = Shelf(), []
    for number, row in table_of(path):
        where = f"{path}:{number}"
        row = {key.strip(): value.strip() for key, value in row.items()}
        if unknown := sorted(row.keys() - set(COLUMNS)):
            raise ImportingError(f"{where}: no column {unknown[0]!r} is known; use {COLUMNS}.")
        if not row.get("question"):
            raise ImportingError(f"{where} has no question.")
        try:
            cases.append(_case(row, number, _gold(row, number, shelf, where)))
        except ValueError as error:
            raise ImportingError(f"{where}: {error}.") from error
    return Imported(tuple(cases), tuple(shelf.documents))


def _case(row: dict[str, str], number: int, gold: tuple[Gold, ...]) -> Case:
    answer = row.get("answer", "")
    known = bool(gold or answer or row.get("key_facts"))
    return Case(
        id=word(row.get("id") or f"row-{number}"),
        question=row["question"],
        kind=Kind(row.get("kind") or ("answerable" if known else "unanswerable")),
        gold=gold,
        key_facts=_facts(row.get("key_facts", "")),
        answers=(answer,) if answer else (),
        as_of=row.get("as_of") or None,
        speaker=row.get("speaker") or None,
        date=row.get("date") or None,
        tags=_listed(row.get("tags", "")),
        note=row.get("note", ""),
        group=row.get("group") or None,
    )


def _gold(row: dict[str, str], number: int, shelf: Shelf, where: str) -> tuple[Gold, ...]:
    context, quote = canonical(row.get("context", "")), row.get("quote", "")
    document = row.get("document") or f"row-{number}"
    if not context:
        return (Gold(document, quote),) if quote else ()
    name = shelf.add(document.removesuffix(".txt"), context)
    if not quote or name is None:
        return ()
    spans = list(find(quote, context))
    if len(spans) != 1:
        raise ImportingError(f"{where}: the context has the quote {len(spans)} times, not once.")
    return (gold_at(name, context, spans[0].start, spans[0].end),)


def _facts(text: str) -> tuple[Fact, ...]:
    return tuple(tuple(w.strip() for w in fact.split("|")) for fact in _listed(text))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())

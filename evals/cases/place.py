"""Gold spans found in a library: every quote becomes exact offsets, or a sentence says why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Protocol

from evals.cases.case import Case, Gold, Place, Placed, Status
from evals.cases.errors import CaseFileError, Problem
from evals.cases.read import Located
from vectorstore.documents import Document, Span
from vectorstore.records import DocumentRow

_FOLDED = {ord(mark): "'" for mark in "‘’‚‛`´"} | {ord(mark): '"' for mark in "“”„‟«»"}


class Shelf(Protocol):
    """What is asked of a library here."""

    def documents(self) -> list[DocumentRow]:
        """Return every document without its text."""

    def document(self, document_id: str) -> Document:
        """Return one document."""


class Unplaced(ValueError):
    """A gold span that is not in the library; the sentence says why."""


@dataclass
class Names:
    """The documents of a library by all the names a case may give them."""

    shelf: Shelf
    _ids: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.shelf.documents():
            for name in filter(None, (row.id, row.source, PurePath(row.source).name, row.url)):
                self._ids.setdefault(name, set()).add(row.id)

    def document(self, name: str) -> Document:
        """Return the one document of that name; raises Unplaced."""
        ids = self._ids.get(name, set())
        if not ids:
            raise Unplaced(f"no document of the library is named {name!r}.")
        if len(ids) > 1:
            raise Unplaced(f"{len(ids)} documents are named {name!r}; give the path or the id.")
        return self.shelf.document(next(iter(ids)))

    def text(self, name: str) -> str | None:
        """Return the canonical text of the document of that name; None where there is none."""
        try:
            return self.document(name).text
        except Unplaced:
            return None


def place_cases(located: Sequence[Located], shelf: Shelf) -> list[Placed]:
    """Return the cases with exact gold. Raises CaseFileError with every span that is not there."""
    placed, problems = located_in(shelf, located)
    if problems:
        raise CaseFileError(problems)
    return placed


def located_in(shelf: Shelf, located: Sequence[Located]) -> tuple[list[Placed], list[Problem]]:
    """Return the cases with the gold that stands in a library, and all that does not."""
    names = Names(shelf)
    placed: list[Placed] = []
    problems: list[Problem] = []
    for one in located:
        gold, wrong = _collected(one.case, names)
        within, unknown = _within(one.case, names)
        problems += [one.wrong(sentence) for sentence in (*wrong, *unknown)]
        placed.append(Placed(one.case, gold, within))
    return placed, problems


def place(gold: Gold, names: Names) -> Place:
    """Return the exact span of a gold; raises Unplaced with a sentence."""
    document = names.document(gold.document)
    span = _span(gold, document.text)
    return Place(document.id, document.source, span, span.of(document.text))


def _collected(case: Case, names: Names) -> tuple[tuple[Place, ...], list[str]]:
    places, wrong = [], []
    for gold in case.gold:
        try:
            places.append(place(gold, names))
        except Unplaced as error:
            wrong.append(str(error))
    return tuple(places), wrong


def _within(case: Case, names: Names) -> tuple[tuple[str, ...], list[str]]:
    ids, wrong = [], []
    for name in case.within:
        try:
            ids.append(names.document(name).id)
        except Unplaced as error:
            wrong.append(str(error))
    return tuple(ids), wrong


def _span(gold: Gold, text: str) -> Span:
    if gold.start is not None and gold.end is not None:
        return _given(gold, Span(gold.start, gold.end), text)
    quote = gold.quote or ""
    places = list(find(quote, text))
    shown = quote if len(quote) <= 80 else f"{quote[:77]}…"
    if not places:
        raise Unplaced(f"{gold.document} does not say “{shown}”.")
    if len(places) > 1:
        starts = ", ".join(str(span.start) for span in places[:4])
        raise Unplaced(
            f"{gold.document} says “{shown}” {len(places)} times, at {starts}; "
            "give more words, or a start and an end."
        )
    return places[0]


def _given(gold: Gold, span: Span, text: str) -> Span:
    if span.end > len(text):
        raise Unplaced(f"{gold.document} ends at {len(text)}, before {span.start}..{span.end}.")
    there = span.of(text)
    if gold.quote is not None and _bare(there) != _bare(gold.quote):
        shown = there if len(there) <= 60 else f"{there[:57]}…"
        raise Unplaced(f"{gold.document} has “{shown}” at {span.start}..{span.end}, not the quote.")
    return span


def find(quote: str, text: str) -> Iterator[Span]:
    """Yield where a text says a quote; white space and kinds of quotation marks do not matter."""
    words = quote.translate(_FOLDED).split()
    if words:
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        yield from (Span(*found.span()) for found in pattern.finditer(text.translate(_FOLDED)))


def _bare(text: str) -> str:
    return " ".join(text.translate(_FOLDED).split())


def accepted(placed: Iterable[Placed]) -> list[Placed]:
    """Return the cases that are run: all but drafts."""
    return [one for one in placed if one.case.status is Status.ACCEPTED]

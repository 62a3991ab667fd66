"""What an importer gives: cases, the documents they are about, and what was left out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from evals.cases.case import Case, Gold
from vectorstore.documents import canonical

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A document to write as a text file. `text` is canonical: offsets in it stay true."""

    name: str
    text: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """Cases and documents; `notes` are sentences about what could not be used."""

    cases: tuple[Case, ...]
    documents: tuple[TextDocument, ...]
    notes: tuple[str, ...] = ()


@dataclass
class Shelf:
    """Documents as they are collected: the same text once, every name once."""

    documents: list[TextDocument] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def add(
        self,
        key: str,
        text: str,
        title: str | None = None,
        url: str | None = None,
        published: str | None = None,
        authors: tuple[str, ...] = (),
    ) -> str | None:
        """Keep a document and return its file name; None for one without a word."""
        text = canonical(text)
        if not text.strip():
            return None
        title = " ".join(canonical(title or "").split()) or None
        digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
        if digest not in self._names:
            name = self._free(f"{_UNFIT.sub('-', key).strip('-.')[:_LONGEST] or 'document'}.txt")
            self._names[digest] = name
            self.documents.append(TextDocument(name, text, title, url, published, authors))
        return self._names[digest]

    def _free(self, name: str) -> str:
        stem, number, free = Path(name).stem, 1, name
        while free.casefold() in self._taken:
            number += 1
            free = f"{stem}-{number}.txt"
        self._taken.add(free.casefold())
        return free


def moved(text: str, offset: int) -> int:
    """Return where an offset into a text lies in its canonical form."""
    return len(canonical(text[:offset]))


def gold_at(name: str, text: str, start: int, end: int) -> Gold:
    """Return an exact gold span with its words."""
    return Gold(name, text[start:end], start, end)


def word(text: str) -> str:
    """Return a text as an id: without white space."""
    return _UNFIT.sub("-", text).strip("-") or "case"

"""A sentence of a draft, and the footnote marks that are no part of what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from vectorstore.documents import Span

NO_SOURCE, CONTRADICTED = "no source found", "contradicted"
"""What a checked draft says in brackets behind a sentence; a draft may have been checked before."""

MARK = (
    r"\[\^[^\]\s]{1,40}\](?:≈|✓|\\?~)?|\[s{0,3}\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\](?![(\[])"
    rf"|【[^】]{{1,40}}】|\[(?:{NO_SOURCE}|{CONTRADICTED})\]"
)
"""What a footnote mark looks like: [^1], [2], [3, 5], 【4】; a link's [1](address) is none."""

_MARKS = re.compile(rf"\s*(?:{MARK})")
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S*[.!?…][”’\"'»)\]]*$")


class Place(StrEnum):
    """What part of a draft a sentence stands in."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft: where it stands, and its words without any marks.

    `heading` is the nearest one above it and `before` the words of the sentence before it in the
    same section, with those that one leans on itself; both empty where there is none. A row of a
    table is a sentence.
    """

    span: Span
    words: str
    place: Place = Place.TEXT
    heading: str = ""
    before: str = ""


def unmarked(text: str) -> str:
    """Return a text on one line without footnote marks."""
    return " ".join(_MARKS.sub("", text).split())


def is_sentence(cell: str) -> bool:
    """Tell whether a table's cell holds whole sentences and not an entry."""
    return _SENTENCE.match(cell.strip()) is not None

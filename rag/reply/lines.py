"""What a line of a model's reply is: prose, an item, or one of the things that are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """What stands on a line."""

    PROSE = "prose"
    NOTHING = "nothing"
    FENCE = "fence"
    TABLE = "table"
    SOURCES = "sources"
    NOT_FOUND = "not_found"
    PREMISE = "premise"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Seen:
    """A line without what made it an item of a list, and the item's number where it has one."""

    kind: Line
    text: str
    item: int | None = None


_LEAD = r"[\s>*_#-]*"
_FENCE = re.compile(r"\s*(?:```|~~~)\s*(\w*)")
_TABLE = re.compile(r"\s*\|")
_HEADING = re.compile(r"\s*(?:#{1,6}\s|(?:\*\*|__)[^*_.!?]{1,80}?:?(?:\*\*|__):?\s*$)")
_RULE = re.compile(r"\s*(?:[-=_*]\s*){3,}$")
_DEFINED = re.compile(r"\s*\[\^?S?\d{1,3}\]:\s")
_LIST = re.compile(
    rf"{_LEAD}(?:(?:list of )?sources?|references?|citations?|footnotes?|works cited|quellen)"
    r"(?: used| cited)?\s*:?[\s*_]*(?::\s*(?:\[?\(?S?\d|$)|$)",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    rf"{_LEAD}[\"“'\[(]?NOT[ _](?:IN|FOUND)(?:[ _]IN)?(?:[ _]THE)?(?:[ _]SOURCES?)?\b"
    r"[\s\"”').:*_\]]*"
)
_PREMISE = re.compile(rf"{_LEAD}[\[(]?(?:FALSE )?PREMISE{_LEAD}:{_LEAD}")
_MISSING = re.compile(rf"{_LEAD}(?:MISSING|NOT ANSWERED){_LEAD}:{_LEAD}")
_BULLET = re.compile(r"\s*(?:[-*+•–‣>]\s+|\([a-z]\)\s+)")
_ITEM = re.compile(r"\s*\(?(\d{1,2})[.)]\s+")
_OPENING = re.compile(rf"{_LEAD}[\"“'\[(]?[A-Z][A-Z_ ]*:?\s*$|\s*[|#`~]|\s*$")


def fence(line: str) -> str | None:
    """Return what a line that opens or closes a code block names, "" for nothing, else None."""
    found = _FENCE.match(line)
    return found[1].lower() if found else None


def undecided(text: str) -> bool:
    """Tell whether a line that begins like this may still turn out to be no prose."""
    return _OPENING.match(text) is not None


def seen(line: str, item: int = 0) -> Seen:
    """Tell what a line is; `item` is the number of the list item before it, 0 for none."""
    if not line.strip() or _RULE.match(line) or _DEFINED.match(line):
        return Seen(Line.NOTHING, "")
    for kind, pattern in (
        (Line.FENCE, _FENCE),
        (Line.TABLE, _TABLE),
        (Line.SOURCES, _LIST),
        (Line.PREMISE, _PREMISE),
        (Line.MISSING, _MISSING),
        (Line.NOT_FOUND, _NOT_FOUND),
    ):
        if found := pattern.match(line):
            return Seen(kind, line[found.end() :].strip())
    if _HEADING.match(line):
        return Seen(Line.NOTHING, "")
    bullet = _BULLET.match(line)
    text = line[bullet.end() :] if bullet else line
    numbered = _ITEM.match(text)
    if numbered is not None and int(numbered[1]) == item + 1:
        return Seen(Line.PROSE, text[numbered.end() :], item + 1)
    return Seen(Line.PROSE, text)

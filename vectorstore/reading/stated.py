"""What the properties and the first lines of a PDF or DOCX state, with what programs put there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vectorstore.documents import Published
from vectorstore.reading.dateline import people, published_in
from vectorstore.reading.metadata import one_line

_NO_TITLE = re.compile(
    r"untitled\b.*|no title|document\s?\d*|doc\d*|slide \d+|[\W\d_]*|[0-9a-f-]{16,}|title|example"
    r"|microsoft (?:word|powerpoint|excel) - .*|powerpoint presentation|test"
    r"|.*\.(?:docx?|pdf|indd|tex|dvi|qxd|pptx?|xlsx?|rtf|odt|txt|html?)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r".*\b(?:microsoft|windows|office) user\b.*|admin(?:istrator)?|user|owner|unknown|default"
    r"|author|python-docx|anonymous|root|none",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300
_LONGEST_AUTHOR = 80
_RUNNING_TEXT = 40
_LONGEST_OPENING = 15
"""Words of a paragraph that is no longer part of a title page, and most paragraphs of one."""


def title_of(stated: object) -> str | None:
    """Return a title that a document's properties state; None for what programs fill in."""
    title = one_line(stated)
    if title is None or len(title) > _LONGEST_TITLE or _NO_TITLE.fullmatch(title):
        return None
    return title


def authors_of(stated: object) -> tuple[str, ...]:
    """Return the authors that a document's properties state, `Last, First` turned round."""
    value = one_line(stated)
    if value is None or _NO_AUTHOR.fullmatch(value):
        return ()
    if ";" in value:
        names = (" ".join(reversed(name.split(",", 1))) for name in value.split(";"))
        return tuple(name for each in names if (name := " ".join(each.split())))
    if listed := people(value):
        return listed
    is_name = len(value) <= _LONGEST_AUTHOR and " " in value and not re.search(r"@|://", value)
    return (value,) if is_name else ()


def published_of(lines: Iterable[str], how: str) -> Published | None:
    """Return the date of publication that the first lines of a document state, as exact as any.

    A month in a running header gives way to the day of that month in the line under the title.
    """
    found = [date.date for line in lines if (date := published_in([line]))]
    if not found:
        return None
    exact = [date for date in found if date.startswith(found[0])]
    return Published(max(exact, key=len), how)


def says_published(line: str) -> bool:
    """Tell whether a line says of a date that it is one of publication."""
    return (
        re.search(r"\b(?:published|publication|issued|released|publiée?)\b", line, re.I) is not None
    )


def shares_words(title: str, text: str) -> bool:
    """Tell whether most words of a title stand in a text."""
    words = re.findall(r"\w+", title.casefold())
    there = set(re.findall(r"\w+", text.casefold()))
    return sum(word in there for word in words) > len(words) / 2


def opening_of(paragraphs: Sequence[str]) -> int:
    """Return how many paragraphs stand before the first that is running text."""
    for index, paragraph in enumerate(paragraphs[:_LONGEST_OPENING]):
        if len(paragraph.split()) >= _RUNNING_TEXT:
            return index
    return min(len(paragraphs), _LONGEST_OPENING)

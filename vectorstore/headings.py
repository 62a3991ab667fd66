"""Which paragraphs of running text are section headings, told by their shape and their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from vectorstore.documents import Span

_LONGEST = 90
_MOST_WORDS = 14
_MOST_WORDS_BEFORE_COLON = 5
_MOST_IN_A_ROW = 2
_LONG_ENOUGH_FOR_TEXT = 120
_MARKED = re.compile(r"#{1,6}\s+(?=\S)")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]\s")
_BULLET = re.compile(r"[-*+•‣◦▪–—|>]\s?|```")
_LEAD = re.compile(r":$")
_STOPPED = re.compile(r"[.!;,…。！；|][\"'”’»)\]]*$|:$")
_SENTENCE_END = re.compile(r"[.!?:…。！？।؟][\"'”’»)\]]*$")


def headings(text: str, paragraphs: Sequence[Span], before_list: bool = False) -> set[int]:
    """Return the indices of the paragraphs that are headings.

    A heading is marked with `#`, or is one short line without a full stop above a paragraph that is
    running text, at most two such lines in a row; a line that leads to a list by a colon is none.
    `before_list` says that a list or a table follows the last paragraph.
    """
    found = {i for i, span in enumerate(paragraphs) if _MARKED.match(text, span.start)}
    shapes = [i in found or _has_shape(text, span) for i, span in enumerate(paragraphs)]
    for shape, group in groupby(range(len(shapes)), key=shapes.__getitem__):
        indices = list(group)
        after = indices[-1] + 1
        if not shape or len(indices) > _MOST_IN_A_ROW:
            continue
        leads = after == len(paragraphs) or _BULLET.match(text, paragraphs[after].start)
        if leads and _LEAD.search(paragraphs[indices[-1]].of(text)):
            indices.pop()
        elif after == len(paragraphs):
            indices = indices if before_list else []
        elif not _is_running_text(text, paragraphs[after]):
            continue
        found.update(indices)
    return found


def heading_text(text: str, span: Span) -> str:
    """Return a heading's words without the marks around them."""
    line = _MARKED.sub("", span.of(text), count=1)
    return " ".join(line.strip("#*_ \t").split())


def _has_shape(text: str, span: Span) -> bool:
    if len(span) > _LONGEST:
        return False
    line = span.of(text)
    if "\n" in line or " | " in line or len(line.split()) > _MOST_WORDS or _BULLET.match(line):
        return False
    first = line.lstrip("\"'“‘«([*_¿¡")[:1]
    starts = first.isdigit() or (first.isalpha() and not first.islower())
    few_words_and_colon = line.endswith(":") and len(line.split()) <= _MOST_WORDS_BEFORE_COLON
    return starts and (few_words_and_colon or not _STOPPED.search(line))


def _is_running_text(text: str, span: Span) -> bool:
    if len(span) >= _LONG_ENOUGH_FOR_TEXT or _BULLET.match(text, span.start):
        return True
    line = span.of(text)
    return _NUMBERED.match(line) is not None or _SENTENCE_END.search(line) is not None

"""Paragraphs of a text as spans: one a line, or the lines that hard wrapping cut apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.documents import Span

_WIDEST_WRAP = 140
_NARROWEST_WRAP = 40
_MOST_LINES = 400
_NEIGHBOURS = 12
_STRUCTURE = re.compile(
    r"\s*(?:[-*+•‣◦▪–—]\s|\(?(?:\d{1,3}|[A-Za-z])[.)]\s|#{1,6}\s|[|>]|```|~~~|:{3}|(?:[-*_=]\s*){3,}$)"
)
_ROW = re.compile(r" \| |\t")
_ENDS = re.compile(r"[.!?:;…。！？।؟]['\"”’»)\]*_]*$")
_LEANS_ON = re.compile(
    r"(?:[,–—-]|\b(?:a|an|and|as|at|by|for|from|in|is|of|on|or|that|the|to|was|were|with))$", re.I
)


def paragraphs(text: str, within: Span) -> Iterator[Span]:
    """Yield the paragraphs of `text` inside `within`: ordered, disjoint, trimmed of white space.

    A line is a paragraph of its own, headings and list items too, unless the lines around it show
    that the text was wrapped at a fixed width; then the lines up to the next blank one belong
    together.
    """
    for block in _blocks(text, within):
        if len(block) == 1:
            yield block[0]
            continue
        lines = [line.of(text) for line in block]
        wrapped = _is_wrapped(_with_neighbours(text, block))
        start = 0
        for at in range(1, len(block)):
            if not _continues(lines[at - 1], lines[at], wrapped):
                yield Span(block[start].start, block[at - 1].end)
                start = at
        yield Span(block[start].start, block[-1].end)


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without the white space at its ends; empty where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def lines(text: str, within: Span) -> Iterator[Span]:
    """Yield the lines inside `within` that are not blank, trimmed of white space."""
    for block in _blocks(text, within):
        yield from block


def _blocks(text: str, within: Span) -> Iterator[list[Span]]:
    """Yield the lines, trimmed, in runs without a blank line between them."""
    block: list[Span] = []
    at = within.start
    while at < within.end:
        end = text.find("\n", at, within.end)
        end = within.end if end < 0 else end
        line = trimmed(text, at, end)
        if block and (not line or len(block) == _MOST_LINES):
            yield block
            block = []
        if line:
            block.append(line)
        at = end + 1
    if block:
        yield block


def _with_neighbours(text: str, block: list[Span]) -> list[str]:
    """Return the lines of a block, whole, with those next to it that no blank line parts from it.

    So a passage that begins inside a wrapped paragraph is read as the whole paragraph was.
    """
    start, end = block[0].start, block[-1].end
    for step in range(_NEIGHBOURS):
        before = text.rfind("\n", max(0, start - _WIDEST_WRAP - 2), max(0, start - (step > 0))) + 1
        if before == 0 or (step and not text[before:start].strip()):
            break
        start = before
    for step in range(_NEIGHBOURS):
        after = text.find("\n", end + (step > 0), end + _WIDEST_WRAP + 2)
        if after < 0 or (step and not text[end:after].strip()):
            break
        end = after
    return [line.strip() for line in text[start:end].split("\n") if line.strip()]


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether a block of lines was filled to one width, as editors and mail programs do.

    All lines but the last are nearly full, and most go on in the middle of a sentence; where no
    letter is lower case, those go on whose line before is fuller still and ends without a stop.
    """
    width = max(map(len, lines))
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = sum(len(line) >= 0.6 * width for line in lines[:-1])
    if any(map(_has_lower, lines)):
        goes_on = sum(map(_goes_on, lines[1:]))
    else:
        goes_on = sum(len(line) >= 0.8 * width and not _ENDS.search(line) for line in lines[:-1])
    return full >= 0.8 * (len(lines) - 1) and goes_on >= 0.5 * (len(lines) - 1)


def _continues(line: str, following: str, wrapped: bool) -> bool:
    """Tell whether the break between two lines is one of layout only."""
    if _STRUCTURE.match(following) or _ROW.search(line) or _ROW.search(following):
        return False
    if line.startswith("#"):
        return False
    if wrapped:
        return True
    if _ENDS.search(line) or not 30 <= len(line) <= _WIDEST_WRAP:
        return False
    return following[0].islower() or _LEANS_ON.search(line) is not None


def _has_lower(line: str) -> bool:
    return not line.isupper() and any(map(str.islower, line))


def _goes_on(line: str) -> bool:
    """Tell whether a line begins inside a sentence, as far as its script can show."""
    return line[0].islower() or (line[0].isalpha() and not line[0].isupper())

"""A PDF page becomes visual lines: words with their boxes, as pdfium sees them.

Coordinates are PDF points with the origin at the bottom left.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

_TOKEN = re.compile("[^\\s\ufffe]+\ufffe?|\ufffe")
# An accent that a font draws beside its letter; pdfium cannot tell which letter that is.
_LOST_ACCENT = re.compile(r"[´ˇˆ`¨˜˚¸˘˙¯]*")
_BOLD = re.compile(rb"bold|black|heavy|semib|demi|,b$", re.I)
_CLEANED: dict[int, str | None] = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65535))
_CLEANED |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_CLEANED |= {0xFB05: "st", 0xFB06: "st", 0xF0B7: "•", 0xF0A7: "▪", 0xFFFE: "-"}
_SAME_LINE = 0.45
"""Share of the lower of two heights by which boxes on one line overlap."""
_CELL_GAP = 1.5
"""White space, in line heights, that is no word space."""
_TOUCHING = 0.12
"""White space, in line heights, that is not even a word space."""
_UPRIGHT = 30.0
"""Degrees by which a line may lean: slanted letters lean by up to 20, stamps across a page more."""
_RTL = frozenset({"R", "AL"})


class Word(NamedTuple):
    """A word and its box; `glued` where no space stands before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    glued: bool = False


@dataclass(slots=True)
class Line:
    """A visual line. `size` is the height of its letters, `row` that it is a row of a table."""

    words: list[Word]
    page: int
    bold: bool = False
    row: bool = False
    x0: float = field(init=False)
    y0: float = field(init=False)
    x1: float = field(init=False)
    y1: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        tallest = max(self.words, key=lambda word: word.y1 - word.y0)
        self.y0, self.y1 = tallest.y0, tallest.y1
        self.x0 = min(word.x0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)
        self.size = max(median(word.y1 - word.y0 for word in self.words), 0.1)

    @property
    def text(self) -> str:
        """The words of the line; the cells of a row with bars between."""
        if self.row:
            return " | ".join(_joined(cell) for cell in self.cells())
        return _joined(self.words)

    def cells(self) -> list[list[Word]]:
        """Return the words in groups with wide white space between."""
        groups = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.x0 - before.x1 > _CELL_GAP * self.size and not is_rtl(word.text):
                groups.append([])
            groups[-1].append(word)
        return groups


def _joined(words: list[Word]) -> str:
    return "".join(f"{'' if word.glued else ' '}{word.text}" for word in words).strip()


def is_rtl(text: str) -> bool:
    """Tell whether a word is written from right to left."""
    return any(unicodedata.bidirectional(character) in _RTL for character in text[:3])


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown: its bottom, its height, its lines in the order of its text."""

    bottom: float
    height: float
    lines: list[Line]

    def place(self, line: Line) -> float:
        """Return where a line stands: 0 at the bottom of the page, 1 at its top."""
        return ((line.y0 + line.y1) / 2 - self.bottom) / self.height


def read_page(page: Any, number: int) -> Page:
    """Read a page of pypdfium2; `number` counts from 0.

    Lines that stand across the page, as stamps in a margin do, are left out.
    """
    _, bottom, _, top = _turned(page.get_bbox(), page.get_rotation())
    return Page(bottom, max(top - bottom, 1.0), _lines_of(page, number))


def _lines_of(page: Any, number: int) -> list[Line]:
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        found: list[tuple[Line, bool]] = []
        for words, first, last in _grouped(_words(textpage, page.get_rotation())):
            angle = math.degrees(pdfium.FPDFText_GetCharAngle(textpage.raw, first))
            upright = abs((angle - page.get_rotation() + 180) % 360 - 180) < _UPRIGHT
            bold = all(_is_bold(pdfium, textpage.raw, index) for index in (first, last))
            found.append((Line(words, number, bold), upright))
    finally:
        textpage.close()
    across = sum(not upright for _, upright in found)
    return [line for line, upright in found if upright or across > len(found) / 2]


def _grouped(words: Iterator[tuple[Word, int]]) -> Iterator[tuple[list[Word], int, int]]:
    """Yield the words of each visual line, and the indices of its first and last words."""
    line: list[Word] = []
    first = last = 0
    for word, index in words:
        if line and not _on_one_line(line, word):
            yield line, first, last
            line = []
        if not line:
            first = index
        line.append(word)
        last = index
    if line:
        yield line, first, last


def _words(textpage: Any, rotation: int) -> Iterator[tuple[Word, int]]:
    """Yield the words of a page, each with the index of its first character in pdfium."""
    import pypdfium2.raw as pdfium

    text = textpage.get_text_range()
    raw, box = textpage.raw, pdfium.FS_RECTF()
    direct = len(text) == textpage.count_chars()
    before: Word | None = None
    end = 0
    for match in _TOKEN.finditer(text):
        first, last = match.start(), match.end() - 1
        if not direct:
            wide = len(text[:first].encode("utf-16-le")) // 2
            last = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, wide + last - first)
            first = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, wide)
        token = match[0].translate(_CLEANED)
        if _LOST_ACCENT.fullmatch(token):
            continue
        word = Word(token, *_turned(_box(pdfium, raw, box, first, last), rotation))
        if word.y1 - word.y0 <= 0 and before is not None:
            word = word._replace(x0=before.x1, x1=before.x1, y0=before.y0, y1=before.y1)
        between = text[end : match.start()]
        if before is not None and (not between or "\n" in between):
            word = word._replace(glued=_touches(before, word))
        yield word, first
        before, end = word, match.end()


def _touches(before: Word, word: Word) -> bool:
    height = max(word.y1 - word.y0, before.y1 - before.y0)
    return abs(word.x0 - before.x1) < _TOUCHING * height and not before.text.endswith("-")


def _turned(
    box: tuple[float, float, float, float], rotation: int
) -> tuple[float, float, float, float]:
    """Return a box as it stands on a page that is shown turned clockwise by `rotation` degrees."""
    x0, y0, x1, y1 = box
    match rotation:
        case 90:
            return y0, -x1, y1, -x0
        case 180:
            return -x1, -y1, -x0, -y0
        case 270:
            return -y1, x0, -y0, x1
        case _:
            return box


def _box(
    pdfium: Any, raw: Any, box: Any, first: int, last: int
) -> tuple[float, float, float, float]:
    pdfium.FPDFText_GetLooseCharBox(raw, first, box)
    x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
    if last != first:
        pdfium.FPDFText_GetLooseCharBox(raw, last, box)
        x0, x1 = min(x0, box.left), max(x1, box.right)
        y0, y1 = min(y0, box.bottom), max(y1, box.top)
    return x0, y0, x1, y1


def _on_one_line(words: list[Word], word: Word) -> bool:
    before = words[-1]
    tallest = max(words, key=lambda each: each.y1 - each.y0)
    height = max(min(tallest.y1 - tallest.y0, word.y1 - word.y0), 0.1)
    overlap = min(tallest.y1, word.y1) - max(tallest.y0, word.y0)
    if overlap < _SAME_LINE * height or (before.text.endswith("-") and word.x0 < before.x0):
        return False
    return is_rtl(word.text) or is_rtl(before.text) or word.x0 >= before.x1 - 0.6 * height


def _is_bold(pdfium: Any, raw: Any, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 128, flags)
    return _BOLD.search(name.value) is not None

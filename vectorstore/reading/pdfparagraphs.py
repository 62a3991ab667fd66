"""The lines of a PDF become paragraphs, whole also where a column or a page ends inside one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from vectorstore.documents import RegionKind
from vectorstore.reading.hyphens import Hyphens
from vectorstore.reading.pdfwords import Line

_SAME_SIZE = 1.18
_SMALL = 0.92
_FAR = 1.35
_VERY_FAR = 1.9
"""How many times the usual distance of lines separates paragraphs, and what inside a sentence."""
_INDENT = 0.8
_WORD_SPACE = 0.35
_MOST_CAPTION_WORDS = 120
_BULLET = re.compile(r"[•▪◦‣●○■□◆►➢✓–—*-]\s")
_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\([ivx]{1,4}\))\s")
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|chart|map|photo|exhibit|graph|box|abbildung|abb\.|tabelle|tableau)"
    r"\s*\d+(?:\.\d+)*\s*[.:|–—-]?\s",
    re.I,
)
_ORNAMENT = re.compile(r"[.·•*_=~—–\s-]{3,}|\W")
_ENDS = re.compile(r"[.!?:;…。！？।؟][\"'”’»)\]\d]*$")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `apart` when it is a note or caption the text runs round."""

    lines: list[Line]
    kind: RegionKind
    text: str
    apart: bool = False

    @property
    def size(self) -> float:
        """The height of its letters."""
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


def body_size(lines: list[Line]) -> float:
    """Return the height of the letters in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += sum(len(word.text) for word in line.words)
    return sizes.most_common(1)[0][0]


def paragraphs_of(pages: list[list[Line]]) -> list[Paragraph]:
    """Return the paragraphs of pages of lines, which are in the order they are read."""
    lines = [line for page in pages for line in page if not _ORNAMENT.fullmatch(line.text)]
    if not lines:
        return []
    usual = body_size(lines)
    hyphens = Hyphens(line.text for line in lines)
    found = [_paragraph(group, usual, hyphens) for group in _groups(lines)]
    return _continued(found, usual, hyphens)


def _paragraph(lines: list[Line], usual: float, hyphens: Hyphens) -> Paragraph:
    if lines[0].row:
        return Paragraph(lines, RegionKind.TABLE, "\n".join(line.text for line in lines), True)
    text = hyphens.joined(line.text for line in lines)
    paragraph = Paragraph(lines, RegionKind.BODY, text)
    if _CAPTION.match(text) and len(text.split()) <= _MOST_CAPTION_WORDS:
        paragraph.kind = RegionKind.CAPTION
    elif _BULLET.match(text):
        paragraph.kind = RegionKind.LIST
    paragraph.apart = paragraph.kind is RegionKind.CAPTION or paragraph.size < _SMALL * usual
    return paragraph


def _groups(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph, columns and pages apart."""
    for column in _columns(lines):
        if column[0].row:
            yield column
            continue
        usual = _distance(column)
        group = [column[0]]
        for at in range(1, len(column)):
            following = column[at + 1] if at + 1 < len(column) else None
            if _begins(group, column[at], following, column, usual):
                yield group
                group = []
            group.append(column[at])
        yield group


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield runs of lines that stand one below the other on one page, tables by themselves."""
    column = [lines[0]]
    for before, line in pairwise(lines):
        below = line.page == before.page and line.y0 < before.y0
        beside = line.x0 > before.x1 or line.x1 < before.x0
        if not below or beside or line.row != before.row:
            yield column
            column = []
        column.append(line)
    yield column


def _distance(column: list[Line]) -> float:
    """Return the usual distance of the lines of a column."""
    steps = [a.y0 - b.y0 for a, b in pairwise(column) if a.y0 - b.y0 < 2.5 * a.size]
    return median(steps) if steps else 1.3 * column[0].size


def _begins(
    group: list[Line], line: Line, following: Line | None, column: list[Line], usual: float
) -> bool:
    """Tell whether a line begins a new paragraph under those of `group`."""
    before = group[-1]
    if max(line.size, before.size) > _SAME_SIZE * min(line.size, before.size):
        return True
    if line.bold != before.bold:
        return True
    text = line.text
    ended = _ENDS.search(before.text) is not None
    far = _FAR if ended or not text[0].islower() else _VERY_FAR
    if before.y0 - line.y0 > max(far * usual, 1.2 * line.size):
        return True
    if _BULLET.match(text) or (_NUMBER.match(text) and (ended or len(group) == 1)):
        return not (_BULLET.match(text) and text[0] in "-–—" and not ended)
    if _is_short(before, line, column) and (ended or not text[0].islower()):
        return True
    return _is_indented(group, line, following, ended)


def _is_short(before: Line, line: Line, column: list[Line]) -> bool:
    """Tell whether the line above ends although the first word of this line would have fitted."""
    similar = [
        other
        for other in column
        if max(other.size, before.size) <= _SAME_SIZE * min(other.size, before.size)
    ]
    right = max(other.x1 for other in similar)
    first = line.words[0]
    return right - before.x1 > first.x1 - first.x0 + (_WORD_SPACE + 0.5) * line.size


def _is_indented(group: list[Line], line: Line, following: Line | None, ended: bool) -> bool:
    """Tell a first line that is indented, or that is not where all others are."""
    step = _INDENT * line.size
    if len(group) > 1 and group[0].x0 < group[-1].x0 - step and line.x0 < group[-1].x0 - step:
        return True
    if line.x0 <= group[-1].x0 + step or not ended:
        return False
    return following is not None and following.x0 < line.x0 - step


def _continued(found: list[Paragraph], usual: float, hyphens: Hyphens) -> list[Paragraph]:
    """Join a paragraph that a column or page ends in to its rest, past notes and tables between."""
    kept: list[Paragraph] = []
    unfinished: Paragraph | None = None
    for paragraph in found:
        if unfinished and _carries_on(unfinished, paragraph):
            unfinished.lines += paragraph.lines
            unfinished.text = hyphens.joined([unfinished.text, paragraph.text])
        else:
            kept.append(paragraph)
            if paragraph.apart:
                continue
            unfinished = paragraph
        if _ENDS.search(unfinished.text) or unfinished.bold or unfinished.size > 1.1 * usual:
            unfinished = None
    return kept


def _carries_on(unfinished: Paragraph, paragraph: Paragraph) -> bool:
    before, line = unfinished.lines[-1], paragraph.lines[0]
    if paragraph.kind is not RegionKind.BODY or paragraph.bold or line.page > before.page + 1:
        return False
    if max(line.size, before.size) > _SAME_SIZE * min(line.size, before.size):
        return False
    elsewhere = line.page != before.page or line.y0 > before.y0
    first = line.text.lstrip("“\"'‘([")[:1]
    in_a_sentence = first.islower() or first.isdigit()
    if elsewhere and before.text.endswith("-"):
        return True
    full = before.x1 > 0.9 * max(each.x1 for each in unfinished.lines if each.page == before.page)
    return elsewhere and (in_a_sentence or (full and len(unfinished.lines) > 1))

"""The lines of a PDF page in the order they are read: columns told from tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from vectorstore.reading.pdfwords import Line, Word

_FEWEST_COLUMN_LINES = 4
_FEWEST_ROWS = 3
_FEWEST_CELLS = 6
_COVERED = 0.7
"""Share of the divided lines that a gap between columns has to divide."""
_WORDS_OF_TEXT = 3.5
"""Words a line of a column holds on average; the cell of a table holds fewer."""
_MOST_DIGITS = 0.4
"""Share of the words of a column that may hold digits; those of a table often do."""
_MOST_LINES_INSIDE_A_TABLE = 2
_MOST_WORDS_INSIDE_A_TABLE = 8


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Return a page's lines as they are read, and mark those that are rows of a table.

    pdfium keeps the order in which a page was written, mostly that of reading. Where it runs the
    columns of a page together, they are taken apart here; where lines with gaps are no text, they
    are the rows of a table.
    """
    ordered: list[Line] = []
    runs = list(_runs(lines))
    for index, (divided, run) in enumerate(runs):
        gap = _gap_between_columns(run) if divided else None
        if gap is not None:
            left, right = _sides(run, gap)
            if index + 1 < len(runs):
                left += _taken_left_of(gap, runs[index + 1][1])
            ordered += in_reading_order(left) + in_reading_order(right)
        else:
            ordered += _as_table(run) if divided else run
    return ordered


def _taken_left_of(gap: float, following: list[Line]) -> list[Line]:
    """Take from the lines below two columns those that go on with the left one."""
    count = next((i for i, line in enumerate(following) if line.x1 > gap), len(following))
    taken = following[:count]
    del following[:count]
    return taken


def _runs(lines: list[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Yield runs of lines: those with gaps inside, with the few others among them, and the rest."""
    gapped = [len(line.cells()) > 1 for line in lines]
    at = 0
    while at < len(lines):
        end = at + 1
        if not gapped[at]:
            while end < len(lines) and not gapped[end]:
                end += 1
            yield False, lines[at:end]
        else:
            last = at
            while end < len(lines) and end - last <= _MOST_LINES_INSIDE_A_TABLE + 1:
                if not lines[end].y1 <= lines[end - 1].y1 + lines[end].size / 2:
                    break
                if gapped[end]:
                    last = end
                elif len(lines[end].words) > _MOST_WORDS_INSIDE_A_TABLE and not _beside_gap(
                    lines[end], lines[at]
                ):
                    break
                end += 1
            end = last + 1
            yield True, lines[at:end]
        at = end


def _gap_between_columns(run: list[Line]) -> float | None:
    """Return the x that divides a run of lines into two columns of text, if one does."""
    rows = [line for line in run if len(line.cells()) > 1]
    if len(rows) < _FEWEST_COLUMN_LINES:
        return None
    gaps = [_gaps(line) for line in rows]
    middles = [(x0 + x1) / 2 for each in gaps for x0, x1 in each]
    best = max(middles, key=lambda x: sum(_divides(x, each) for each in gaps))
    if sum(_divides(best, each) for each in gaps) < _COVERED * len(rows):
        return None
    return best if all(_is_text(side) for side in _sides(rows, best)) else None


def _is_text(lines: list[Line]) -> bool:
    words = [word for line in lines for word in line.words]
    digits = sum(any(character.isdigit() for character in word.text) for word in words)
    return len(words) >= _WORDS_OF_TEXT * len(lines) and digits <= _MOST_DIGITS * len(words)


def _beside_gap(line: Line, divided: Line) -> bool:
    """Tell whether a line lies wholly on one side of a gap of another, as a column's last may."""
    return any(line.x1 <= (x0 + x1) / 2 or line.x0 >= (x0 + x1) / 2 for x0, x1 in _gaps(divided))


def _gaps(line: Line) -> list[tuple[float, float]]:
    cells = line.cells()
    return [(a[-1].x1, b[0].x0) for a, b in pairwise(cells)]


def _divides(x: float, gaps: list[tuple[float, float]]) -> bool:
    return any(x0 <= x <= x1 for x0, x1 in gaps)


def _sides(lines: list[Line], x: float) -> tuple[list[Line], list[Line]]:
    """Return the lines left and right of `x`; one that has words on both sides becomes two."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        here = [word for word in line.words if _middle(word) < x]
        there = [word for word in line.words if _middle(word) >= x]
        for side, words in ((left, here), (right, there)):
            if words:
                side.append(Line(words, line.page, line.bold))
    return left, right


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _as_table(run: list[Line]) -> list[Line]:
    rows = [len(line.cells()) for line in run if len(line.cells()) > 1]
    if len(rows) >= _FEWEST_ROWS or sum(rows) >= _FEWEST_CELLS:
        for line in run:
            line.row = True
    return run

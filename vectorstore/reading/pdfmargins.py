"""Running headers, footers and page numbers: what a page repeats is not its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import median

from vectorstore.reading.pdfwords import Line, Page

_ZONE = 0.15
_EDGE = 0.085
"""Shares of a page's height, from the top and from the bottom."""
_SAME_PLACE = 0.03
_MOST_LINES = 4
_ENOUGH_PAGES = 4
_SHARE_OF_PAGES = 0.3
_MOST_WORDS = 20
_SMALL = 1.25
_APART = 1.8
"""Times the height of the text: how large a line in a margin may be, and how far from the text."""
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|g|\.)?|seite|página|pagina)?\W*(?:#|[ivxlc]{1,6})(?:\s*(?:of|/|von|de|sur)\s*#)?\W*"
)


def without_margins(pages: list[Page]) -> tuple[list[list[Line]], list[str]]:
    """Return each page's lines without what runs in its margins, and that, each text once.

    A line in the outer parts of a page runs if it stands at the same place of several pages, its
    numbers aside, or holds a page number only. At the very edge a short line in small print that
    stands apart runs too, so that it is told from the text of a single page.
    """
    repeated = _repeated(pages)
    kept: list[list[Line]] = []
    margins: dict[str, str] = {}
    for page in pages:
        running = {id(line) for line in _outer(page) if _key(page, line) in repeated}
        running |= {id(line) for line in _page_numbers(page)}
        running |= {id(line) for line in _at_the_edge(page, running)}
        kept.append([line for line in page.lines if id(line) not in running])
        for line in page.lines:
            if id(line) in running and not _PAGE_NUMBER.fullmatch(_normal(line)):
                margins.setdefault(_normal(line), line.text)
    return kept, list(margins.values())


def _outer(page: Page) -> list[Line]:
    """Return the first and last lines of a page, by place, that are in its outer parts."""
    by_place = sorted(page.lines, key=page.place)
    lowest, highest = by_place[:_MOST_LINES], by_place[-_MOST_LINES:]
    outer = [line for line in lowest if page.place(line) < _ZONE]
    return outer + [line for line in highest if page.place(line) > 1 - _ZONE]


def _repeated(pages: list[Page]) -> set[tuple[bool, str]]:
    places: dict[tuple[bool, str], list[float]] = defaultdict(list)
    for page in pages:
        for key, place in {_key(page, line): page.place(line) for line in _outer(page)}.items():
            places[key].append(place)
    least = max(2, min(_ENOUGH_PAGES, _SHARE_OF_PAGES * len(pages)))
    return {key for key, found in places.items() if _at_one_place(found) >= least}


def _at_one_place(places: list[float]) -> int:
    middle = median(places)
    return sum(abs(place - middle) < _SAME_PLACE for place in places)


def _key(page: Page, line: Line) -> tuple[bool, str]:
    return page.place(line) > 0.5, _normal(line)


def _normal(line: Line) -> str:
    return " ".join(_NUMBER.sub("#", line.text.casefold()).split())


def _page_numbers(page: Page) -> Iterator[Line]:
    """Yield the first and last line of a page if it is a page number that stands apart."""
    by_place = sorted(page.lines, key=page.place)
    for direction in (by_place, by_place[::-1]):
        if not direction or _PAGE_NUMBER.fullmatch(_normal(direction[0])) is None:
            continue
        line = direction[0]
        if len(direction) < 2 or abs(line.y0 - direction[1].y0) > _APART * line.size:
            yield line


def _at_the_edge(page: Page, running: Iterable[int]) -> Iterator[Line]:
    """Yield short lines at the top and bottom edge, in small print and apart from the text."""
    rest = sorted((line for line in page.lines if id(line) not in running), key=page.place)
    if len(rest) < 2 * _MOST_LINES:
        return
    usual = median(line.size for line in rest)
    for direction in (rest, rest[::-1]):
        edge: list[Line] = []
        for line, following in pairwise(direction[: _MOST_LINES + 1]):
            place = page.place(line)
            small = line.size <= _SMALL * usual and len(line.words) <= _MOST_WORDS
            if min(place, 1 - place) > _EDGE or not small or line.bold:
                break
            edge.append(line)
            if abs(line.y0 - following.y0) > _APART * usual:
                yield from edge
                break

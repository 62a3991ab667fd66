"""An HTML page as blocks of text, in page order, each with the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from vectorstore.documents import canonical
from vectorstore.reading.hiding import grounds, hides, whitens

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr"
    " output q ruby rb rp rt s samp small span strike strong sub sup time tt u var wbr".split()
)
_DROPPED = frozenset(
    "script style noscript template svg math head iframe object embed canvas audio video select"
    " textarea datalist map frameset noframes applet meta link".split()
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|element-invisible)(?:\s|$)"
    r"|(?:tooltip|popover|rollover)[\w-]*(?:block|content|inner|text|body|card)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_LONGEST_CELL = 300
_ALL = 0.9
_UNSEEN = "unseen"  # no element of HTML
_BOLD = ("b", "strong")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with no block border inside: its words, its element, how much links or is bold.

    White space is collapsed; a line break of the page is a line end. A table of data is one block,
    a line a row. A line that is all link, or all bold, is a block of its own.
    """

    text: str
    element: HtmlElement
    linked: int = 0
    bold: int = 0

    @property
    def tag(self) -> str:
        """The name of the block's element."""
        return str(self.element.tag)

    @property
    def link_density(self) -> float:
        """The share of its characters that are in links."""
        return self.linked / len(self.text)

    @property
    def stands_out(self) -> bool:
        """Whether all of it is a link, or all of it is bold."""
        return max(self.linked, self.bold) >= _ALL * len(self.text)


def drop_unseen(root: HtmlElement) -> None:
    """Take out of a page what a reader of it does not see: scripts, styles, hidden parts."""
    styled = any(_styles(each) for each in root.iter("style", "link"))
    for element in [each for each in root.iter(etree.Element) if _unseen(each, root, styled)]:
        element.tag = _UNSEEN
    # Not `drop_tree`: it refuses to move text that XML cannot hold, and a page may have any.
    etree.strip_elements(root, _UNSEEN, with_tail=False)


def depth_of(root: HtmlElement) -> int:
    """Return how deep the elements of a page are nested."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def blocks_of(root: HtmlElement) -> list[Block]:
    """Return the page's blocks in page order; none is empty."""
    return list(_Walk().run(root))


class _Walk:
    def __init__(self) -> None:
        self._lines: list[list[_Run]] = [[]]
        self._open: list[HtmlElement] = []
        self._inside = {"a": 0, "b": 0, "strong": 0, "pre": 0}

    def run(self, root: HtmlElement) -> Iterator[Block]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                yield from self._leave(element)
            elif element.tag == "table" and is_data_table(element):
                yield from self._flush()
                yield from _table(element)
                self._open.append(element)
                walk.skip_subtree()
            else:
                yield from self._enter(element)

    def _enter(self, element: HtmlElement) -> Iterator[Block]:
        if element.tag == "br":
            if not _line(self._lines[-1]):
                yield from self._flush()
            self._lines.append([])
        elif element.tag not in _INLINE:
            yield from self._flush()
            self._open.append(element)
        if element.tag in self._inside:
            self._inside[element.tag] += 1
        self._add(element.text)

    def _leave(self, element: HtmlElement) -> Iterator[Block]:
        if element.tag not in _INLINE and element.tag != "br":
            yield from self._flush()
            self._open.pop()
        if element.tag in self._inside:
            self._inside[element.tag] -= 1
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        bold = any(self._inside[tag] for tag in _BOLD)
        for index, line in enumerate(text.split("\n") if self._inside["pre"] else [text]):
            if index:
                self._lines.append([])
            self._lines[-1].append(_Run(_visible(line), bool(self._inside["a"]), bold))

    def _flush(self) -> Iterator[Block]:
        lines, self._lines = self._lines, [[]]
        pending: list[Block] = []
        for line in lines:
            text = _line(line)
            if not text or not self._open:
                continue
            linked, bold = (min(count, len(text)) for count in _counts(line))
            block = Block(text, self._open[-1], linked, bold)
            if block.stands_out and len(text.split()) > 1:
                yield from _joined(pending)
                yield block
                pending = []
            else:
                pending.append(block)
        yield from _joined(pending)


class _Run(NamedTuple):
    text: str
    linked: bool
    bold: bool


def _visible(text: str) -> str:
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", canonical(text)))


def _line(runs: list[_Run]) -> str:
    return re.sub(" {2,}", " ", "".join(run.text for run in runs)).strip()


def _counts(runs: list[_Run]) -> tuple[int, int]:
    linked = sum(len(run.text) for run in runs if run.linked)
    return linked, sum(len(run.text) for run in runs if run.bold)


def _joined(lines: list[Block]) -> Iterator[Block]:
    if lines:
        text = "\n".join(line.text for line in lines)
        linked, bold = sum(line.linked for line in lines), sum(line.bold for line in lines)
        yield Block(text, lines[0].element, linked, bold)


def is_data_table(table: HtmlElement) -> bool:
    """Tell a table of data from one that lays out the page: rows of short cells."""
    if table.find(".//table") is not None or table.find(".//p") is not None:
        return False
    rows = [row for row in table.iter("tr") if len(row)]
    cells = [cell for row in rows for cell in row]
    wide = max((len(row) for row in rows), default=0) > 1
    return len(rows) > 1 and wide and all(len(_words(cell)) <= _LONGEST_CELL for cell in cells)


def _table(table: HtmlElement) -> Iterator[Block]:
    caption = table.find(".//caption")
    if caption is not None and (words := _words(caption)):
        yield Block(words, caption)
    rows = (" | ".join(filter(None, map(_words, row))) for row in table.iter("tr"))
    if text := "\n".join(row for row in rows if row):
        linked = sum(len(_words(link)) for link in table.iter("a"))
        yield Block(text, table, min(linked, len(text)))


def _words(element: HtmlElement) -> str:
    return _visible(" ".join(element.itertext())).strip()


def _styles(element: HtmlElement) -> bool:
    return element.tag == "style" or "stylesheet" in element.get("rel", "").lower()


def _white_on_white(element: HtmlElement) -> bool:
    """Tell whether words are white and nothing around them paints another ground."""
    if not whitens(element.get("style", "")):
        return False
    around = [element, *element.iterancestors()]
    return not any(grounds(each.get("style", "")) or each.get("bgcolor") for each in around)


def _unseen(element: HtmlElement, root: HtmlElement, styled: bool) -> bool:
    if element.tag in _DROPPED:
        return True
    if element is root or element.tag in ("html", "body"):
        return False
    if element.get("hidden") is not None or hides(element.get("style", "")):
        return True
    if not styled and _white_on_white(element):
        return True
    if element.get("aria-hidden", "").lower() == "true":
        # A page that was saved with a dialog open hides all but the dialog.
        return element.find(".//h1") is None and element.find(".//article") is None
    return bool(_HIDDEN_CLASS.search(element.get("class", "")))

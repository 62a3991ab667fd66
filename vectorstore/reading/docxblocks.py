"""The XML of a DOCX body as blocks, in document order (ECMA-376, WordprocessingML).

python-docx lists paragraphs and tables, but neither what stands in content controls and text boxes
nor what tracked changes inserted; so the elements are walked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vectorstore.documents import RegionKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_ENDNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
# Deleted or moved text, field codes, and the second of two alternatives are not read.
_SKIPPED = frozenset(
    [f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr")]
) | {f"{_MC}Fallback"}
_HOLDERS = frozenset(
    [f"{_W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")]
)
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "",
}
_LONGEST_CELL = 45
_HEADING = re.compile(r"heading \d|title")
_SPACE = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item, or a table with a line a row; `style` in lower case."""

    kind: RegionKind
    text: str
    style: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether its style makes it a heading."""
        return _HEADING.match(self.style) is not None


def blocks_of(element: Any, styles: Mapping[str, str]) -> Iterator[Block]:
    """Yield the blocks inside an element; `styles` maps the ids of styles to their names."""
    for child in element.iterchildren():
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, styles)
        elif child.tag in _HOLDERS:
            yield from blocks_of(child, styles)


def notes_of(part: Any) -> Iterator[Block]:
    """Yield the footnotes and endnotes of a document part, a block each."""
    from docx.oxml import parse_xml

    for relation in part.rels.values():
        if relation.reltype in (_FOOTNOTES, _ENDNOTES) and not relation.is_external:
            for note in parse_xml(relation.target_part.blob).iterchildren():
                if note.get(f"{_W}type") in (None, "normal") and (text := _inner_text(note)):
                    yield Block(RegionKind.BODY, text)


def _paragraph(element: Any, styles: Mapping[str, str]) -> Iterator[Block]:
    style = ""
    numbered = element.find(f"{_W}pPr/{_W}numPr") is not None
    named = element.find(f"{_W}pPr/{_W}pStyle")
    if named is not None:
        style = styles.get(named.get(f"{_W}val"), "").lower()
    boxes: list[Any] = []
    lines = "".join(_text(element, boxes)).splitlines()
    text = "\n".join(line for each in lines if (line := _SPACE.sub(" ", each).strip()))
    if text:
        yield Block(_kind(style, numbered), text, style)
    for box in boxes:
        yield from blocks_of(box, styles)


def _kind(style: str, numbered: bool) -> RegionKind:
    if style.startswith(("toc ", "header", "footer")):
        return RegionKind.BOILERPLATE
    if style == "caption":
        return RegionKind.CAPTION
    is_item = (numbered or style.startswith("list")) and not _HEADING.match(style)
    return RegionKind.LIST if is_item else RegionKind.BODY


def _text(element: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the text of a paragraph; text boxes that hang on it are put into `boxes`."""
    for child in element.iterchildren():
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _text(child, boxes)


def _table(element: Any, styles: Mapping[str, str]) -> Iterator[Block]:
    """Yield a table of data as one block; of one that is mere layout, the blocks in its cells."""
    rows = [list(row.iter(f"{_W}tc")) for row in element.iterchildren(f"{_W}tr")]
    nested = element.find(f".//{_W}tc//{_W}tbl") is not None
    texts = [[_inner_text(cell) for cell in row] for row in rows]
    longest = max((len(text.split()) for row in texts for text in row), default=0)
    if nested or longest > _LONGEST_CELL or max(map(len, rows), default=0) < 2:
        for row in element.iterchildren(f"{_W}tr"):
            for cell in row.iterchildren(f"{_W}tc"):
                yield from blocks_of(cell, styles)
        return
    if text := "\n".join(" | ".join(row).strip() for row in texts if any(row)):
        yield Block(RegionKind.TABLE, text)


def _inner_text(element: Any) -> str:
    """Return all text inside an element on one line."""
    paragraphs = ("".join(_text(each, [])) for each in element.iter(f"{_W}p"))
    return " ".join(" ".join(paragraphs).split())

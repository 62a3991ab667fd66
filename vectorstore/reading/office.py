"""DOCX files: paragraphs, headings, lists, tables and notes in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from vectorstore.documents import RegionKind
from vectorstore.errors import ReadingError
from vectorstore.reading import stated
from vectorstore.reading.compose import Part, composed
from vectorstore.reading.dateline import byline_names, is_byline
from vectorstore.reading.docxblocks import Block, blocks_of, notes_of
from vectorstore.reading.metadata import language_tag
from vectorstore.reading.reading import Reading

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_UNPACKED = 512 * 1024**2
_SUSPECT_UNPACKED = 64 * 1024**2
_SUSPECT_RATIO = 200
"""Bytes a DOCX may unpack to; and from which size on, at which ratio, it is taken for a bomb."""

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_PROLOGUE = 4096
_LONGEST_ITEM = 40
_DATED_LINES = 20


def read_docx(data: bytes, name: str) -> Reading:
    """Read a DOCX.

    Raises ReadingError for one that is damaged, cut off, protected, or unpacks to far more than any
    document holds. The date is one that the first lines state; never that of the file.
    """
    _refuse_bombs(data, name)
    blocks, properties = _opened(data, name)
    if not any(block.text.strip() for block in blocks):
        raise ReadingError(f"{name} contains no text.")
    return _reading(blocks, properties)


def _refuse_bombs(data: bytes, name: str) -> None:
    """Refuse what would fill the memory or keep the XML parser busy for hours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            ratio = unpacked / max(len(data), 1)
            bomb = unpacked > _SUSPECT_UNPACKED and ratio > _SUSPECT_RATIO
            if unpacked > LARGEST_UNPACKED or bomb:
                raise ReadingError(
                    f"{name} would unpack to {unpacked // 1024**2} MB and is not opened."
                )
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        if _DOCTYPE.search(part.read(_PROLOGUE).replace(b"\0", b"")):
                            raise ReadingError(f"{name} declares XML entities and is not opened.")
    except ReadingError:
        raise
    except RuntimeError as error:
        raise ReadingError(f"{name} is encrypted; save a copy without a password.") from error
    except Exception as error:
        raise ReadingError(f"{name} is a damaged or cut off DOCX file.") from error


def _opened(data: bytes, name: str) -> tuple[list[Block], Any]:
    """Return the blocks and properties of a DOCX; what zip, XML and python-docx raise is damage."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: style.name or "" for style in document.styles}
        blocks = [*blocks_of(document.element.body, styles), *notes_of(document.part)]
        return blocks, document.core_properties
    except Exception as error:
        raise ReadingError(f"{name} is a damaged DOCX file.") from error


def _reading(blocks: list[Block], properties: Any) -> Reading:
    title = stated.title_of(properties.title)
    authors = stated.authors_of(properties.author)
    headline = _headline(blocks, title)
    opening = _opening(blocks)
    parts: list[Part] = []
    for index, block in enumerate(blocks):
        part = _part(block)
        if index == headline:
            part = part._replace(kind=RegionKind.HEADLINE)
        elif index < opening and part.kind is RegionKind.BODY and is_byline(block.text):
            part = part._replace(kind=RegionKind.BYLINE)
            authors = authors or byline_names(block.text)
        parts.append(part)
    text, regions = composed(parts)
    later = [b.text for b in blocks[opening:_DATED_LINES] if stated.says_published(b.text)]
    lines = [line for block in blocks[:opening] for line in block.text.splitlines()]
    return Reading(
        text=text,
        regions=regions,
        media_type=MEDIA_TYPE,
        title=title or (blocks[headline].text if headline is not None else None),
        authors=authors,
        published=stated.published_of([*lines, *later], "first lines"),
        language=language_tag(properties.language),
    )


def _part(block: Block) -> Part:
    if block.kind is RegionKind.LIST:
        if len(block.text.split()) > _LONGEST_ITEM:
            return Part(RegionKind.BODY, block.text)
        return Part(RegionKind.LIST, f"• {block.text}")
    return Part(block.kind, block.text)


def _headline(blocks: list[Block], title: str | None) -> int | None:
    """Return which block is the headline: by its style, by the title, or a heading above all."""
    texts = [index for index, block in enumerate(blocks) if block.kind is RegionKind.BODY]
    for index in texts:
        if blocks[index].style == "title" or blocks[index].text == title:
            return index
    first = next(iter(texts), None)
    return first if first is not None and blocks[first].is_heading else None


def _opening(blocks: list[Block]) -> int:
    """Return how many blocks stand before the first section or running text."""
    for index, block in enumerate(blocks):
        if index > 0 and block.is_heading and not blocks[index - 1].is_heading:
            return min(index, stated.opening_of([b.text for b in blocks]))
    return stated.opening_of([block.text for block in blocks])

"""Markdown: its source is the text, so that every offset is one of the file's own lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vectorstore.documents import Span, canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.frontmatter import split_front_matter
from vectorstore.reading.lines import role_of
from vectorstore.reading.metadata import Metadata, overlay
from vectorstore.reading.pages import LARGEST_PAGE, all_body, label
from vectorstore.reading.reading import Reading
from vectorstore.reading.regions import Role, Unit

if TYPE_CHECKING:
    from markdown_it.token import Token

_ROLES = {
    "heading_open": Role.SHORT,
    "bullet_list_open": Role.ITEM,
    "ordered_list_open": Role.ITEM,
    "table_open": Role.TABLE,
    "hr": Role.FURNITURE,
}
_LINE_ROLES = (Role.BYLINE, Role.CREDIT, Role.FURNITURE, Role.TEASER_END, Role.PERHAPS_TEASER_END)


def read_markdown(text: str, name: str) -> Reading:
    """Read Markdown: the text after its front matter, its lines and marks as they are.

    What the front matter states wins over the first heading and the byline. Raises ReadingError
    when there is no text.
    """
    stated, text = split_front_matter(canonical(text))
    if not text.strip():
        raise ReadingError(f"{name} contains no text.")
    page = label(list(_units(text))) if len(text) <= LARGEST_PAGE else all_body(text)
    own = Metadata(title=page.title, authors=page.authors, published=page.published)
    return overlay(Reading(text, page.regions, "text/markdown"), stated.or_else(own))


def _units(text: str) -> Iterator[Unit]:
    """Yield the blocks of the outermost level; a list or a table is one of them."""
    from markdown_it import MarkdownIt

    starts = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
    at = 0
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        begin, end = token.map
        # What no block covers are definitions of links: addresses, not text.
        yield from _unit(text, starts[at], starts[begin], Role.FURNITURE, "")
        inline = tokens[index + 1] if token.nesting == 1 else token
        role, words = _role(token, inline), _words(inline)
        yield from _unit(text, starts[begin], min(starts[end], len(text)), role, words)
        at = end
    yield from _unit(text, starts[at], len(text), Role.FURNITURE, "")


def _unit(text: str, start: int, end: int, role: Role, words: str) -> Iterator[Unit]:
    source = text[start:end]
    start += len(source) - len(source.lstrip())
    if source.strip():
        span = Span(start, start + len(source.strip()))
        yield Unit(span, words or source.strip(), role, whole=True)


def _role(token: Token, inline: Token) -> Role:
    if token.type == "html_block":
        hidden = re.fullmatch(r"\s*<!--.*-->\s*", token.content, re.DOTALL)
        return Role.FURNITURE if hidden else Role.PARAGRAPH
    if token.type != "paragraph_open":
        return _ROLES.get(token.type, Role.PARAGRAPH)
    if all(part.type in ("image", "link_open", "link_close") for part in _filled(inline)):
        return Role.CREDIT if _words(inline) else Role.FURNITURE
    role = role_of(_words(inline))
    return role if role in _LINE_ROLES else Role.PARAGRAPH


def _filled(inline: Token) -> list[Token]:
    parts = inline.children or []
    return [
        part for part in parts if part.type != "softbreak" and (part.content.strip() or part.tag)
    ]


def _words(token: Token) -> str:
    """Return the words of a line of Markdown without the marks of emphasis, code and links."""
    parts = ("\n" if part.type == "softbreak" else part.content for part in token.children or ())
    return " ".join("".join(parts).split())

"""The first page of a PDF: its title, who wrote it, and the lines that may date it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vectorstore.documents import RegionKind
from vectorstore.reading import stated
from vectorstore.reading.dateline import byline_names, is_byline
from vectorstore.reading.pdfparagraphs import Paragraph, body_size
from vectorstore.reading.pdfwords import Line

_LARGE = 1.15
_MOST_TITLE_WORDS = 40
_MOST_AUTHOR_WORDS = 30


@dataclass(frozen=True, slots=True)
class Front:
    """What the first page says about a document.

    `kinds` holds the paragraphs, by index, that are a headline or a byline; `dated` the lines that
    may state when it was published.
    """

    title: str | None
    authors: tuple[str, ...]
    kinds: Mapping[int, RegionKind]
    dated: list[str]


def front_of(paragraphs: list[Paragraph], properties: Mapping[str, str]) -> Front:
    """Read the first page; `properties` are the file's, believed where they are no filling."""
    page = [paragraph for paragraph in paragraphs if paragraph.lines[0].page == 0]
    texts = [paragraph.text for paragraph in page]
    opening = stated.opening_of(texts)
    title = stated.title_of(properties.get("Title"))
    authors = stated.authors_of(properties.get("Author"))
    kinds: dict[int, RegionKind] = {}
    headline = _headline(page[: opening + 1], title, body_size(_lines(paragraphs)))
    if headline is not None:
        kinds[headline] = RegionKind.HEADLINE
        if title is None or not stated.shares_words(title, " ".join(texts)):
            title = texts[headline]
    for index in range(opening):
        named = byline_names(texts[index])
        if index not in kinds and (named or _is_byline(texts[index], authors)):
            kinds[index] = RegionKind.BYLINE
            authors = authors or named
    lines = [line.text for line in _lines(page[:opening])]
    later = [text for text in texts[opening:] if stated.says_published(text)]
    return Front(title, authors, kinds, [*lines, *later])


def _lines(paragraphs: list[Paragraph]) -> list[Line]:
    return [line for paragraph in paragraphs for line in paragraph.lines]


def _headline(page: list[Paragraph], title: str | None, usual: float) -> int | None:
    """Return which paragraph is the headline: the one the title stands in, or the largest."""
    body = [i for i, p in enumerate(page) if p.kind is RegionKind.BODY]
    short = [i for i in body if len(page[i].text.split()) <= _MOST_TITLE_WORDS]
    if title is not None:
        for index in short:
            if _letters(title) and _letters(page[index].text) == _letters(title):
                return index
    largest = max(short, key=lambda i: page[i].size, default=None)
    if largest is not None and page[largest].size >= _LARGE * usual:
        return largest
    return next((i for i in short[:1] if page[i].bold and page[i].text[-1] not in ".:;,"), None)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _is_byline(text: str, authors: tuple[str, ...]) -> bool:
    """Tell whether a paragraph says who wrote the text or when, and nothing else."""
    if is_byline(text):
        return True
    named = bool(authors) and all(author.casefold() in text.casefold() for author in authors)
    return named and len(text.split()) <= _MOST_AUTHOR_WORDS

"""The sentences of a draft in plain text, or of the text of a DOCX with its regions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.manuscript.prose import Place, Sentence, unmarked
from vectorstore.documents import Region, RegionKind, Span
from vectorstore.headings import heading_text, headings
from vectorstore.paragraphs import lines, paragraphs
from vectorstore.sentences import sentences_of_paragraph

_BULLET = re.compile(r"(?:[-*+•‣◦▪–—]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+(?=\S)")
_NO_PROSE = (RegionKind.BYLINE, RegionKind.BOILERPLATE, RegionKind.TEASER)


def plain_sentences(text: str, regions: tuple[Region, ...] = ()) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; without regions all of it is running text."""
    for region in regions or (Region(Span(0, len(text)), RegionKind.BODY),):
        if region.kind is RegionKind.HEADLINE:
            yield Sentence(region.span, unmarked(region.span.of(text)), Place.HEADING)
        elif region.kind is RegionKind.TABLE:
            for line in lines(text, region.span):
                yield Sentence(line, unmarked(line.of(text)), Place.ROW)
        elif region.kind not in _NO_PROSE:
            yield from _running(text, region.span)


def _running(text: str, within: Span) -> Iterator[Sentence]:
    spans = list(paragraphs(text, within))
    tops = headings(text, spans)
    for index, span in enumerate(spans):
        if index in tops:
            yield Sentence(span, heading_text(text, span), Place.HEADING)
            continue
        bullet = _BULLET.match(text, span.start, span.end)
        place = Place.ITEM if bullet else Place.TEXT
        inside = Span(bullet.end() if bullet else span.start, span.end)
        for sentence in sentences_of_paragraph(text, inside):
            yield Sentence(sentence, unmarked(sentence.of(text)), place)

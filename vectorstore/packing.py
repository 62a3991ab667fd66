"""Whole sentences are packed into passages: paragraphs first, then sentences, evenly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from vectorstore.documents import RegionKind, Span
from vectorstore.headings import heading_text, headings
from vectorstore.measure import CHARACTERS_A_WORD, cut, weight
from vectorstore.paragraphs import lines, paragraphs
from vectorstore.sentences import sentences_of_paragraph

_FIT = 1.25
"""How far past its target a passage may grow when that spares a tiny one."""
_LONGEST_SENTENCE = 2
"""How many times its target a passage may be, when it is one sentence."""

Unit = tuple[Span, int]
"""A sentence, or a piece of one, and its length in words."""


@dataclass(slots=True)
class Packed:
    """The sentences of one passage; `heading` is that of the section its text begins in."""

    spans: list[Span] = field(default_factory=list)
    words: int = 0
    body_words: int = 0
    heading: str | None = None

    @property
    def span(self) -> Span:
        """From the first sentence to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def add_heading(self, unit: Unit) -> None:
        """Add a heading, which belongs to the text that follows it."""
        self.spans.append(unit[0])
        self.words += unit[1]

    def add(self, unit: Unit, section: str | None) -> None:
        """Add a sentence of the section of that heading."""
        if not self.body_words:
            self.heading = section
        self.add_heading(unit)
        self.body_words += max(unit[1], 1)


class Packer:
    """Packs the regions of one document, in order, remembering the section they are in."""

    def __init__(self, text: str, words: int, min_words: int, language: str | None) -> None:
        self.section: str | None = None
        self._text = text
        self._words = words
        self._min_words = min_words
        self._language = language
        self._done: list[Packed] = []
        self._open = Packed()

    def pack(self, span: Span, kind: RegionKind, before_list: bool = False) -> list[Packed]:
        """Return what becomes the passages of a region; `before_list`: a list or table follows."""
        self._done = []
        blocks = list((lines if kind is RegionKind.TABLE else paragraphs)(self._text, span))
        titles = headings(self._text, blocks, before_list) if kind is RegionKind.BODY else set()
        for index, block in enumerate(blocks):
            if index in titles:
                self._start_section(block)
            else:
                self._place(list(self._units(block, kind)))
        self._close()
        return self._without_tiny(before_list)

    def _start_section(self, heading: Span) -> None:
        if self._open.body_words >= self._min_words:
            self._close()
        self.section = heading_text(self._text, heading) or self.section
        self._open.add_heading((heading, weight(heading.of(self._text))))

    def _place(self, units: list[Unit]) -> None:
        """Put a paragraph into the open passage if it fits, or else its sentences, evenly."""
        total = sum(words for _, words in units)
        if self._open.words + total > self._words and self._open.body_words * 2 >= self._words:
            self._close()
        whole = self._open.words + total
        share = whole / max(1, math.ceil(whole / self._words))
        for unit in units:
            if self._is_full(unit[1], share):
                self._close()
            self._open.add(unit, self.section)

    def _is_full(self, more: int, share: float) -> bool:
        words = self._open.words + more
        if not self._open.body_words or words <= share:
            return False
        if self._open.body_words < self._min_words and words <= self._words * _FIT:
            return False
        return words > self._words or self._open.words + more / 2 > share

    def _close(self) -> None:
        if self._open.spans:
            self._done.append(self._open)
        self._open = Packed()

    def _without_tiny(self, before_list: bool) -> list[Packed]:
        """Return the passages, tiny ones joined to those before them where they fit.

        A heading alone above a list is no passage: the list's passages have it.
        """
        kept: list[Packed] = []
        for packed in self._done:
            alone = len(packed.spans) == 1 and not packed.body_words
            if before_list and alone and heading_text(self._text, packed.span):
                continue
            tiny = packed.words < self._min_words
            if kept and tiny and kept[-1].words + packed.words <= self._words * _FIT:
                kept[-1].spans += packed.spans
                kept[-1].words += packed.words
            else:
                kept.append(packed)
        return kept

    def _units(self, block: Span, kind: RegionKind) -> Iterator[Unit]:
        """Yield the sentences of a paragraph, a table's rows whole, over-long ones in pieces."""
        whole = kind is RegionKind.TABLE
        longest = self._words * _LONGEST_SENTENCE
        for span in [block] if whole else sentences_of_paragraph(self._text, block, self._language):
            if len(span) <= longest * CHARACTERS_A_WORD:
                words = weight(span.of(self._text))
                if words <= longest:
                    yield span, words
                    continue
            for piece in cut(self._text, span, self._words):
                yield piece, weight(piece.of(self._text))

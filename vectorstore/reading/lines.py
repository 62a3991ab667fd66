"""Plain text cut into units: one a line, or one a paragraph where lines are hard-wrapped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from vectorstore.documents import Span
from vectorstore.reading import credits, dateline, phrases
from vectorstore.reading.regions import Role, Unit

LONGEST_HEADLINE = 200
_MOST_HEADLINE_WORDS = 30
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ITEM = re.compile(r"\s*(?:[-*•‣◦▪]|\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_ENDS_SENTENCE = re.compile(r"(?:[.,;:…][\"'”’»)\]]*|[–—-])\Z")


def units_of(text: str) -> list[Unit]:
    """Return the units of a canonical text, in order; white space between them is in none."""
    spans = list(_unglued(text, _lines(text)))
    if _is_wrapped(text, spans):
        spans = list(_paragraphs(text, spans))
    return [_unit(text, spans, index) for index in range(len(spans))]


def role_of(text: str) -> Role:
    """Return what a line or paragraph looks like on its own."""
    rules = (
        (phrases.ends_teaser, Role.TEASER_END),
        (phrases.may_end_teaser, Role.PERHAPS_TEASER_END),
        (phrases.opens_other_articles, Role.OTHERS),
        (phrases.is_furniture, Role.FURNITURE),
        (dateline.is_byline, Role.BYLINE),
        (credits.is_credit, Role.CREDIT),
        (phrases.perhaps_furniture, Role.PERHAPS_FURNITURE),
        (_is_row, Role.TABLE),
        (_ITEM.match, Role.ITEM),
        (is_headline_like, Role.SHORT),
    )
    return next((role for rule, role in rules if rule(text)), Role.PARAGRAPH)


def is_headline_like(text: str) -> bool:
    """Tell whether a text could be a headline or a heading: short, and no sentence's end."""
    if len(text) > LONGEST_HEADLINE or "\n" in text or _ENDS_SENTENCE.search(text):
        return False
    if text[:1].islower() or text[:1] in "–—-•»":
        return False
    return len(text.split()) <= _MOST_HEADLINE_WORDS


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        line = match[0]
        yield Span(
            match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())
        )


def _unglued(text: str, spans: Iterator[Span]) -> Iterator[Span]:
    """Cut off furniture that runs on behind a sentence: `... contributed.Follow us on social`."""
    for span in spans:
        at = span.start
        if len(span) < 100_000 and (glued := phrases.GLUED.search(span.of(text))):
            at = span.start + glued.start("furniture")
            yield Span(span.start, span.start + len(span.of(text)[: at - span.start].rstrip()))
        yield Span(at, span.end)


def _is_wrapped(text: str, spans: list[Span]) -> bool:
    """Lines are hard-wrapped when those that another line follows are of one middling length."""
    inner = [
        len(span)
        for span, following in itertools.pairwise(spans)
        if text.count("\n", span.end, following.start) == 1
    ]
    full = sum(45 <= length <= 110 for length in inner)
    return len(inner) >= 3 and full >= 0.7 * len(inner) and max(map(len, spans)) <= 160


def _paragraphs(text: str, spans: list[Span]) -> Iterator[Span]:
    start = end = None
    for span in spans:
        if start is not None and end is not None:
            apart = text.count("\n", end, span.start) != 1
            if not apart and not _ITEM.match(span.of(text)) and not _stands_alone(text, end, span):
                end = span.end
                continue
            yield Span(start, end)
        start, end = span.start, span.end
    if start is not None and end is not None:
        yield Span(start, end)


def _stands_alone(text: str, end: int, span: Span) -> bool:
    """Tell furniture and bylines, which no paragraph takes in, from lines that were wrapped."""
    before = text[text.rfind("\n", 0, end) + 1 : end]
    return any(
        role_of(line.strip()) in (Role.FURNITURE, Role.TEASER_END, Role.BYLINE)
        for line in (before, span.of(text))
    )


def _unit(text: str, spans: list[Span], index: int) -> Unit:
    span = spans[index]
    before = index == 0 or text.count("\n", spans[index - 1].end, span.start) != 1
    after = index + 1 == len(spans) or text.count("\n", span.end, spans[index + 1].start) != 1
    words = span.of(text)
    return Unit(span, words, role_of(words), alone=before and after)


def _is_row(text: str) -> bool:
    return text.count("\t") >= 2 or text.count(" | ") >= 3 or (text[0] == "|" == text[-1])

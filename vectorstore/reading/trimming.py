"""Correct which blocks are the host's text: out with other articles, in with what was missed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from vectorstore.reading.article import LINKED, Article, letters
from vectorstore.reading.layout import ASIDE, HEADINGS, Part, above
from vectorstore.reading.regions import Role

_SHORTEST_PARAGRAPH = 40
_MOST = 0.6  # of the text, which makes an article element the host's without its headline
_LITTLE = 0.25  # of the text may stand above the headline and not be the host's
_WHOLE_TAGS = ("li", "blockquote", "pre", "dd", "dt", "td", "th", "table")
_TEXT_TAGS = ("p", "div", "section", *_WHOLE_TAGS)
_SENTENCE = re.compile(r"[.!?:。！？：][\"'”’»)]*\Z")


def trim(article: Article) -> None:
    """Correct the host's text in place."""
    _drop_head(article)
    _drop_other_articles(article)
    _drop_others(article)
    _drop_after_comments(article)
    _fill_gaps(article)
    _trim_end(article)


def _drop_head(article: Article) -> None:
    """Take the headline out of the text, each time it is printed, and the little above it."""
    headline = article.headline
    if headline is None:
        return
    own = letters(article.blocks[headline].text)
    again = (at for at, block in enumerate(article.blocks) if letters(block.text) == own)
    article.drop((headline, *again))
    if article.length(0, headline) <= _LITTLE * article.length():
        article.drop(range(headline))


def _drop_other_articles(article: Article) -> None:
    """Where several article elements with headlines follow each other, only one is the host's."""
    holders: dict[HtmlElement, list[int]] = {}
    for at, block in enumerate(article.blocks):
        inside = itertools.takewhile(lambda e: e not in article.layout.spine, above(block.element))
        for holder in (element for element in inside if element.tag == "article"):
            holders.setdefault(holder, []).append(at)
    headed = {holder: held for holder, held in holders.items() if _has_headline(article, held)}
    own = next((h for h, held in headed.items() if article.headline in held), None)
    whole = article.length()
    if own is None and len(headed) < 2:
        return
    for holder, held in headed.items():
        most = article.length(held[0], held[-1] + 1) > _MOST * whole
        if holder is not own and not (own is None and most):
            article.drop(held)


def _has_headline(article: Article, held: Sequence[int]) -> bool:
    headings = (article.blocks[at] for at in held if article.blocks[at].tag in HEADINGS[:3])
    return any(block.tag == "h1" or block.link_density > LINKED for block in headings)


def _drop_others(article: Article) -> None:
    """Take out boxes that a heading such as `Related stories` says are of other articles."""
    for at, role in enumerate(article.roles[:-1]):
        if role is not Role.OTHERS:
            continue
        following = set(above(article.blocks[at + 1].element))
        box = next((e for e in above(article.blocks[at].element) if e in following), None)
        if box is not None and article.layout.is_side(box):
            end = at + 1
            while end < len(article.blocks) and box in set(above(article.blocks[end].element)):
                end += 1
            article.drop(range(at, end))
        elif article.main[at]:
            links = itertools.takewhile(
                lambda i: article.blocks[i].link_density > LINKED,
                range(at + 1, len(article.blocks)),
            )
            article.drop(links)


def _drop_after_comments(article: Article) -> None:
    """End the text where readers' comments begin, unless most of it comes after them."""
    first, last = article.first, article.last
    comments = (at for at in range(first, last) if article.parts[at] & Part.COMMENTS)
    at = next(comments, last)
    if article.length(at, last + 1) < article.length(first, at):
        article.drop(range(at + 1, len(article.blocks)))


def _fill_gaps(article: Article) -> None:
    """Add what stands between two blocks of the text and is text as they are."""
    first, last = article.first, article.last
    for at in range(first + 1, last):
        block = article.blocks[at]
        if article.main[at] or at in article.dropped or not _is_text(article, at):
            continue
        whole = _SENTENCE.search(block.text) or block.tag in (*HEADINGS, *_WHOLE_TAGS)
        if whole or len(block.text) >= _SHORTEST_PARAGRAPH:
            article.main[at] = True


def _is_text(article: Article, at: int) -> bool:
    block, role = article.blocks[at], article.roles[at]
    texts = (Role.PARAGRAPH, Role.ITEM, Role.TABLE, Role.SHORT)
    return (
        role in texts
        and not article.parts[at] & (ASIDE | Part.CAPTION | Part.BYLINE)
        and block.link_density <= LINKED
        and block.tag in (*_TEXT_TAGS, *HEADINGS)
        and article.layout.scope in set(above(block.element))
    )


def _trim_end(article: Article) -> None:
    """Take headings with nothing under them, and links that stand alone, off the end."""
    for at in range(article.last, article.first, -1):
        if not article.main[at]:
            continue
        block = article.blocks[at]
        link = block.link_density > LINKED and len(block.text) > 20
        if block.tag not in HEADINGS and not link:
            return
        article.main[at] = False

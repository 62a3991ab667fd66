"""Teasers of other articles on an HTML page, found by the elements they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement

from vectorstore.reading.article import LINKED, Article, letters
from vectorstore.reading.blocks import Block
from vectorstore.reading.layout import HEADINGS, Part, above
from vectorstore.reading.regions import Card, Role

_BORDERS = frozenset("html body main ul ol nav footer header aside form table tbody tr".split())
_FEWEST_WORDS = 5  # of a teaser's own text; a bare linked headline is navigation
_MOST_TEXTS = 4  # blocks under a headline where no element holds the two together
_REACH = 30  # blocks under a heading that may be its teasers
_LABEL = re.compile(r"[\w\s’']{3,25}:\s*")


def find_cards(article: Article) -> list[Card]:
    """Return the teasers among the blocks that are not the host's, in page order.

    A teaser is a headline that links elsewhere, or stands in an article element of its own, or in a
    part named for related content, together with text.
    """
    heads = [at for at in range(len(article.blocks)) if _heads_card(article, at)]
    count: Counter[HtmlElement] = Counter()
    for at in heads:
        count.update(above(article.blocks[at].element))
    cards: list[Card] = []
    for at in heads:
        begin, end = _extent(article, at, count, set(heads))
        begin = max(begin, cards[-1].end if cards else 0)
        if begin <= at and _has_text(article, at, begin, end):
            cards.append(Card(begin, end, _title(article.blocks[at])))
    return sorted([*cards, *_promos(article, cards)], key=lambda card: card.first)


def _heads_card(article: Article, at: int) -> bool:
    block, part = article.blocks[at], article.parts[at]
    if article.main[at] or at == article.headline or part & (Part.FURNITURE | Part.COMMENTS):
        return False
    if article.roles[at] in (Role.OTHERS, Role.FURNITURE) or not letters(block.text):
        return False
    linked = block.link_density > LINKED
    if block.tag in HEADINGS:
        return linked or bool(part & Part.RELATED) or _own_article(article, block) is not None
    related = part & Part.RELATED or _under_others(article, at)
    return block.stands_out and bool(related) and 3 <= len(block.text.split()) <= 30


def _under_others(article: Article, at: int) -> bool:
    """Tell whether a heading such as `Also on the wire` stands above, with no text between."""
    for above_it in range(at - 1, max(at - _REACH, -1), -1):
        if article.roles[above_it] is Role.OTHERS:
            return True
        if article.main[above_it] or article.parts[above_it] & Part.FURNITURE:
            return False
    return False


def _own_article(article: Article, block: Block) -> HtmlElement | None:
    """Return the article element that a block stands in and the host's text does not."""
    for element in above(block.element):
        if element in article.layout.spine:
            return None
        if element.tag == "article":
            return element
    return None


def _extent(
    article: Article, at: int, count: Counter[HtmlElement], heads: set[int]
) -> tuple[int, int]:
    """Return the blocks of a headline's card: its element's, or those that follow it."""
    block = article.blocks[at]
    holder = block.element
    for element in above(block.element):
        outside = element in article.layout.spine or element.tag in _BORDERS
        if outside or count[element] > 1:
            break
        holder = element
    begin = end = at
    while begin > 0 and _belongs(article, begin - 1, holder):
        begin -= 1
    while end < len(article.blocks) and _belongs(article, end, holder):
        end += 1
    if count[block.element] > 1:  # lines of one paragraph
        begin, end = at, _following(article, at, block.element, heads)
    elif end == at + 1 and (parent := holder.getparent()) is not None:
        end = _following(article, at, parent, heads)
    return _trimmed(article, begin, end, at)


def _belongs(article: Article, at: int, holder: HtmlElement) -> bool:
    return not article.main[at] and holder in set(above(article.blocks[at].element))


def _following(article: Article, at: int, parent: HtmlElement, heads: set[int]) -> int:
    end = at + 1
    last = min(at + 1 + _MOST_TEXTS, len(article.blocks))
    while end < last and end not in heads and _belongs(article, end, parent):
        texts = article.roles[end] in (Role.PARAGRAPH, Role.CREDIT, Role.BYLINE)
        if not texts or article.blocks[end].tag in HEADINGS:
            break
        end += 1
    return end


def _trimmed(article: Article, begin: int, end: int, at: int) -> tuple[int, int]:
    """Leave the furniture at a card's borders outside, as a label above it or a button below."""
    while begin < at and article.roles[begin] not in (Role.CREDIT, Role.PARAGRAPH):
        begin += 1
    while begin < at and len(article.blocks[begin].text.split()) < _FEWEST_WORDS:
        begin += 1
    kept = (Role.CREDIT, Role.PARAGRAPH, Role.ITEM, Role.BYLINE)
    while end > at + 1 and article.roles[end - 1] not in kept:
        end -= 1
    return begin, end


def _has_text(article: Article, at: int, begin: int, end: int) -> bool:
    texts = (Role.PARAGRAPH, Role.ITEM)
    words = sum(
        len(article.blocks[i].text.split())
        for i in range(begin, end)
        if i != at and article.roles[i] in texts and not article.parts[i] & Part.CAPTION
    )
    return words >= _FEWEST_WORDS


def _promos(article: Article, cards: list[Card]) -> Iterator[Card]:
    """Yield teasers that are one block: a link to another article and a few words on it."""
    taken = {at for card in cards for at in range(card.first, card.end)}
    for at, block in enumerate(article.blocks):
        related = article.parts[at] & Part.RELATED and not article.main[at]
        text = article.roles[at] is Role.PARAGRAPH and block.link_density <= LINKED
        if at in taken or not related or not text:
            continue
        link = next(
            (link for link in block.element.iter("a") if link.get("href") is not None), None
        )
        title = " ".join(link.text_content().split()) if link is not None else ""
        rest = block.text.replace(title, "", 1)
        if title and len(_LABEL.sub("", rest, count=1).split()) >= _FEWEST_WORDS:
            yield Card(at, at + 1, title)


def _title(block: Block) -> str:
    return " ".join(block.text.split())

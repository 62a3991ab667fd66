"""HTML pages: the article told from what a page prints round it."""

from __future__ import annotations

from collections.abc import Sequence

from vectorstore.documents import RegionKind, Span
from vectorstore.errors import ReadingError
from vectorstore.reading import dateline
from vectorstore.reading.article import Article, in_list
from vectorstore.reading.blocks import Block, blocks_of, drop_unseen
from vectorstore.reading.cards import find_cards
from vectorstore.reading.host import find_article
from vectorstore.reading.layout import ASIDE, Part
from vectorstore.reading.markup import parse_page
from vectorstore.reading.metadata import Metadata, overlay
from vectorstore.reading.pagemeta import page_metadata, title_tag
from vectorstore.reading.reading import Reading
from vectorstore.reading.regions import Labels, Role, Unit
from vectorstore.reading.teasers import cut_short, is_label

_NEAR = 3  # blocks round the text in which its byline and its credits may stand
_SHORTEST_STANDFIRST = 5  # words


def read_html(data: bytes, name: str) -> Reading:
    """Read an HTML page: its text block by block, and what each block is.

    All the text that a reader of the page sees is kept, paragraphs a blank line apart, items and
    rows a line apart. Raises ReadingError when there is none.
    """
    root = parse_page(data, name)
    stated = page_metadata(root)
    tag = title_tag(root, stated.publisher)
    drop_unseen(root)
    blocks = blocks_of(root)
    if not blocks:
        raise ReadingError(f"{name} contains no text.")
    text, units = _laid_out(blocks)
    article = find_article(root, blocks, stated.title or tag)
    labels = _labels(article, units)
    shown = _shown(article, labels)
    own = stated.or_else(shown).or_else(Metadata(title=tag))
    return overlay(Reading(text, labels.regions(), "text/html"), own)


def _laid_out(blocks: Sequence[Block]) -> tuple[str, list[Unit]]:
    parts: list[str] = []
    units: list[Unit] = []
    at = 0
    for index, block in enumerate(blocks):
        if index:
            gap = "\n" if in_list(block) and in_list(blocks[index - 1]) else "\n\n"
            parts.append(gap)
            at += len(gap)
        parts.append(block.text)
        units.append(Unit(Span(at, at + len(block.text)), block.text, Role.PARAGRAPH))
        at += len(block.text)
    return "".join(parts), units


def _labels(article: Article, units: Sequence[Unit]) -> Labels:
    labels = Labels(units)
    labels.mark(RegionKind.BOILERPLATE, range(len(units)))
    for at, is_main in enumerate(article.main):
        if is_main:
            labels.mark(_kind_of_text(article, at), [at])
    _mark_head(article, labels)
    _mark_captions(article, labels)
    if article.headline is not None:
        labels.mark(RegionKind.HEADLINE, [article.headline])
    cards = find_cards(article)
    ends = [Unit(u.span, u.text, role) for u, role in zip(units, article.roles, strict=True)]
    below = cut_short(ends, 0 if article.headline is None else article.headline + 1)
    if below:
        labels.mark(RegionKind.BOILERPLATE, range(below[0].first, len(units)))
        cards = [card for card in cards if card.end <= below[0].first]
    labels.mark_cards([*cards, *below])
    return labels


def _kind_of_text(article: Article, at: int) -> RegionKind:
    block, role = article.blocks[at], article.roles[at]
    if role is Role.CREDIT and block.tag not in ("h1", "h2", "h3"):
        return RegionKind.CAPTION
    if role is Role.TABLE:
        return RegionKind.TABLE
    return RegionKind.LIST if in_list(block) else RegionKind.BODY


def _mark_head(article: Article, labels: Labels) -> None:
    """Label bylines and dates round the text, and the standfirst between headline and text."""
    first, last = article.first, article.last
    top = first if article.headline is None else min(article.headline, first)
    head = range(max(top - _NEAR, 0), min(first + _NEAR, len(article.blocks)))
    foot = range(max(last + 1, head.stop), min(last + 2 * _NEAR, len(article.blocks)))
    for at in (*head, *foot):
        block, part = article.blocks[at], article.parts[at]
        if part & (ASIDE | Part.CAPTION) or article.headline == at:
            continue
        named = part & Part.BYLINE and len(block.text) <= dateline.LONGEST_BYLINE
        if article.roles[at] is Role.BYLINE or (named and not article.main[at]):
            labels.mark(RegionKind.BYLINE, [at])
        elif top < at < first and _is_standfirst(article, at):
            labels.mark(RegionKind.BODY, [at])


def _is_standfirst(article: Article, at: int) -> bool:
    block = article.blocks[at]
    if article.roles[at] not in (Role.PARAGRAPH, Role.SHORT) or block.link_density > 0.5:
        return False
    words = len(block.text.split())
    return words >= _SHORTEST_STANDFIRST and not is_label(block.text)


def _mark_captions(article: Article, labels: Labels) -> None:
    last = article.last
    top = article.first if article.headline is None else min(article.headline, article.first)
    for at in range(top, min(last + _NEAR, len(article.blocks))):
        part, credit = article.parts[at], article.roles[at] is Role.CREDIT
        caption = credit or (part & Part.CAPTION and at <= last)
        if caption and not part & ASIDE and at != article.headline:
            labels.mark(RegionKind.CAPTION, [at])


def _shown(article: Article, labels: Labels) -> Metadata:
    """Return what the page's own lines state: headline, byline, dateline."""
    bylines = [
        article.blocks[at].text for at, kind in enumerate(labels.kinds) if kind is RegionKind.BYLINE
    ]
    lines = [line for text in bylines for line in text.split("\n")]
    body = [
        article.blocks[at].text for at, kind in enumerate(labels.kinds) if kind is RegionKind.BODY
    ]
    datelines = (found for text in body[:3] if (found := dateline.dateline(text)))
    headline = article.headline
    return Metadata(
        title=article.blocks[headline].text if headline is not None else None,
        authors=next((names for line in lines if (names := dateline.byline_names(line))), ()),
        published=dateline.published_in(lines) or next(datelines, None),
    )

"""The host article of an HTML page: which blocks are its text, its headline, its captions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from vectorstore.reading import dateline
from vectorstore.reading.blocks import Block
from vectorstore.reading.layout import ASIDE, HEADINGS, Layout, Part, above
from vectorstore.reading.lines import is_headline_like, role_of
from vectorstore.reading.maincontent import in_main_text
from vectorstore.reading.regions import Role

_LINKED = 0.6  # a text with this share in links leads elsewhere
_SHORTEST_PARAGRAPH = 40
_MOST = 0.6  # of the text, which makes an article element the host's without its headline
_LITTLE = 0.25  # of the text may stand above the headline and not be the host's
_WHOLE_TAGS = ("li", "blockquote", "pre", "dd", "dt", "td", "th", "table")
_SENTENCE = re.compile(r"[.!?:。！？：][\"'”’»)]*\Z")
_TEXT_TAGS = ("p", "div", "section", *_WHOLE_TAGS)
_NOT_TEXT = (Role.FURNITURE, Role.OTHERS, Role.TEASER_END, Role.PERHAPS_TEASER_END)


@dataclass(frozen=True, slots=True)
class Article:
    """A page's blocks with what is known of each, in page order.

    `main` tells the host's text; `headline` is the index of the host's headline, if it has one.
    """

    blocks: Sequence[Block]
    main: list[bool]
    roles: list[Role]
    parts: list[Part]
    layout: Layout
    headline: int | None
    dropped: set[int] = field(default_factory=set)

    @property
    def first(self) -> int:
        """The index of the first block of the host's text; 0 when there is none."""
        return self.main.index(True) if True in self.main else 0

    @property
    def last(self) -> int:
        """The index of the last block of the host's text; -1 when there is none."""
        return max((at for at, is_main in enumerate(self.main) if is_main), default=-1)


def find_article(root: HtmlElement, blocks: Sequence[Block], title: str | None) -> Article:
    """Find the host article among the blocks; `title` is what the page states as its title."""
    kept = in_main_text(root, blocks)
    roles = [_role(block) for block in blocks]
    layout = Layout(blocks, kept)
    parts = [layout.part(block) for block in blocks]
    main = [
        is_kept and not part & (ASIDE | Part.CAPTION) and role not in _NOT_TEXT
        for is_kept, part, role in zip(kept, parts, roles, strict=True)
    ]
    if not any(main):
        main = _by_structure(blocks, parts, roles)
    headline = _headline(blocks, main, parts, title)
    article = Article(blocks, main, roles, parts, layout, headline)
    _drop_head(article)
    _drop_other_articles(article)
    _drop_others(article)
    _drop_after_comments(article)
    _fill_gaps(article)
    _trim_end(article)
    return article


def letters(text: str) -> str:
    """Return a text's letters and digits, case folded, to compare headlines by."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _role(block: Block) -> Role:
    if block.tag == "table":
        return Role.TABLE
    if "\n" in block.text and all(map(dateline.is_byline, block.text.split("\n"))):
        return Role.BYLINE
    role = role_of(block.text)
    if role in (*_NOT_TEXT, Role.PERHAPS_FURNITURE, Role.CREDIT, Role.BYLINE):
        return role
    if block.tag in HEADINGS:
        return Role.SHORT
    return Role.ITEM if in_list(block) else Role.PARAGRAPH


def in_list(block: Block) -> bool:
    """Tell whether a block stands in an item of a list."""
    return any(element.tag == "li" for element in above(block.element))


def _by_structure(
    blocks: Sequence[Block], parts: Sequence[Part], roles: Sequence[Role]
) -> list[bool]:
    """Take for main text what is in no named part of the page and does not link elsewhere."""
    for strict in (True, False):
        main = [
            role not in _NOT_TEXT
            and not part & (ASIDE | Part.CAPTION)
            and not (strict and (block.link_density > _LINKED or role is Role.BYLINE))
            for block, part, role in zip(blocks, parts, roles, strict=True)
        ]
        if any(main):
            return main
    return [True] * len(blocks)


def _headline(
    blocks: Sequence[Block], main: Sequence[bool], parts: Sequence[Part], title: str | None
) -> int | None:
    """Return the block that shows the title, or else the last top heading above the text."""
    texts = [at for at, is_main in enumerate(main) if is_main]
    first, last = (texts[0], texts[-1]) if texts else (0, len(blocks) - 1)
    wanted = letters(title or "")
    headings = [at for at in range(last + 1) if blocks[at].tag in HEADINGS]
    for at in headings:
        shown = letters(blocks[at].text)
        if (
            wanted
            and shown
            and not parts[at] & ASIDE
            and (shown == wanted or _close(shown, wanted))
        ):
            return at
    tops = [at for at in headings if blocks[at].tag == "h1" and not parts[at] & ASIDE]
    before = [at for at in tops if at <= first]
    if before or tops:
        return before[-1] if before else tops[0]
    shown_as_text = (
        at
        for at in range(last + 1)
        if wanted and letters(blocks[at].text) == wanted and is_headline_like(blocks[at].text)
    )
    return next(shown_as_text, None)


def _close(shown: str, wanted: str) -> bool:
    """Tell a headline from the title tag's form of it, which may go on with the site's name."""
    short, long = sorted((shown, wanted), key=len)
    return len(short) >= 15 and len(short) >= 0.5 * len(long) and short in long


def _drop(article: Article, indexes: Iterable[int]) -> None:
    for at in indexes:
        article.main[at] = False
        article.dropped.add(at)


def _drop_head(article: Article) -> None:
    """Take the headline out of the text, each time it is printed, and the little above it."""
    headline = article.headline
    if headline is None:
        return
    own = letters(article.blocks[headline].text)
    again = (at for at, block in enumerate(article.blocks) if letters(block.text) == own)
    _drop(article, (headline, *again))
    if _length(article, 0, headline) <= _LITTLE * _length(article, 0, len(article.blocks)):
        _drop(article, range(headline))


def _drop_other_articles(article: Article) -> None:
    """Where several article elements with headlines follow each other, only one is the host's."""
    holders: dict[HtmlElement, list[int]] = {}
    for at, block in enumerate(article.blocks):
        inside = itertools.takewhile(lambda e: e not in article.layout.spine, above(block.element))
        for holder in (element for element in inside if element.tag == "article"):
            holders.setdefault(holder, []).append(at)
    headed = {holder: held for holder, held in holders.items() if _has_headline(article, held)}
    own = next((h for h, held in headed.items() if article.headline in held), None)
    whole = _length(article, 0, len(article.blocks))
    if own is None and len(headed) < 2:
        return
    for holder, held in headed.items():
        most = _length(article, held[0], held[-1] + 1) > _MOST * whole
        if holder is not own and not (own is None and most):
            _drop(article, held)


def _has_headline(article: Article, held: Sequence[int]) -> bool:
    headings = (article.blocks[at] for at in held if article.blocks[at].tag in HEADINGS[:3])
    return any(block.tag == "h1" or block.link_density > _LINKED for block in headings)


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
            _drop(article, range(at, end))
        elif article.main[at]:
            links = itertools.takewhile(
                lambda i: article.blocks[i].link_density > _LINKED,
                range(at + 1, len(article.blocks)),
            )
            _drop(article, links)


def _drop_after_comments(article: Article) -> None:
    """End the text where readers' comments begin, unless most of it comes after them."""
    first, last = article.first, article.last
    comments = (at for at in range(first, last) if article.parts[at] & Part.COMMENTS)
    at = next(comments, last)
    if _length(article, at, last + 1) < _length(article, first, at):
        _drop(article, range(at + 1, len(article.blocks)))


def _length(article: Article, begin: int, end: int) -> int:
    return sum(len(article.blocks[at].text) for at in range(begin, end) if article.main[at])


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
        and block.link_density <= _LINKED
        and block.tag in (*_TEXT_TAGS, *HEADINGS)
        and article.layout.scope in set(above(block.element))
    )


def _trim_end(article: Article) -> None:
    """Take headings with nothing under them, and links that stand alone, off the end."""
    for at in range(article.last, article.first, -1):
        if not article.main[at]:
            continue
        block = article.blocks[at]
        link = block.link_density > _LINKED and len(block.text) > 20
        if block.tag not in HEADINGS and not link:
            return
        article.main[at] = False

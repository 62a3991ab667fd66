"""Find the host article of an HTML page: trafilatura's main text, corrected by the page's parts."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from vectorstore.reading import dateline
from vectorstore.reading.article import LINKED, NOT_TEXT, Article, in_list, letters
from vectorstore.reading.blocks import Block
from vectorstore.reading.layout import ASIDE, HEADINGS, Layout, Part
from vectorstore.reading.lines import is_headline_like, role_of
from vectorstore.reading.maincontent import in_main_text
from vectorstore.reading.regions import Role
from vectorstore.reading.trimming import trim


def find_article(root: HtmlElement, blocks: Sequence[Block], title: str | None) -> Article:
    """Find the host article among the blocks; `title` is what the page states as its title."""
    kept = in_main_text(root, blocks)
    roles = [_role(block) for block in blocks]
    layout = Layout(blocks, kept)
    parts = [layout.part(block) for block in blocks]
    main = [
        is_kept and not part & (ASIDE | Part.CAPTION) and role not in NOT_TEXT
        for is_kept, part, role in zip(kept, parts, roles, strict=True)
    ]
    if not any(main):
        main = _by_structure(blocks, parts, roles)
    headline = _headline(blocks, main, parts, title)
    article = Article(blocks, main, roles, parts, layout, headline)
    trim(article)
    return article


def _role(block: Block) -> Role:
    if block.tag == "table":
        return Role.TABLE
    if "\n" in block.text and all(map(dateline.is_byline, block.text.split("\n"))):
        return Role.BYLINE
    role = role_of(block.text)
    if role in (*NOT_TEXT, Role.PERHAPS_FURNITURE, Role.CREDIT, Role.BYLINE):
        return role
    if block.tag in HEADINGS:
        return Role.SHORT
    return Role.ITEM if in_list(block) else Role.PARAGRAPH


def _by_structure(
    blocks: Sequence[Block], parts: Sequence[Part], roles: Sequence[Role]
) -> list[bool]:
    """Take for main text what is in no named part of the page and does not link elsewhere."""
    for strict in (True, False):
        main = [
            role not in NOT_TEXT
            and not part & (ASIDE | Part.CAPTION)
            and not (strict and (block.link_density > LINKED or role is Role.BYLINE))
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
        same = shown == wanted or _close(shown, wanted)
        if wanted and shown and same and not parts[at] & ASIDE:
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

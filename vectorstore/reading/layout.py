"""What the elements of a page are called, and which part of the page a block stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Flag, auto

from lxml.html import HtmlElement

from vectorstore.reading.blocks import Block

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCOPE_SHARE = 0.85  # of the main text's characters stand in the element that is its scope
_LONGEST_CONTROL = 400  # characters beside a button or a field: what it asks for, no article
_TRUSTED_SHARE = 0.4  # a part with this much of the main text is not what its name says


class Part(Flag):
    """A part of a page, as the names and kinds of its elements tell."""

    NONE = 0
    FURNITURE = auto()
    RELATED = auto()
    COMMENTS = auto()
    CAPTION = auto()
    BYLINE = auto()
    STANDFIRST = auto()


ASIDE = Part.FURNITURE | Part.RELATED | Part.COMMENTS

_NAMES = {
    Part.FURNITURE: "nav navbar navigation menu breadcrumb breadcrumbs share sharing sharebar"
    " social cookie cookies consent gdpr cmp newsletter newsletters subscribe subscription signup"
    " paywall regwall advert advertisement advertising ad ads adslot dfp sponsor sponsored footer"
    " masthead topbar toolbar tools tags taglist pagination pager login modal popup banner"
    " copyright donate donation ticker print bandeau infolettre",
    Part.RELATED: "related recirc recirculation recommended recommendation recommendations readmore"
    " teaser teasers promo promos outbrain taboola trending popular mostread mostpopular upnext",
    Part.COMMENTS: "comment comments disqus respond replies",
    Part.CAPTION: "caption captions credit credits figcaption photocredit legende",
    Part.BYLINE: "byline author authors dateline pubdate published publishdate timestamp datetime"
    " signature by date posted datepublished",
    Part.STANDFIRST: "standfirst dek deck subtitle subheadline intro excerpt summary chapo sous"
    " subhead",
}
_PART_OF = {name: part for part, names in _NAMES.items() for name in names.split()}
_TAGS = {
    "nav": Part.FURNITURE,
    "footer": Part.FURNITURE,
    "form": Part.FURNITURE,
    "button": Part.FURNITURE,
    "dialog": Part.FURNITURE,
    "figcaption": Part.CAPTION,
    "figure": Part.CAPTION,
    "caption": Part.CAPTION,
    "time": Part.BYLINE,
    "address": Part.BYLINE,
}
_ROLES = ("navigation", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Layout:
    """The main text's place among a page's elements, and from there the parts of its blocks."""

    def __init__(self, blocks: Sequence[Block], main: Sequence[bool]) -> None:
        self._characters: Counter[HtmlElement] = Counter()
        for block, is_main in zip(blocks, main, strict=True):
            if is_main:
                for element in above(block.element):
                    self._characters[element] += len(block.text)
        self._total = max(self._characters.values(), default=0)
        self.scope = self._scope()
        self.spine = set(above(self.scope)) if self.scope is not None else set()
        self._parts: dict[HtmlElement, Part] = {}

    def part(self, block: Block) -> Part:
        """Return the parts that a block stands in, below the elements that hold the main text."""
        climbed = []
        found = Part.NONE
        for element in above(block.element):
            if element in self.spine:
                break
            if element in self._parts:
                found = self._parts[element]
                break
            climbed.append(element)
        for element in reversed(climbed):
            found |= _own_part(element) if self.is_side(element) else Part.NONE
            self._parts[element] = found
        return found

    def is_side(self, element: HtmlElement) -> bool:
        """Tell whether an element holds too little of the main text to be the article's own."""
        if element in self.spine:
            return False
        return self._characters[element] <= _TRUSTED_SHARE * self._total

    def _scope(self) -> HtmlElement | None:
        """Return the deepest element with nearly all of the main text."""
        wide = (e for e, count in self._characters.items() if count >= _SCOPE_SHARE * self._total)
        return max(wide, key=lambda element: sum(1 for _ in above(element)), default=None)


def above(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and those it stands in, the innermost first."""
    current: HtmlElement | None = element
    while current is not None:
        yield current
        current = current.getparent()


def _has_control(element: HtmlElement) -> bool:
    return any(child.tag in ("input", "button") for child in element)


def _own_part(element: HtmlElement) -> Part:
    part = _TAGS.get(element.tag, Part.NONE)
    if element.get("role", "").lower() in _ROLES:
        part |= Part.FURNITURE
    if _has_control(element) and len("".join(element.itertext())) <= _LONGEST_CONTROL:
        part |= Part.FURNITURE
    names = " ".join(element.get(key, "") for key in ("class", "id", "itemprop", "rel"))
    for word in _WORDS.findall(names[:400]):
        part |= _PART_OF.get(word.lower(), Part.NONE)
    return part

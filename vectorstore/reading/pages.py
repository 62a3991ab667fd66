"""What each unit of a plain-text page is, and what the page states about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.documents import Published, Region, RegionKind, Span
from vectorstore.reading import dateline
from vectorstore.reading.regions import Labels, Role, Unit
from vectorstore.reading.teasers import find_others, is_label

LARGEST_PAGE = 2_000_000  # characters; a longer text is a book or a dump, not a scraped page
_HEAD = 15  # units: a headline stands among the first of a page
_NEAR = 4  # units: a byline stands this near to the headline or to the end
_COUNTER = re.compile(r"\d{1,3} ?(?:/|of) ?\d{1,3}")
_DATELINE = re.compile(r"[^\W\d_a-zß-öø-ÿ]{3,}[^\n.]{0,50}? (?:[–—-]|--) ")
_FURNITURE = (Role.FURNITURE, Role.TEASER_END, Role.PERHAPS_TEASER_END)
_TEXT = (Role.PARAGRAPH, Role.ITEM, Role.TABLE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's regions, and the facts its host article states."""

    regions: tuple[Region, ...]
    title: str | None
    authors: tuple[str, ...]
    published: Published | None


def all_body(text: str) -> Page:
    """Return a page that is nothing but text, as one too large to be a scrape is."""
    start = len(text) - len(text.lstrip())
    return Page((Region(Span(start, len(text.rstrip())), RegionKind.BODY),), None, (), None)


def label(units: Sequence[Unit]) -> Page:
    """Label the units of a plain-text page."""
    headline = _headline(units)
    others = find_others(units, headline)
    labels = Labels(units)
    host = range(others.host_end)
    _label_furniture(labels, host)
    _label_lists(labels, host)
    _label_captions(labels, host)
    bylines = _label_bylines(labels, headline, host)
    _label_head(labels, headline)
    _label_end(labels, host)
    labels.mark(RegionKind.BOILERPLATE, range(others.host_end, len(units)))
    labels.mark_cards(others.cards)
    return Page(
        regions=labels.regions(),
        title=units[headline].text if headline is not None else None,
        authors=next((named for line in bylines if (named := dateline.byline_names(line))), ()),
        published=dateline.published_in(bylines) or _datelined(labels),
    )


def _headline(units: Sequence[Unit]) -> int | None:
    """Return the index of the headline: a short unit on its own, before the first paragraph."""
    found = []
    for at, unit in enumerate(units[:_HEAD]):
        if unit.role in _TEXT:
            break
        if unit.role is Role.SHORT and unit.alone and not is_label(unit.text):
            found.append(at)
    for at in found:
        if at + 1 in found and units[at].text == units[at + 1].text:
            return at
    if found and units[found[0]].words <= 2:  # a section's or a paper's name may stand above
        return next((at for at in found[1:] if units[at].words >= 4), found[0])
    return found[0] if found else None


def _label_furniture(labels: Labels, host: range) -> None:
    sure = {at for at in host if labels.units[at].role in _FURNITURE}
    for order in (host, reversed(host)):
        for at in order:
            doubtful = labels.units[at].role in (Role.PERHAPS_FURNITURE, Role.OTHERS)
            if doubtful and {at - 1, at + 1} & sure:
                sure.add(at)
    labels.mark(RegionKind.BOILERPLATE, sure)


def _label_lists(labels: Labels, host: range) -> None:
    units = labels.units
    for role, kind in ((Role.ITEM, RegionKind.LIST), (Role.TABLE, RegionKind.TABLE)):
        alike = {at for at in host if units[at].role is role}
        labels.mark(kind, (at for at in alike if units[at].whole or {at - 1, at + 1} & alike))


def _label_captions(labels: Labels, host: range) -> None:
    units = labels.units
    labels.mark(RegionKind.CAPTION, (at for at in host if units[at].role is Role.CREDIT))
    for at in host[:-2]:
        # The counter of a gallery, its caption, and then the article begins with its dateline.
        gallery = _COUNTER.fullmatch(units[at].text)
        if gallery and units[at + 1].role is Role.PARAGRAPH and _DATELINE.match(units[at + 2].text):
            labels.mark(RegionKind.CAPTION, [at + 1])


def _label_bylines(labels: Labels, headline: int | None, host: range) -> list[str]:
    """Label bylines near the headline or the host's end; return them, in order."""
    texts = [at for at in host if labels.units[at].role in _TEXT]
    begin = max(headline or 0, texts[0] if texts else 0) + _NEAR
    end = texts[-1] if texts else 0
    found = [
        at
        for at in host
        if labels.units[at].role is Role.BYLINE and (at <= begin or end <= at <= end + _NEAR)
    ]
    labels.mark(RegionKind.BYLINE, found)
    return [labels.units[at].text for at in found]


def _label_head(labels: Labels, headline: int | None) -> None:
    if headline is None:
        return
    units = labels.units
    labels.mark(RegionKind.HEADLINE, [headline])
    for at in range(headline):
        if units[at].role is Role.SHORT and units[at].alone and units[at].words <= 5:
            labels.mark(RegionKind.BOILERPLATE, [at])
    for at in range(headline + 1, min(headline + _HEAD, len(units))):
        again = units[at].text == units[headline].text
        if again or (units[at].role is Role.SHORT and is_label(units[at].text)):
            labels.mark(RegionKind.BOILERPLATE, [at])


def _label_end(labels: Labels, host: range) -> None:
    """Where something follows the host's last text, short lines between them are not the host's."""
    units = labels.units
    last = max((at for at in host if units[at].role in _TEXT), default=None)
    if last is None:
        return
    after = range(last + 1, host.stop)
    cut = host.stop < len(units) or any(
        labels.kinds[at] in (RegionKind.CAPTION, RegionKind.BOILERPLATE) for at in after
    )
    short = [
        at for at in after if units[at].role in (Role.SHORT, Role.PERHAPS_FURNITURE, Role.OTHERS)
    ]
    if cut:
        labels.mark(RegionKind.BOILERPLATE, short)


def _datelined(labels: Labels) -> Published | None:
    for unit, kind in zip(labels.units[:_HEAD], labels.kinds, strict=False):
        body = unit.role is Role.PARAGRAPH and kind is RegionKind.BODY
        if body and (found := dateline.dateline(unit.text)):
            return found
    return None

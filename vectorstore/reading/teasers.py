"""Other articles printed on a page: where the host ends, and what each teaser covers.

Three things show another article: a line that cuts one short (`keep reading Show less`) under a
headline and its paragraphs; a heading such as `Related stories` with headlines and paragraphs under
it; a headline printed twice in the middle of a page. Where the signs are weak, text that follows on
the host's stays the host's; what comes after the host's end is never the host's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.reading import phrases
from vectorstore.reading.regions import Card, Role, Unit

_LONGEST_TEASER = 25  # units from a teaser's headline to the line that cuts it short
_HEADS = (Role.SHORT, Role.CREDIT, Role.BYLINE)
_TEXTS = (Role.PARAGRAPH, Role.ITEM, Role.TABLE)
_FEW = 3  # paragraphs a teaser shows under a heading like "Related stories"


@dataclass(frozen=True, slots=True)
class Others:
    """Other articles on a page: their cards, and the index from which no unit is the host's."""

    cards: tuple[Card, ...]
    host_end: int


def find_others(units: Sequence[Unit], headline: int | None) -> Others:
    """Find the other articles among a page's units; `headline` is the index of the host's own."""
    first = 0 if headline is None else headline + 1
    shortened = cut_short(units, first)
    host_end = shortened[0].first if shortened else len(units)
    repeated = _printed_twice(units, first, host_end)
    heading = other_heading(units, first, min(repeated, host_end))
    host_end = min(host_end, repeated, heading)
    cards = [*shortened]
    for begin, end in _gaps(shortened, host_end, len(units)):
        cards += _cards(units, begin, end)
    weak = _cut_short_weakly(units, first, host_end)
    return Others(tuple(sorted([*weak, *cards], key=lambda card: card.first)), host_end)


def cut_short(units: Sequence[Unit], first: int) -> list[Card]:
    """Return the articles from unit `first` on that a line such as `Show less` cuts short."""
    marks = [at for at in range(first, len(units)) if units[at].role is Role.TEASER_END]
    cards: list[Card] = []
    for at in marks:
        if cards:
            begin = cards[-1].end
            card = _trimmed(units, begin, at)
        else:
            card = _headed(units, first, at, certain=len(marks) > 1)
        if card:
            cards.append(card)
    return cards


def _cut_short_weakly(units: Sequence[Unit], first: int, host_end: int) -> list[Card]:
    """`Read more` twice or oftener, each right under a headline and a paragraph or a few."""
    marks = [at for at in range(first, host_end) if units[at].role is Role.PERHAPS_TEASER_END]
    if len(marks) < 2:
        return []
    cards: list[Card] = []
    for at in marks:
        begin = cards[-1].end if cards else first
        card = _headed(units, begin, at, certain=True)
        if card and at - card.first <= 2 * _FEW:
            cards.append(card)
    # Where they are most of the text they are the host's own: a digest, item by item.
    theirs = sum(unit.words for card in cards for unit in units[card.first : card.end])
    host = sum(unit.words for unit in units[first:host_end]) - theirs
    return cards if len(cards) > 1 and theirs < host else []


def _headed(units: Sequence[Unit], first: int, mark: int, *, certain: bool) -> Card | None:
    """Find the headline of the article that `mark` cuts short, looking back from it.

    The nearest one beside a credit line or a section label wins; else, where more such marks make
    it certain that there is one, the nearest.
    """
    nearest: Card | None = None
    for begin, end in _runs_back(units, max(first, mark - _LONGEST_TEASER), mark):
        card = Card(_with_credits(units, begin, first), mark, _longest(units, begin, end))
        if card.first < begin or end - begin > 1:
            return card
        nearest = nearest or card
    return nearest if certain else None


def _runs_back(units: Sequence[Unit], first: int, mark: int) -> Iterator[tuple[int, int]]:
    """Yield runs of short units that a paragraph follows, from the last to the first."""
    at = mark
    while at > first:
        end = at
        while at > first and units[at - 1].role is Role.SHORT:
            at -= 1
        if at < end < mark and units[end].role in (Role.PARAGRAPH, Role.ITEM):
            yield at, end
        at = min(at, end - 1)


def _with_credits(units: Sequence[Unit], begin: int, first: int) -> int:
    """Step back over the credit line above a headline, and the picture's words above that."""
    start = begin - 1
    if start < first or units[start].role is not Role.CREDIT:
        return begin
    above = units[start - 1] if start > first else None
    # What stands right on top of a credit line, with no blank line between, is the picture's.
    if above and above.role is Role.SHORT and not is_label(above.text) and not above.alone:
        start -= 1
    return start


def _longest(units: Sequence[Unit], begin: int, end: int) -> str | None:
    """Return the headline: longer than the section label or the kicker beside it."""
    run = [unit for unit in units[begin:end] if unit.role is Role.SHORT]
    return max(run, key=lambda unit: unit.words).text if run else None


def _trimmed(units: Sequence[Unit], begin: int, end: int) -> Card | None:
    """Everything between two marks is one article, but for the furniture at its borders."""
    skip = (Role.FURNITURE, Role.PERHAPS_FURNITURE, Role.OTHERS, Role.TEASER_END)
    while begin < end and units[begin].role in skip:
        begin += 1
    while begin < end and units[end - 1].role in skip:
        end -= 1
    if begin == end:
        return None
    credit = max((at for at in range(begin, end) if units[at].role is Role.CREDIT), default=-1)
    text = next((at for at in range(begin, end) if units[at].role is Role.PARAGRAPH), end)
    after_credit = credit + 1 if begin <= credit < text else begin
    title = _longest(units, after_credit, text) or _longest(units, begin, end)
    return Card(begin, end, title)


def _printed_twice(units: Sequence[Unit], first: int, end: int) -> int:
    """Return where, after some text of the host, a headline stands twice over new text."""
    texts = 0
    for at in range(first, end - 2):
        texts += units[at].role is Role.PARAGRAPH
        if texts < _FEW or units[at].role is not Role.SHORT or units[at].words < 3:
            continue
        same = units[at].text == units[at + 1].text
        follows = any(unit.role is Role.PARAGRAPH for unit in units[at + 2 : min(at + 4, end)])
        if same and follows and units[at - 1].role is not Role.SHORT:
            return at
    return end


def other_heading(units: Sequence[Unit], first: int, end: int) -> int:
    """Return the index of a heading such as `Related stories` that ends the host; else `end`."""
    words = [0]
    for unit in units[:end]:
        words.append(words[-1] + (unit.words if unit.role is not Role.FURNITURE else 0))
    for at in range(first, end):
        if units[at].role is not Role.OTHERS or not _has_text(units[first:at]):
            continue
        after = words[end] - words[at + 1]
        if after < words[at] and _paragraphs_in_a_row(units[at + 1 : end]) <= _FEW:
            return at
    return end


def _has_text(units: Sequence[Unit]) -> bool:
    return any(unit.role in (Role.PARAGRAPH, Role.ITEM) for unit in units)


def _paragraphs_in_a_row(units: Sequence[Unit]) -> int:
    longest = run = 0
    for unit in units:
        run = run + 1 if unit.role is Role.PARAGRAPH else 0
        longest = max(longest, run)
    return longest


def _gaps(cards: Sequence[Card], begin: int, end: int) -> Iterator[tuple[int, int]]:
    at = begin
    for card in cards:
        yield at, card.first
        at = card.end
    yield at, end


def _cards(units: Sequence[Unit], begin: int, end: int) -> Iterator[Card]:
    """Yield headline-and-paragraphs cards where no text is the host's; the rest is furniture."""
    at = begin
    while at < end:
        text = _past(units, at, end, _HEADS)
        stop = _past(units, text, end, _TEXTS)
        if all(phrases.asks_something(unit.text) for unit in units[text:stop]):
            at = max(stop, at + 1)
            continue
        while stop < end and is_label(units[stop].text):  # a label between standfirst and text
            stop = _past(units, stop + 1, end, _TEXTS)
        credits = (i + 1 for i in range(at, text) if units[i].role is Role.CREDIT)
        title = _longest(units, max(credits, default=at), text) or _longest(units, at, text)
        yield Card(at, stop, title)
        at = stop


def _past(units: Sequence[Unit], at: int, end: int, roles: Sequence[Role]) -> int:
    while at < end and units[at].role in roles:
        at += 1
    return at


def is_label(text: str) -> bool:
    """Tell whether a short text is a section label: `Analysis | Africa`, `News › World`."""
    parts = [part.split() for part in text.replace("›", "|").replace("»", "|").split("|")]
    return len(parts) > 1 and all(len(part) <= 3 for part in parts) and len(text) <= 60

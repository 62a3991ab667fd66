"""The region model of a page: units in reading order, each with a role, labelled into regions.

A unit is a line or a paragraph of plain text, or a block of an HTML page. Its role says what it
looks like on its own; its label says what it is on this page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from vectorstore.documents import Region, RegionKind, Span


class Role(Enum):
    """What a unit looks like on its own."""

    PARAGRAPH = auto()
    SHORT = auto()  # a headline, a heading, a section label, the alternative text of a picture
    ITEM = auto()
    TABLE = auto()
    CREDIT = auto()
    BYLINE = auto()
    FURNITURE = auto()
    PERHAPS_FURNITURE = auto()
    OTHERS = auto()  # heads a list of other articles
    TEASER_END = auto()
    PERHAPS_TEASER_END = auto()


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a page that is one thing.

    `alone`: blank lines or block borders on both sides. `whole`: all of a list or a table, where
    else a unit is one line of it.
    """

    span: Span
    text: str
    role: Role
    alone: bool = True
    whole: bool = False

    @property
    def words(self) -> int:
        """How many words it has, by white space."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Card:
    """Units `first` up to `end`, not included, that are another article's; `title` its headline."""

    first: int
    end: int
    title: str | None = None


@dataclass(slots=True)
class Labels:
    """What each unit is. Starts as all body; neighbours that are alike become one region."""

    units: Sequence[Unit]
    kinds: list[RegionKind] = field(init=False)
    titles: dict[int, str | None] = field(init=False, default_factory=dict)
    starts: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.kinds = [RegionKind.BODY] * len(self.units)

    def mark(self, kind: RegionKind, indexes: Iterable[int]) -> None:
        """Label units."""
        for index in indexes:
            self.kinds[index] = kind

    def mark_cards(self, cards: Iterable[Card]) -> None:
        """Label each card as one teaser."""
        for card in cards:
            self.mark(RegionKind.TEASER, range(card.first, card.end))
            self.titles[card.first] = card.title
            self.starts |= {card.first, card.end}

    def regions(self) -> tuple[Region, ...]:
        """Return the regions: ordered, apart, none of white space alone."""
        found: list[Region] = []
        begin = 0
        for index in range(1, len(self.units) + 1):
            if index < len(self.units) and self._joins(index):
                continue
            span = Span(self.units[begin].span.start, self.units[index - 1].span.end)
            found.append(Region(span, self.kinds[begin], self.titles.get(begin)))
            begin = index
        return tuple(found) if self.units else ()

    def _joins(self, index: int) -> bool:
        alike = self.kinds[index] is self.kinds[index - 1]
        single = self.kinds[index] in (RegionKind.HEADLINE, RegionKind.CAPTION)
        return alike and not single and index not in self.starts

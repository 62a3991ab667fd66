"""The host article of an HTML page: its blocks, and which of them are the host's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vectorstore.reading.blocks import Block
from vectorstore.reading.layout import Layout, Part, above
from vectorstore.reading.regions import Role

LINKED = 0.6  # a text with this share in links leads elsewhere
NOT_TEXT = (Role.FURNITURE, Role.OTHERS, Role.TEASER_END, Role.PERHAPS_TEASER_END)


@dataclass(frozen=True, slots=True)
class Article:
    """A page's blocks with what is known of each, in page order.

    `main` tells the host's text, `dropped` what was taken out of it again; `headline` is the index
    of the host's headline, if it has one.
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

    def length(self, begin: int = 0, end: int | None = None) -> int:
        """Return how many characters of the host's text are in the blocks from `begin` to `end`."""
        known = zip(self.blocks[begin:end], self.main[begin:end], strict=True)
        return sum(len(block.text) for block, is_main in known if is_main)

    def drop(self, indexes: Iterable[int]) -> None:
        """Take blocks out of the host's text for good."""
        for at in indexes:
            self.main[at] = False
            self.dropped.add(at)


def letters(text: str) -> str:
    """Return a text's letters and digits, case folded, to compare headlines by."""
    return re.sub(r"[\W_]+", "", text).casefold()


def in_list(block: Block) -> bool:
    """Tell whether a block stands in an item of a list."""
    return any(element.tag == "li" for element in above(block.element))

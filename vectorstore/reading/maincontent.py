"""Which blocks of a page trafilatura takes for its main text."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from vectorstore.reading.blocks import Block, depth_of

# Beyond these trafilatura takes minutes (its cost is elements times depth), and no article is so.
_MOST_ELEMENTS = 50_000
_DEEPEST = 90
_SHORTEST_INSIDE = 25  # characters, letters and digits only
_SHORTEST_PARTLY = 60
_PARTLY = 0.6

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def in_main_text(root: HtmlElement, blocks: Sequence[Block]) -> list[bool]:
    """Tell for each block whether it is in the main text that trafilatura extracts.

    The two cut a page into lines of their own, so they are matched by their letters: a block is in
    the text if it is a line of it, lies inside, or, when long, shares most of its four-word runs.
    """
    small = sum(1 for _ in root.iter()) <= _MOST_ELEMENTS and depth_of(root) <= _DEEPEST
    text = _extract(root) if small else ""
    lines = {_letters(line) for line in text.splitlines()} - {""}
    whole = _letters(text)
    runs = _runs(text)
    return [_is_in(block.text, lines, whole, runs) for block in blocks]


def _extract(root: HtmlElement) -> str:
    from trafilatura import extract

    # It prunes the tree it is given.
    try:
        text = extract(
            copy.deepcopy(root), include_comments=False, include_tables=True, favor_precision=True
        )
    except (RecursionError, ValueError, AttributeError, TypeError, IndexError):
        return ""  # broken markup that trips it: the page's own structure has to do
    return text or ""


def _is_in(text: str, lines: set[str], whole: str, runs: set[tuple[str, ...]]) -> bool:
    letters = _letters(text)
    if letters in lines:
        return True
    if len(letters) >= _SHORTEST_INSIDE and letters in whole:
        return True
    if len(letters) < _SHORTEST_PARTLY:
        return False
    own = _runs(text)
    return bool(own) and len(own & runs) >= _PARTLY * len(own)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}

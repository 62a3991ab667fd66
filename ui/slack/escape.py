"""Words of others made harmless: nothing in them is a mention, a link, a mark or an emoji."""

from __future__ import annotations

import re

from ui.terminal import visible

_JOINER = "\N{WORD JOINER}"
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_MARK = re.compile(r"([*~`]|(?<![^\W_])_|_(?![^\W_]))")
"""Marks of Slack's; `_` is none between two letters."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plain(text: str) -> str:
    """Return a text for a place that is shown as it is: controls and direction marks made visible.

    Nothing else is changed: `plain_text` and the texts of a `rich_text` block obey no marks.
    """
    return visible(text)


def escaped(text: str) -> str:
    """Return a text for the `text` of a message, where only `&`, `<` and `>` mean something.

    A name between colons gets a word joiner that nobody sees, so that it is no emoji.
    """
    safe = "".join(_ENTITIES.get(sign, sign) for sign in plain(text))
    return _EMOJI.sub(f":{_JOINER}", safe)


def unmarked(text: str) -> str:
    """Return a text for a message without blocks, in which no mark sets words in another type.

    A mark gets a word joiner like a colon, for where Slack cannot be told to obey none.
    """
    return _MARK.sub(rf"\1{_JOINER}", escaped(text))


def markdown(text: str) -> str:
    """Return a text for Slack's Markdown, in which every sign stands for itself."""
    line = " ".join(plain(text).split())
    joined = _EMOJI.sub(f":{_JOINER}", line).replace("@", f"@{_JOINER}")
    return re.sub(r"[\\`*_{}\[\]#|~<>&]", _stands_for_itself, joined)


def _stands_for_itself(sign: re.Match[str]) -> str:
    return _ENTITIES.get(sign[0]) or f"\\{sign[0]}"

"""Words of others made harmless: nothing in them is a mention, a link, a mark or an emoji."""

from __future__ import annotations

import re

from ui.terminal import visible

_JOINER = "\N{WORD JOINER}"
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_MARKED = re.compile(r"[\\`*_{}\[\]()#+\-.!|~<>&:@$^=]")
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


def markdown(text: str) -> str:
    """Return a text for Slack's Markdown, in which every sign stands for itself."""
    line = " ".join(plain(text).split())
    return _EMOJI.sub(f":{_JOINER}", line) if not _MARKED.search(line) else _signs(line)


def _signs(line: str) -> str:
    joined = _EMOJI.sub(f":{_JOINER}", line).replace("@", f"@{_JOINER}")
    return re.sub(r"[\\`*_{}\[\]#|~<>]", _stands_for_itself, joined)


def _stands_for_itself(sign: re.Match[str]) -> str:
    return _ENTITIES.get(sign[0]) or f"\\{sign[0]}"

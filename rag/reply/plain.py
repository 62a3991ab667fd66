"""A model's sentence as plain text: no markup, no link, no tag, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_IMAGE = re.compile(r"!\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)|\[([^\]\n]+)\]\[[^\]\n]*\]")
_ADDRESS = re.compile(
    r"<?(?:[a-z][a-z0-9+.-]{1,15}://|\b(?:www\.|mailto:|data:[a-z]+/))[^\s<>\"”]*>?", re.I
)
_TAG = re.compile(r"</?[a-zA-Z!?|][^<>\n]{0,300}>|<!--.*?(?:-->|$)")
_BEGUN = re.compile(r"<[a-zA-Z/!?][^\s<]*")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*_])")
_CODE = re.compile(r"(`+)([^`\n]+)\1")
_LABEL = re.compile(r"\bS\d{1,3}\b")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


def wordless(sentence: str) -> bool:
    """Tell whether nothing is left of a sentence once labels are taken from it."""
    return not any(map(str.isalnum, _LABEL.sub("", sentence)))


def plain(text: str, sources: str = "") -> str:
    """Return a sentence without markup; an address or tag stays only if it stands in `sources`."""
    seen = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text)
    seen = _INVISIBLE.sub("", seen)
    seen = _stripped(seen, sources)
    seen = _CODE.sub(r"\2", _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", seen)))
    seen = _stripped(unescape(seen), sources)
    seen = re.sub(r"\s+([.,;!?])(?=\s|$)", r"\1", " ".join(seen.split()))
    return _BEGUN.sub(lambda m: m[0] if m[0] in sources else f"‹{m[0][1:]}", seen)


def _stripped(text: str, sources: str) -> str:
    """Take out links, addresses and tags, and those that come about when another is gone."""
    while True:
        bare = _LINK.sub(lambda m: m[1] or m[2], _IMAGE.sub(r"\1", text))
        bare = _kept(_TAG, _kept(_ADDRESS, bare, sources), sources)
        if bare == text:
            return text
        text = bare


def _kept(pattern: re.Pattern[str], text: str, sources: str) -> str:
    def one(found: re.Match[str]) -> str:
        whole = found[0]
        stop = len(whole) - len(whole.rstrip(".,;:!?)]}'’"))
        address, after = (whole[:-stop], whole[-stop:]) if stop else (whole, "")
        inner = address.strip("<>") if pattern is _ADDRESS else address
        return (inner if inner and inner in sources else "") + after

    return pattern.sub(one, text)

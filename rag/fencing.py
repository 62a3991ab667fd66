"""Text of strangers inside a prompt: data, whatever it says.

What a model is sent of a source differs from its canonical text, so nothing is ever measured in it;
offsets come from the passage alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_LABELLED = re.compile(
    r"[\[【]\s*(?:\^|S|Sources?\s+)?\d{1,3}(?:\s*[,–-]\s*S?\d{1,3})*(?:†[^\]】]*)?\s*[\]】]",
    re.IGNORECASE,
)
_RULES = re.compile(r"(?m)^[ \t]*(?:[-=_*#~`<>+|]{3,}|\"\"\"|''')[ \t]*")
_ROLES = re.compile(r"\[(/?(?:INST|SYS|SYSTEM|USER|ASSISTANT|AVAILABLE_TOOLS|TOOL_CALLS))\]", re.I)
_TURN = re.compile(r"(?im)^([ \t]*)(system|user|assistant|human|instructions?|sources?)[ \t]*:")
_SPACES = re.compile(r"[ \t]{2,}")
_BLANKS = re.compile(r"\n{3,}")


def harmless(text: str) -> str:
    """Return a text as a prompt may hold it: nothing hidden, nothing that ends or imitates a part.

    Invisible and control characters go, and so do what looks like a label of a source or a rule
    between parts; tags and the marks of chat templates lose their angle brackets.
    """
    seen = "".join(
        c for c in _HIDDEN.sub("", text) if c in "\n\t" or unicodedata.category(c) != "Cc"
    )
    plain = _until_settled(_LABELLED, seen)
    plain = _ROLES.sub(r"(\1)", _RULES.sub("", plain))
    plain = _TURN.sub(r"\1\2 –", plain)
    plain = re.sub(r"<(?=[\w/|!?<\uff5c])", "‹", plain)
    plain = re.sub(r"(?<=[|\uff5c])>", "›", plain)
    return _BLANKS.sub("\n\n", _SPACES.sub(" ", plain)).strip()


def _until_settled(pattern: re.Pattern[str], text: str) -> str:
    """Take out what matches, and what matches only once that is gone."""
    while (shorter := pattern.sub("", text)) != text:
        text = shorter
    return text


def one_line(text: str, most: int = 200) -> str:
    """Return a harmless text on one line of at most so many characters: a title, a name."""
    return " ".join(harmless(text).split())[:most]


_FENCE = re.compile(r"[<\[(]/?\s*text-[0-9a-f]{8}\s*[>\])]\s*", re.IGNORECASE)


def unfenced(text: str) -> str:
    """Return a model's words without the fences of sources, which small models repeat."""
    return _FENCE.sub("", text)


def fence(texts: Iterable[str]) -> str:
    """Return a word to mark the parts of a prompt with; the same texts have the same word.

    It is made from the texts, so whoever writes one cannot know it.
    """
    return "text-" + hashlib.sha256("\x00".join(texts).encode()).hexdigest()[:8]

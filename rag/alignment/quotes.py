"""Quotation marks: where they stand, and when two quotations are the same words.

Typographic variants are equal: the kind of quotation mark, dash, apostrophe, space and ellipsis.
A changed word is not.
"""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«\s?([^«»]+?)\s?»|„([^„“”]+)[“”]")
_SINGLE = re.compile(
    r"(?<!\w)(?:‘([^‘]+?)’|'([^']+)')(?!\w)|「([^「」]+)」|『([^『』]+)』|‹([^‹›]+)›"
)
_OPEN = re.compile(
    r"[“„«]([^“”„«»\"]+)$|^([^“”„«»\"]+)[”»]|(?:^|\s)\"(\S[^\"]+)$|^([^\"]+\S)\"(?=\W|$)"
)
_FOLD = {
    **dict.fromkeys(map(ord, '“”„‟"«»‹›'), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛'`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF], None),
    ord("…"): "...",
}
_LEAST = 3
"""A word or two in quotation marks is a term; from three words on it is somebody's words."""


def folded(text: str) -> str:
    """Return the text as quotations are compared: marks, dashes and spaces of one kind."""
    plain = unicodedata.normalize("NFC", text).translate(_FOLD)
    return " ".join(re.sub(r"\s*(\.\.\.)\s*", r" \1 ", plain).split())


def quotations(text: str) -> list[str]:
    """Return what stands in quotation marks, without the marks; a mark may lack its partner."""
    found = [*_QUOTED.finditer(text), *_SINGLE.finditer(text)]
    found += [] if _QUOTED.search(text) else _OPEN.finditer(text)
    return [next(g for g in match.groups() if g) for match in found]


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return where quotations of several words stand, marks included."""
    return [match.span() for match in _QUOTED.finditer(text) if len(match[0].split()) >= _LEAST]

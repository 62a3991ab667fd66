"""How long text is for an embedder, and how a stretch without sentence ends is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from vectorstore.documents import Span
from vectorstore.paragraphs import trimmed

CHARACTERS_A_WORD = 8
"""White space counts words only where words are short; long ones cost an embedder more tokens."""

_WORD = re.compile(r"\S+")
# Scripts written without spaces: each character is about one token, and a word 1.3.
_WIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_JOINER = "\u200d"
_FARTHEST_BACK = 64


def weight(text: str) -> int:
    """Return the length of a text in words, as an embedder would count them."""
    words = max(len(text.split()), len(text) // CHARACTERS_A_WORD)
    if text.isascii():
        return words
    return max(words, len(_WIDE.findall(text)) * 4 // 5)


def cut(text: str, span: Span, words: int) -> Iterator[Span]:
    """Yield pieces of `span` of at most `words` words, cut at white space where there is any.

    Where there is none, a piece ends after 8 characters a word, never inside a character that is
    written with several code points, unless it takes more than 64.
    """
    at = span.start
    while at < span.end:
        end = _piece_end(text, at, span.end, words)
        piece = trimmed(text, at, end)
        if piece:
            yield piece
        at = end


def _piece_end(text: str, at: int, end: int, words: int) -> int:
    window = text[at : min(at + words * CHARACTERS_A_WORD, end)]
    wide = _end_of_match(_WIDE, window, words * 5 // 4)
    stop = at + min(_end_of_match(_WORD, window, words), wide)
    if stop == end or text[stop].isspace():
        return stop
    for space in range(stop - 1, at + (stop - at) // 2, -1):
        if text[space].isspace():
            return space
    return _before_cluster(text, at, stop)


def _end_of_match(pattern: re.Pattern[str], text: str, number: int) -> int:
    """Return where the match of that number ends; the length of the text if it has fewer."""
    match = next(islice(pattern.finditer(text), number - 1, None), None)
    return match.end() if match else len(text)


def _before_cluster(text: str, start: int, at: int) -> int:
    """Return `at`, or the nearest place before it that is not inside a grapheme cluster."""
    for place in range(at, max(start, at - _FARTHEST_BACK), -1):
        if not _joins(text, place):
            return place
    return at


def _joins(text: str, at: int) -> bool:
    """Tell whether the code points before and at `at` belong to one visible character."""
    before, here = text[at - 1], text[at]
    if here == _JOINER or before == _JOINER or unicodedata.category(here)[0] == "M":
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff" or "\U000e0020" <= here <= "\U000e007f":
        return True
    if "\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff":
        return True
    # Vowels and final consonants of a Hangul syllable written in its parts.
    return "\u1160" <= here <= "\u11ff" and "\u1100" <= before <= "\u11ff"

"""A text in pieces that fit: cut between sentences, else between words, and nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vectorstore.documents import Span
from vectorstore.sentences import sentences

Measure = Callable[[str], int]


def bytes_of(text: str) -> int:
    """Return how many bytes a text takes."""
    return len(text.encode("utf-8", "replace"))


def pieces(text: str, room: int, measure: Measure = bytes_of) -> Iterator[str]:
    """Yield the text in pieces of at most `room`, in order; together they are the text.

    A piece ends with a sentence where one ends in it, else with a word, else anywhere. `measure`
    must not shrink when a text grows, and no single character may be larger than `room`.
    """
    while measure(text) > room:
        fits = _fitting(text, room, measure)
        cut = _end_of_sentence(text, fits) or _end_of_word(text, fits) or fits
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def _fitting(text: str, room: int, measure: Measure) -> int:
    """Return how many characters from the beginning fit; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= room else (low, middle - 1)
    return low


def _end_of_sentence(text: str, fits: int) -> int:
    """Return where the last sentence that fits ends, its white space included; 0 for none."""
    # What comes after decides where a sentence ends: a little of it is read too.
    seen = text[: fits + 400]
    cut = 0
    for span in sentences(seen, Span(0, len(seen))):
        end = span.end
        while end < len(text) and text[end].isspace():
            end += 1
        if end > fits:
            break
        cut = end
    return cut


def _end_of_word(text: str, fits: int) -> int:
    for at in range(fits, fits // 2, -1):
        if text[at - 1].isspace():
            return at
    return 0

"""Lines become running text: hyphens that only a line end made are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+)[-‐‑\u00ad]$")
_FIRST = re.compile(r"[^\W\d_]+")
_HYPHENS = "-‐‑\u00ad"
# Words before which a hyphen belongs to the word, wherever the line ends.
_KEEPERS = frozenset(
    {"self", "non", "ex", "half", "well", "ill", "all", "cross", "quasi", "vice", "so", "anti"}
)
_SHORTEST_WORD = 4


class Hyphens:
    """Joins lines, knowing the words of the whole text, which tell how a divided one is written."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        halved = False
        for line in lines:
            words = [match[0].casefold() for match in _WORD.finditer(line)]
            was_halved, halved = halved, line[-1:] in _HYPHENS
            self._words.update(words[was_halved : -1 if halved else None])

    def joined(self, lines: Iterable[str]) -> str:
        """Return the lines as one, with a space or nothing where each of them ended."""
        text = ""
        for line in lines:
            text = self._pair(text, line) if text else line
        return text

    def _pair(self, before: str, line: str) -> str:
        if before[-1] not in _HYPHENS:
            return f"{before} {line}"
        left, right = _LAST.search(before), _FIRST.match(line)
        if left is None:
            return f"{before} {line}" if before[-2:-1].isspace() else before + line
        if right is None or right[0][0].isupper():
            return before + line
        if before[-1] == "\u00ad" or self._is_divided(left[1].casefold(), right[0].casefold()):
            return before[:-1] + line
        return before + line

    def _is_divided(self, left: str, right: str) -> bool:
        """Tell whether two halves make one word: as the rest of the text writes it, if it does."""
        if f"{left}-{right}" in self._words:
            return False
        if left + right in self._words:
            return True
        both = left in self._words and right in self._words and len(left) >= _SHORTEST_WORD
        return left not in _KEEPERS and not both

"""A model that says the same for ever is stopped."""

from __future__ import annotations

import re
from collections import Counter

_TIMES = 3
_LONGEST = 1_500
_TAIL = 240
_LOOP = re.compile(r"(.{1,80}?)\1{5,}\Z", re.DOTALL)
_WORDS = re.compile(r"\w+")


class Repetition:
    """Counts the sentences of an answer and watches the one that is being written."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._without_new = 0

    def again(self, sentence: str) -> bool:
        """Take a whole sentence; tell whether it was said before."""
        key = " ".join(_WORDS.findall(sentence.casefold()))
        self._seen[key] += 1
        self._without_new = self._without_new + 1 if self._seen[key] > 1 else 0
        return self._seen[key] > 1

    @property
    def endless(self) -> bool:
        """Whether nothing new has come for so long that nothing will."""
        return self._without_new >= _TIMES

    @staticmethod
    def runs_on(growing: str) -> bool:
        """Tell whether a sentence goes round in a circle, or is too long to be one."""
        return len(growing) > _LONGEST or _LOOP.search(growing[-_TAIL:]) is not None

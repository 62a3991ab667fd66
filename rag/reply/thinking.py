"""What a model thinks aloud before it answers, taken out of the stream."""

from __future__ import annotations

_TAGS = ("think", "thinking", "reasoning", "thought")
_LONGEST = max(len(tag) for tag in _TAGS) + 3


class Thinking:
    """Lets a stream through without `<think>…</think>`; one that is never closed goes whole."""

    def __init__(self) -> None:
        self._held = ""
        self._inside: str | None = None

    def feed(self, text: str) -> str:
        """Return what of the stream so far may be read and was not returned before."""
        self._held += text
        passed = ""
        while True:
            if self._inside is not None:
                _, closed, after = self._held.partition(f"</{self._inside}>")
                if not closed:
                    self._held = self._held[-_LONGEST:]
                    return passed
                self._held, self._inside = after, None
            at, tag = self._opening()
            passed += self._held[:at]
            self._held = self._held[at:]
            if tag is None:
                return passed
            self._held, self._inside = self._held[len(tag) + 2 :], tag

    def end(self) -> str:
        """Return what was held back for fear that a tag was beginning."""
        held, self._held = self._held, ""
        return "" if self._inside is not None else held

    def _opening(self) -> tuple[int, str | None]:
        """Return where a tag opens and which; without one, where one may be about to open."""
        found = [(at, tag) for tag in _TAGS if (at := self._held.find(f"<{tag}>")) >= 0]
        if found:
            return min(found)
        at = self._held.rfind("<")
        begun = self._held[at:] if at >= 0 else ""
        if begun and any(f"<{tag}>".startswith(begun) for tag in _TAGS):
            return at, None
        return len(self._held), None

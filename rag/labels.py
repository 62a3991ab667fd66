"""Citation marks in a model's answer: which there are, which sources they name, and the rest.

Asked for `[S1]`, models also write `[1]`, `[1, 2]`, `【1】`, `[^1]`, `(S1)`, `[1–3]`, `[Source 1]`,
`[1†source]`, `Source 1:` and superscripts. A year, an age and the items of an enumeration are not
marks. `[D3]` is one, of no source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = (
    r"(?:\^|S|(?:sources?|src|passages?|documents?|docs?|ref)[ .#:]?\s*(?:no\. ?)?|#)?\s*\d{1,3}"
)
_ONE = rf"{_NUMBER}(?:†[^\]】)]{{0,30}})?"
_LIST = rf"{_ONE}(?:\s*(?:[,;&–—-]|and|und|et|to)\s*{_ONE})*"
_SAID = r"(?:(?:see|from|per|via|according to|as per|sources?|cf\.?)[: ]\s*)?"
_BRACKETED = re.compile(
    rf"\[+\s*{_SAID}(?P<square>{_LIST})\s*\]+(?:\([^()\s]*\))?"
    rf"|【\s*{_SAID}(?P<lenticular>{_LIST})\s*】"
    rf"|\(\s*{_SAID}(?P<round>{_LIST})\s*\)"
    r"|(?-i:\[\s*(?P<strange>[A-RT-Z]\d{1,2})\s*\])",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?<=[^\W\d_][^\W\d_]|.[.!?”\"’»)])(?P<raised>[¹²³⁴-⁹⁰]{1,3})(?![¹²³⁴-⁹⁰\w])")
_UNITS = re.compile(r"\b(?:[kcdm]?m|mi|ft|in|yd|sq|he)$", re.IGNORECASE)
_LEADING = re.compile(
    r"\s*(?:(?:source|passage|document)\s*|S)(?P<word>\d{1,3})\s*"
    r"(?::|(?:says|states|reports)(?: that)?)\s*",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    rf"\s*(?:according to|as stated in|as reported in|based on|from|per|in)\s+(?:the )?"
    rf"(?:\[\s*(?P<square>{_LIST})\s*\]|\(\s*(?P<round>{_LIST})\s*\)"
    r"|(?P<bare>(?:S|sources? )\d{1,3}(?:(?:\s*,\s*|\s*and\s*)(?:S|sources? )?\d{1,3})*))"
    r"\s*,?\s*",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\d{1,3}|[–—-]|\bto\b", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:[.,;:!?…)”\"»]|$|\n|[\[【(]\s*(?:S|\^)?\d)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OPEN = re.compile(r"(?:\[|【|\()[^\]】)\n]{0,40}$")
_WIDEST = 12


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its citation marks.

    `marks` are pairs of where in `text` a mark stood and the numbers it names, in order; `ends`
    tells of each where it ended in the text as it was.
    """

    text: str
    marks: tuple[tuple[int, tuple[int, ...]], ...]
    ends: tuple[int, ...]

    def origin(self, place: int) -> int:
        """Return where a place of `text` was before, past the marks that stood there."""
        for (at, _), end in zip(reversed(self.marks), reversed(self.ends), strict=True):
            if at <= place:
                return end + place - at
        return place


def unmarked(text: str, sources: int) -> Marked:
    """Take the marks out of a line of an answer to so many sources, with the space before them.

    A number in round brackets is a mark only when there is such a source and a clause ends there.
    """
    kept: list[str] = []
    marks: list[tuple[int, tuple[int, ...]]] = []
    ends: list[int] = []
    at = length = 0
    while (found := _next(text, at, sources)) is not None:
        before = text[at : found[0]]
        if marks or before.strip():
            before = before.rstrip()
        kept.append(before)
        length += len(before)
        marks.append((length, found[2]))
        at = found[1]
        ends.append(at)
    return Marked("".join([*kept, text[at:]]), tuple(marks), tuple(ends))


def unfinished(text: str) -> int:
    """Return where a bracket opens at the end of a text that may yet be a mark, else its end."""
    found = _OPEN.search(text)
    return found.start() if found else len(text)


def _next(text: str, at: int, sources: int) -> tuple[int, int, tuple[int, ...]] | None:
    """Return the first mark at or after a place: where it begins and ends, and what it names."""
    if not text[:at].strip():
        for pattern in (_LEADING, _ATTRIBUTED):
            leading = pattern.match(text, at)
            if leading is not None and leading.end() < len(text):
                return at, leading.end(), numbers(_named(leading))
    found = [
        match
        for match in (_first(_BRACKETED, text, at, sources), _first(_RAISED, text, at, sources))
        if match is not None
    ]
    if not found:
        return None
    first = min(found, key=lambda match: match.start())
    strange = "strange" in first.re.groupindex and first["strange"]
    return first.start(), first.end(), () if strange else numbers(_named(first))


def _first(pattern: re.Pattern[str], text: str, at: int, sources: int) -> re.Match[str] | None:
    for match in pattern.finditer(text, at):
        if _is_mark(match, text, sources):
            return match
    return None


def _is_mark(match: re.Match[str], text: str, sources: int) -> bool:
    named = match.groupdict()
    if named.get("raised"):
        return not _UNITS.search(text[: match.start()]) and all(
            1 <= number <= sources for number in numbers(named["raised"])
        )
    inside = named.get("round")
    if inside is None or re.search(r"[a-z]\W*\d", inside, re.IGNORECASE):
        return True
    real = all(1 <= number <= sources for number in numbers(inside))
    before = text[: match.start()].rstrip()
    ended = before.endswith((".", "!", "?", "…")) or _CLOSES.match(text, match.end()) is not None
    return real and bool(before) and ended


def _named(match: re.Match[str]) -> str:
    return next(value for value in match.groupdict().values() if value)


def numbers(inside: str) -> tuple[int, ...]:
    """Return the numbers a mark names, ranges written out: `1, 3–5` names 1, 3, 4, 5."""
    found: list[int] = []
    through = False
    plain = re.sub(r"†[^,;\]】)]*", "", inside.translate(_DIGITS))
    for piece in _PIECE.findall(plain):
        if not piece.isdigit():
            through = bool(found)
            continue
        number = int(piece)
        if through and found[-1] < number <= found[-1] + _WIDEST:
            found += range(found[-1] + 1, number)
        found.append(number)
        through = False
    return tuple(dict.fromkeys(found))

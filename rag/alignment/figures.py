"""Figures of a text: their value with unit and scale, however they are written."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "millions": 1e6, "milliards": 1e9, "milliard": 1e9, "mille": 1e3, "dozen": 12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9,
}  # fmt: skip
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "thirds": 1 / 3, "quarters": 0.25}
_SMALL = "|".join([*_TENS, *_UNITS])
_WORDED = rf"(?:(?:{_SMALL})(?:[-\s](?:{_SMALL}))?)"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED = rf"(?:[\s-]?(?:{'|'.join(s for s in _SCALES if len(s) > 2)})\b|(?:k|m|mn|bn)\b)"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?<![^\W\d_]-)(?P<money>[$€£¥]\s?)?(?:(?P<digits>{_DIGITS})|(?P<worded>\b{_WORDED}\b))"
    rf"(?P<scale>{_SCALED}(?: and {_WORDED})?)?"
    r"(?P<unit>\s?%|[\s-]per\s?cent\b|\spercent(?:age points?)?\b|\spour cent\b)?",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?:(?P<a>a|one|two|three)\s|(?P<bare>))(?P<part>{'|'.join(_FRACTIONS)})\b(?!\s+(?:time|quarter))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_TWICE = {"twice": 2.0, "doubled": 2.0, "tripled": 3.0, "halved": 0.5, "quadrupled": 4.0}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where it stands: `value` with its scale, `unit` `%`, a currency sign or none."""

    value: float
    unit: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What equal figures share: "4,800" and "4.8 thousand" have the same."""
        return f"#{self.value:.6g}{'%' if self.unit == '%' else ''}"

    def equals(self, other: Figure) -> bool:
        """Tell whether both say the same number of the same unit."""
        same = math.isclose(self.value, other.value, rel_tol=1e-6)
        return same and (self.unit == "%") == (other.unit == "%")


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in order; a lone "one" and ordinals are none."""
    found = [f for match in _NUMBER.finditer(text) if (f := _figure(text, match))]
    taken = [(f.start, f.end) for f in found]
    for match in _FRACTION.finditer(text):
        if any(s < match.end() and match.start() < e for s, e in taken) and not match["a"]:
            continue
        part = match["part"].lower()
        if match["a"] is None and part != "half":
            continue
        times = {"two": 2, "three": 3}.get((match["a"] or "").lower(), 1)
        found = [f for f in found if not (f.start < match.end() and match.start() < f.end)]
        found.append(Figure(times * _FRACTIONS[part], "", match.start(), match.end()))
    return sorted(found, key=lambda figure: figure.start)


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    digits, worded, scale = match["digits"], match["worded"], match["scale"] or ""
    if digits:
        if _ORDINAL.match(text, match.end("digits")):
            return None
        value = float(re.sub(r"[,\u00a0\u202f ]", "", digits))
    else:
        if worded.lower() == "one" and not scale and not match["unit"]:
            return None
        value = _value(worded)
    named, _, rest = scale.lower().partition(" and ")
    word = re.sub(r"[^a-z]", "", named)
    if word:
        value = value * _SCALES[word] + _value(rest)
    unit = "%" if match["unit"] else (match["money"] or "").strip()
    return Figure(value, unit, match.start(), match.end())


def _value(worded: str) -> float:
    parts = re.split(r"[-\s]+", worded.lower())
    return float(sum(_TENS.get(part, _UNITS.get(part, 0)) for part in parts))

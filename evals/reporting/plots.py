"""Plots as inline SVG: labelled, with a text that says the same, coloured by the page's style."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 300, 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 16, 42
_BINS = 10


@dataclass(frozen=True)
class Axis:
    """One side of a plot: from `low` to `high`, drawn from `begin` to `end`."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value is drawn."""
        span = self.high - self.low or 1.0
        return round(self.begin + (value - self.low) / span * (self.end - self.begin), 2)


def across(low: float, high: float) -> Axis:
    """Return the axis from left to right."""
    return Axis(low, high, _LEFT, _WIDTH - _RIGHT)


def upward(low: float, high: float) -> Axis:
    """Return the axis from bottom to top."""
    return Axis(low, high, _HEIGHT - _BOTTOM, _TOP)


def histogram(values: Sequence[float], title: str, *, top: float = 1.0, of: str = "score") -> str:
    """Return how the cases' values lie from 0 to `top`: two bars where all are 0 or 1, or ten.

    `of` says what they are.
    """
    counts = binned(values, top)
    binary = len(counts) == 2
    x, y = across(0, top or 1), upward(0, max(counts))
    width = (x.end - x.begin) / (4 if binary else _BINS)
    bars = []
    for place, count in enumerate(counts):
        left = (x.begin + width / 2 + place * 2 * width) if binary else x.begin + place * width
        bars.append(
            f'<rect class="bar" x="{left + 1:.1f}" y="{y.at(count)}" width="{width - 2:.1f}" '
            f'height="{y.begin - y.at(count):.1f}"/>'
            + (_text(left + width / 2, y.at(count) - 3, f"{count:,}") if binary and count else "")
        )
    named = [(x.begin + width, "0"), (x.begin + 3 * width, "1")] if binary else _ends(x, top)
    below = "".join(_text(where, y.begin + 18, words) for where, words in named)
    axes = _frame(x, y) + below + _text(x.begin - 11, y.end + 4, f"{max(counts):,}", "end")
    drawn = axes + "".join(bars) + _labels(f"{of} of a case", "cases")
    return _svg(title, _spoken(counts, top), drawn)


def binned(values: Sequence[float], top: float) -> list[int]:
    """Return how many values lie in each part from 0 to `top`."""
    if set(values) <= {0.0, 1.0}:
        return [sum(value == one for value in values) for one in (0.0, 1.0)]
    found = Counter(min(_BINS - 1, int(value / (top or 1) * _BINS + 1e-9)) for value in values)
    return [found[place] for place in range(_BINS)]


def scatter(pairs: Iterable[tuple[float, float]], title: str, *, lower: bool) -> str:
    """Return old against new, a dot the larger the more cases there are; on the line are equals.

    With `lower` less is better.
    """
    dots = Counter((round(old, 2), round(new, 2)) for old, new in pairs)

    def side_of(old: float, new: float) -> str:
        return "same" if old == new else "worse" if (new < old) != lower else "better"

    highest = max(1.0, *(max(pair) for pair in dots))
    x, y = across(0, highest), upward(0, highest)
    most = max(dots.values())
    drawn = []
    for (old, new), count in sorted(dots.items(), key=lambda each: -each[1]):
        radius = 2.5 + 6.5 * math.sqrt(count / most)
        drawn.append(
            f'<circle class="{side_of(old, new)}" cx="{x.at(old)}" cy="{y.at(new)}" '
            f'r="{radius:.1f}"><title>'
            f"{count:,} × {old:g} → {new:g}</title></circle>"
        )
    line = (
        f'<line class="even" x1="{x.begin}" y1="{y.begin}" x2="{x.end}" y2="{y.end}"/>'
        + "".join(_text(where, y.begin + 18, words) for where, words in _ends(x, highest))
        + _text(x.begin - 11, y.end + 4, f"{highest:g}", "end")
    )
    counts = Counter[str]()
    for (old, new), count in dots.items():
        counts[side_of(old, new)] += count
    said = f"{counts['worse']:,} worse, {counts['better']:,} better, {counts['same']:,} as before"
    plot = _svg(title, said, _frame(x, y) + line + "".join(drawn) + _labels("old", "new"))
    return plot.replace("</figure>", f'<p class="facts">{said}</p></figure>')


def span(value: float, low: float | None, high: float | None, old: float | None = None) -> str:
    """Return a value and its interval on a line from 0 to 1, for a row of a table."""
    axis = Axis(0, 1, 5, 115)
    parts = [f'<line class="axis" x1="{axis.begin}" y1="8" x2="{axis.end}" y2="8"/>']
    if low is not None and high is not None:
        parts.append(
            f'<line class="interval" x1="{axis.at(low)}" y1="8" x2="{axis.at(high)}" y2="8"/>'
        )
    if old is not None:
        parts.append(f'<circle class="old" cx="{axis.at(old)}" cy="8" r="3.5"/>')
    parts.append(f'<circle class="now" cx="{axis.at(value)}" cy="8" r="4"/>')
    return f'<svg class="span" viewBox="0 0 120 16" aria-hidden="true">{"".join(parts)}</svg>'


def _ends(axis: Axis, top: float) -> list[tuple[float, str]]:
    return [(axis.begin, "0"), (axis.at(top / 2), f"{top / 2:.3g}"), (axis.end, f"{top:.3g}")]


def _spoken(counts: Sequence[int], top: float) -> str:
    if len(counts) == 2:
        return f"{counts[0]:,} with 0, {counts[1]:,} with 1"
    step = top / len(counts)
    return ", ".join(
        f"{count:,} from {place * step:.3g} to {(place + 1) * step:.3g}"
        for place, count in enumerate(counts)
        if count
    )


def _frame(x: Axis, y: Axis) -> str:
    return (
        f'<line class="axis" x1="{x.begin}" y1="{y.begin}" x2="{x.end}" y2="{y.begin}"/>'
        f'<line class="axis" x1="{x.begin}" y1="{y.begin}" x2="{x.begin}" y2="{y.end}"/>'
    )


def _labels(below: str, beside: str) -> str:
    middle = (_HEIGHT - _BOTTOM + _TOP) / 2
    return _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 6, below) + (
        f'<text x="10" y="{middle}" text-anchor="middle" transform="rotate(-90 10 {middle})">'
        f"{escape(beside)}</text>"
    )


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(title: str, said: str, drawn: str) -> str:
    label = escape(f"{title}: {said}")
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg class="plot" role="img" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{label}">{drawn}</svg></figure>'
    )

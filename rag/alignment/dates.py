"""Dates of a text as intervals of days, as exactly as they are written and no more.

"August 2025" is a month, "22 August" a day of the publication's year or the one before, "on Friday"
the last Friday up to the publication. A date holds for another when its interval lies inside the
other's: a source that gives the day supports a statement that gives the month, not the reverse.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier", "february feb février", "march mar mars", "april apr avril",
            "may mai", "june jun juin", "july jul juillet", "august aug août",
            "september sept sep septembre", "october oct octobre", "november nov novembre",
            "december dec décembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS = {name: n for n, name in enumerate("mon tues wednes thurs fri satur sun".split())}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_EXPLICIT = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?"
    rf"(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:per cent|%|,\d{{3}})))?"
    rf"(?:,?\s+(?P<y1>(?:1[5-9]|20)\d\d)\b)?"
    rf"|(?<![\d.,$€£])\b(?P<y2>(?:1[5-9]|20)\d\d)\b(?![.,]\d|\s*(?:per cent|%))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"\b(?P<which>last|next|this|on|since|until|by)?\s*(?P<day>{'|'.join(_DAYS)})day\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?P<which>last|next|this)\s+(?P<unit>week|month|year)\b"
    r"|\b(?P<word>today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|by|late|early|mid|last|next)\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both included, with the words that say it.

    `first` and `last` are None where the text leaves the year open and nothing settles it; then
    `month` and `day` are what is known. `weekday` is set for a bare day of the week, 0 for Monday.
    """

    first: dt.date | None
    last: dt.date | None
    start: int
    end: int
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""

    def holds_for(self, stated: When) -> bool:
        """Tell whether a source that says this supports a statement that says `stated`."""
        if self.weekday is not None and stated.weekday == self.weekday:
            return True
        if self.relative and self.relative == stated.relative:
            return True
        if self.first and self.last and stated.first and stated.last:
            return stated.first <= self.first and self.last <= stated.last
        if stated.month is None or self.month != stated.month:
            return False
        return stated.first is None and stated.day in (None, self.day)


def dates(text: str, published: tuple[dt.date, dt.date] | None = None) -> list[When]:
    """Return the dates of a text in order; `published` are the first and last day it can be of."""
    return list(_dates(text, published))


@lru_cache(maxsize=1024)
def _dates(text: str, published: tuple[dt.date, dt.date] | None) -> tuple[When, ...]:
    found = [w for match in _EXPLICIT.finditer(text) if (w := _explicit(text, match, published))]
    found += [_weekday(match, published) for match in _WEEKDAY.finditer(text)]
    found += [_relative(match, published) for match in _RELATIVE.finditer(text)]
    return tuple(sorted(found, key=lambda when: when.start))


def _explicit(
    text: str, match: re.Match[str], published: tuple[dt.date, dt.date] | None
) -> When | None:
    start, end = match.span()
    if match["iso"]:
        day = _day(*map(int, match["iso"].split("-")))
        return When(day, day, start, end, day.month, day.day) if day else None
    if match["y2"]:
        year = int(match["y2"])
        return When(dt.date(year, 1, 1), dt.date(year, 12, 31), start, end)
    number = match["d1"] or match["d2"]
    written = match["month"]
    if not number and not match["y1"] and not _is_month(written, text[:start]):
        return None
    return _dated(written, number, match["y1"], (start, end), published)


def _is_month(written: str, before: str) -> bool:
    """Tell whether a month without day or year is one: "may" is a verb and "Mars" a planet."""
    if written in ("May", "Mar", "Mars"):
        return bool(_BEFORE_MONTH.search(before))
    return written[0].isupper()


def _dated(
    written: str,
    number: str | None,
    year: str | None,
    place: tuple[int, int],
    published: tuple[dt.date, dt.date] | None,
) -> When | None:
    month, day = _MONTHS[written.lower()], int(number) if number else None
    if year is None:
        first, last = _nearest(month, day, published)
        return When(first, last, *place, month, day)
    first, last = _month(int(year), month, day)
    return When(first, last, *place, month, day) if first else None


def _nearest(
    month: int, day: int | None, published: tuple[dt.date, dt.date] | None
) -> tuple[dt.date | None, dt.date | None]:
    """Return a date without a year as the reader of its publication takes it: open, both years."""
    if published is None or published[0].year != published[1].year:
        return None, None
    year = published[1].year
    near = [d for y in (year - 1, year, year + 1) if (d := _month(y, month, day))[0]]
    best = min(near, key=lambda d: abs(((d[0] or published[1]) - published[1]).days), default=None)
    return best or (None, None)


def _month(year: int, month: int, day: int | None) -> tuple[dt.date | None, dt.date | None]:
    if day is not None:
        exact = _day(year, month, day)
        return exact, exact
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _weekday(match: re.Match[str], published: tuple[dt.date, dt.date] | None) -> When:
    number = _DAYS[match["day"].lower()]
    place = match.start("day"), match.end()
    if published is None or published[0] != published[1] or (match["which"] or "") == "next":
        return When(None, None, *place, weekday=number)
    back = (published[1].weekday() - number) % 7
    day = published[1] - dt.timedelta(days=back)
    return When(day, day, *place, day.month, day.day, weekday=number)


def _relative(match: re.Match[str], published: tuple[dt.date, dt.date] | None) -> When:
    said = " ".join(match[0].lower().split())
    if published is None or published[0] != published[1]:
        return When(None, None, *match.span(), relative=said)
    first, last = _around(published[1], match["word"], match["which"], match["unit"])
    return When(first, last, *match.span(), relative=said)


def _around(
    day: dt.date, word: str | None, which: str | None, unit: str | None
) -> tuple[dt.date, dt.date]:
    if word:
        moved = day + dt.timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[word.lower()])
        return moved, moved
    step = {"last": -1, "this": 0, "next": 1}[(which or "this").lower()]
    match (unit or "week").lower():
        case "week":
            monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=step)
            return monday, monday + dt.timedelta(days=6)
        case "month":
            months = day.year * 12 + day.month - 1 + step
            year, month = divmod(months, 12)
            return (
                dt.date(year, month + 1, 1),
                dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1]),
            )
        case _:
            return dt.date(day.year + step, 1, 1), dt.date(day.year + step, 12, 31)

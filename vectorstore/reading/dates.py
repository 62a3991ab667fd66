"""Dates that a text states outright, kept at the granularity it states them.

Only what needs no guess is a date: a named month in English or French, ISO order, or digits that
can be read in one way. `03/04/2022` is two different days, so it is none.
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février fevrier févr fevr fév",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août aout",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
_FIRST_YEAR, _LAST_YEAR = 1400, 2199

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?\b"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche)\b\.?,?\s+"
)
_TIME = (
    r"[\s,;|·•@–—-]*(?:\b(?:at|à)\s+)?(?:\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d+)?"
    r"(?:\s*[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?)"
)
_ZONE = r"(?:\s*\(?(?:Z|UTC|GMT|[A-Z]{1,3}T|Eastern|Central|Pacific)\b\)?|\s*[+-]\d{2}:?\d{2})*"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)",
        r"(?P<year>\d{4})[/.](?P<month>\d{2})[/.](?P<day>\d{2})(?!\d)",
        rf"{_DAY}[\s-]+(?:of\s+|de\s+)?{_MONTH},?[\s-]+{_YEAR}",
        rf"{_MONTH}\s*{_DAY},?\s+{_YEAR}",
        rf"(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d{2})(?![-\d])",
    )
)
_BARE_YEAR = re.compile(_YEAR)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,6})?")
_BEFORE = re.compile(
    rf"(?:(?:{_WEEKDAY})?{_TIME}{_ZONE}[\s,]*)?(?:le\s+)?(?:{_WEEKDAY})?(?:le\s+)?", re.IGNORECASE
)
_AFTER = re.compile(
    rf"(?:T\d{{2}}:?\d{{2}}(?::?\d{{2}})?(?:[.,]\d+)?|{_TIME})?{_ZONE}[\s.]*\Z", re.IGNORECASE
)
_ANYWHERE = tuple(re.compile(rf"(?<![\w/.-])(?:{form.pattern})", re.I) for form in _FORMS)


def parse(text: str) -> str | None:
    """Return the date that `text` is, as YYYY, YYYY-MM or YYYY-MM-DD; None when it is no date.

    A weekday, a time and a time zone beside it are allowed and dropped; the day stays the one that
    is written, whatever the zone.
    """
    text = text.strip()
    if len(text) > 80:
        return None
    if whole := _COMPACT.fullmatch(text) or _BARE_YEAR.fullmatch(text):
        return _date(whole)
    found = prefix(text)
    return found[0] if found and _AFTER.match(text, found[1]) else None


def prefix(text: str) -> tuple[str, int] | None:
    """Return the date at the very beginning of `text` and where it ends, or None."""
    lead = _BEFORE.match(text)
    for at in (lead.end() if lead else 0, 0):
        for form in _FORMS:
            match = form.match(text, at)
            if match and (date := _date(match)):
                return date, match.end()
    return None


def first_in(text: str) -> tuple[str, int] | None:
    """Return the first date in `text` and where it begins, at least a month exact; else None."""
    found = []
    for form in _ANYWHERE:
        match = form.search(text)
        if match and (date := _date(match)):
            found.append((match.start(), -len(date), date))
    if not found:
        return None
    start, _, date = min(found)
    return date, start


def _date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if "first" in parts:
        return _numeric(int(parts["first"]), int(parts["second"]), year)
    if not parts.get("month"):
        return f"{year}"
    named = _MONTHS.get(parts["month"].lower())
    month = named or int(parts["month"])
    return _checked(year, month, int(parts["day"]) if parts.get("day") else None)


def _numeric(first: int, second: int, year: int) -> str | None:
    if first == second or second > 12:
        return _checked(year, first, second)
    return _checked(year, second, first) if first > 12 else None


def _checked(year: int, month: int, day: int | None) -> str | None:
    try:
        whole = dt.date(year, month, day or 1)
    except ValueError:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]

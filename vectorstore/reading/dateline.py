"""Bylines, and the dates that a text states as those of its publication."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vectorstore.documents import Published
from vectorstore.reading import dates

LONGEST_BYLINE = 200

_CHANGED = re.compile(
    r"\b(?:last )?(?:updated?|modified|revised|corrected|edited|mis à jour|modifié|actualisé)\b",
    re.IGNORECASE,
)
# A label begins a line or a part of it: "the report was published on ..." is a sentence.
_PUBLISHED = re.compile(
    r"(?:^|[|·•;,(–—-]\s*)(?:(?:first |originally )?(?:published|posted|released|issued)"
    r"|publication date|date published|release date|publiée?|mise? en ligne|parue?)\b"
    r"\s*(?:on|at|le)?\s*[:–—-]?\s*(?:on|at|le)?\s*",
    re.IGNORECASE,
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_NAME_PART = rf"(?:{_CAPITAL}[\w'’-]*\.?|d['’][^\W\d_][\w'’-]*)"
_LINK = r"(?:de|da|di|del|dos|van|von|der|den|la|le|bin|al|el|y|ten|ter)"
_NAME = rf"{_NAME_PART}(?:[ ]+(?:{_LINK}[ ]+)*{_NAME_PART}){{1,4}}"
_PLACE = rf"(?:,? (?:in|from|à) {_CAPITAL}[\w'’-]*(?: {_CAPITAL}[\w'’-]*){{0,3}})"
_JOIN = r"(?:,? (?:and|et|&) |, )"
_BYLINE = re.compile(
    r"(?:(?:written |reported |story |article |analysis |opinion |commentary )?by|par):? +"
    rf"(?P<names>(?-i:{_NAME}{_PLACE}?(?:{_JOIN}{_NAME}{_PLACE}?)*))(?P<rest>.*)",
    re.IGNORECASE,
)
_SPLIT = re.compile(_JOIN)
_NOT_A_PERSON = re.compile(
    r"\b(?:Staff|Press|News|Reuters|Agency|Desk|Writer|Reporter|Editor|Correspondent|Reports?|Times"
    r"|Post|Team|Newsroom|Editors|Service|Network|Bureau|Special|Associated|Wire|Media)\b"
)
_CALENDAR = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|the\b|january|february", re.I)
_DATELINE = re.compile(
    rf"(?P<place>{_CAPITAL}{{2}}[^\n–—]{{0,60}}?)(?:,| [–—]|) "
    r"(?P<date>\w+\.? \d{1,2},? \d{4}|\d{1,2} \w+ \d{4})[^\n–—-]{0,40}(?:[–—]|--| - )"
)


_CREDITED = re.compile(
    r"special to (?:the )?.{2,40}|from .{2,40} (?:wire |staff )?reports|(?:.{2,40} )?staff"
    r"(?: (?:writer|report|reporter)s?)?|(?:the )?associated press|ap|afp|reuters",
    re.IGNORECASE,
)


def byline_names(line: str) -> tuple[str, ...]:
    """Return who a byline names, as `By Jane Roe and John Doe, Lake Wire` names two; else none."""
    match = _byline(line)
    return _people(match) if match else ()


def people(names: str) -> tuple[str, ...]:
    """Return the persons of a list such as `Jane Roe and John Doe, Lake Wire`; none if no list."""
    match = _byline(f"by {names}")
    return _people(match) if match else ()


def _people(match: re.Match[str]) -> tuple[str, ...]:
    names = (re.sub(rf"{_PLACE}\Z", "", name) for name in _SPLIT.split(match["names"]))
    return tuple(" ".join(name.split()) for name in names if not _NOT_A_PERSON.search(name))


def is_byline(line: str) -> bool:
    """Tell whether a line says who wrote the text or when it came out, and nothing else."""
    line = line.strip()
    if _byline(line) or _CREDITED.fullmatch(line):
        return True
    if len(line) > LONGEST_BYLINE or line.isdigit():
        return False
    return (
        _only_dates(line)
        or _barred_date(line) is not None
        or (_stated(line) is not None and line[-1] not in ".!?")
    )


def published_in(lines: Iterable[str]) -> Published | None:
    """Return the publication date that the first of these lines to state one states.

    They are the lines round a headline. A date of change is none; a line that is a date and nothing
    else is taken for one of publication.
    """
    for line in lines:
        if len(line) <= LONGEST_BYLINE and (date := _stated(line.strip())):
            return Published(date, "byline")
    return None


def dateline(paragraph: str) -> Published | None:
    """Return the date of a dateline such as `LYON, Feb. 4, 2022 (Wire) – ...` on a first paragraph.

    A place alone, or a day without its year, is no date.
    """
    match = _DATELINE.match(paragraph)
    if match is None or not match["place"].split(",")[0].isupper():
        return None
    date = dates.parse(match["date"])
    return Published(date, "dateline") if date else None


def _byline(line: str) -> re.Match[str] | None:
    if len(line) > LONGEST_BYLINE:
        return None
    match = _BYLINE.fullmatch(line.strip())
    if match is None or _CALENDAR.match(match["names"]):
        return None
    # After the names come a paper, a place or a date, but no sentence.
    rest = match["rest"].strip()
    ends = not rest or (rest[0] in ",|·•–—-(/@" and rest[-1] not in ".!?")
    return match if ends else None


def _stated(line: str) -> str | None:
    for match in _PUBLISHED.finditer(line):
        if found := dates.prefix(line[match.end() :]):
            return found[0]
    kept = _CHANGED.split(line)[0].strip(" ,;|·•()–—-")
    if barred := _barred_date(kept):
        return barred
    if date := dates.parse(kept):
        return date if len(date) > 4 else None
    if _PUBLISHED.match(kept) or _byline(kept):
        found = dates.first_in(kept)
        return found[0] if found else None
    return None


def _barred_date(line: str) -> str | None:
    """Return the date of a line such as `Jane Roe, Lyon · 4 February 2022 · 5 min read`."""
    pieces = re.split(r"\s*[|·•]\s*", line)
    if len(pieces) < 2 or any(len(piece.split()) > 7 for piece in pieces):
        return None
    found = (dates.parse(piece) for piece in pieces if not piece.strip().isdigit())
    return next((date for date in found if date and len(date) > 4), None)


def _only_dates(line: str) -> bool:
    pieces = re.split(r"\s*[|·•;]\s*", _CHANGED.sub("|", line))
    unlabelled = [_PUBLISHED.sub("", piece).strip(" :,.–—-") for piece in pieces]
    dated = [re.sub(r"^(?:on|at|le)\b[ :]*", "", piece) for piece in unlabelled if piece]
    return bool(dated) and all(dates.parse(piece) for piece in dated)

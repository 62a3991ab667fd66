"""Whether an answer says a fact: the same figures, dates, names and words, however written."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from rag.alignment.dates import When, dates
from rag.alignment.quotes import folded
from rag.alignment.tokens import tokenise
from rag.words import FUNCTION_WORDS

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w\s%.]")


def says(answer: str, fact: str) -> bool:
    """Tell whether an answer says a fact: in these words, or in the same terms, in order.

    Terms are compared by stem, figures by value ("forty-seven" and 47), dates as days ("12 April
    2026" and "April 12, 2026"); accents, case and articles do not count.
    """
    if not plain(fact):
        return False
    if f" {plain(fact)} " in f" {plain(answer)} ":
        return True
    if day := _whole_date(fact):
        return any(when.holds_for(day) for when in dates(answer))
    wanted = _terms(fact)
    return bool(wanted) and _runs_in(wanted, _terms(answer))


def says_any(answer: str, wordings: tuple[str, ...]) -> bool:
    """Tell whether an answer says a fact in any of its wordings."""
    return any(says(answer, wording) for wording in wordings)


def names(text: str, person: str) -> bool:
    """Tell whether a text names a person: by the whole name or by the surname."""
    parts = plain(person).split()
    if not parts:
        return False
    said = f" {plain(text)} "
    return f" {' '.join(parts)} " in said or (len(parts[-1]) > 2 and f" {parts[-1]} " in said)


def gives_date(text: str, date: str, published: tuple[dt.date, dt.date] | None = None) -> bool:
    """Tell whether a text gives a date (YYYY, YYYY-MM, YYYY-MM-DD) as exactly as it is stated.

    `published` are the first and last day the cited source can be of: "on Friday" is of its week.
    """
    first, last = _interval(date)
    wanted = When(first, last, 0, 0, first.month, first.day)
    found = dates(text, published)
    return any(when.first and when.holds_for(wanted) for when in found)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text as SQuAD compares it: lower case, no marks, no articles, single spaces.

    Accents are taken off; a comma or a point inside a figure belongs to it.
    """
    flat = unicodedata.normalize("NFKD", folded(text)).casefold()
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    bare = re.sub(r"(?<=\d)[,\u202f](?=\d{3})", "", bare)
    return " ".join(_ARTICLES.sub(" ", _PUNCTUATION.sub(" ", bare)).split())


def _whole_date(fact: str) -> When | None:
    """Return the date that a fact is, if it is one and nothing else."""
    found = dates(fact)
    if (
        len(found) == 1
        and found[0].first
        and len(fact.strip(" .")) <= found[0].end - found[0].start
    ):
        return found[0]
    return None


def _terms(text: str) -> list[str]:
    return [
        token.key
        for token in tokenise(text).tokens
        if token.figure or token.form.lower() not in FUNCTION_WORDS or token.negative
    ]


def _runs_in(wanted: list[str], terms: list[str]) -> bool:
    size = len(wanted)
    return any(terms[at : at + size] == wanted for at in range(len(terms) - size + 1))


def _interval(date: str) -> tuple[dt.date, dt.date]:
    from vectorstore.documents import Published

    known = Published(date, "case")
    return known.first, known.last

"""The options that say which documents may answer, and how much is found in them at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from rag.answers import Filters
from rag.errors import RequestError
from vectorstore.documents import Published

MOST = 200
"""How many passages a search gives at most."""
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help="Only documents whose title, publisher or path has this in it. May be repeated.",
        metavar="TEXT",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(help="Only documents published on this day or later.", metavar="DATE"),
]
Until = Annotated[
    str | None,
    typer.Option(help="Only documents published on this day or earlier.", metavar="DATE"),
]


def filters(
    source: Sequence[str] | None,
    since: str | None,
    until: str | None,
    names: tuple[str, str] = ("--since", "--until"),
) -> Filters:
    """Return the filters of a command line; raises RequestError for a date that is none.

    A date is YYYY, YYYY-MM or YYYY-MM-DD; `since` means its first day and `until` its last. `names`
    are what the person who gave them knows them as.
    """
    first = _date(since, names[0]).first if since else None
    last = _date(until, names[1]).last if until else None
    if first and last and first > last:
        raise RequestError(f"No day is both since {first} and until {last}.")
    return Filters(sources=tuple(source or ()), published_from=first, published_to=last)


def _date(text: str, option: str) -> Published:
    try:
        return Published(text.strip(), option)
    except ValueError as error:
        raise RequestError(
            f"{option} takes a date as YYYY, YYYY-MM or YYYY-MM-DD, not {text!r}."
        ) from error

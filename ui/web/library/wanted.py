"""Which documents a list shows, and in which order."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.documents import Published
from vectorstore.records import DocumentRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of the list; an empty text asks for nothing. Pages count from 1."""

    find: str = ""
    publisher: str = ""
    since: str = ""
    until: str = ""
    state: str = ""
    sort: str = "newest"
    page: int = 1

    @property
    def wrong_dates(self) -> tuple[str, ...]:
        """The names of the dates that are none; they narrow nothing."""
        return tuple(
            name
            for name in ("since", "until")
            if (date := getattr(self, name).strip()) and _published(date) is None
        )

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """What narrows the list, each under a name that `without` takes."""
        said = {
            "find": self.find,
            "publisher": self.publisher,
            "dates": _published(self.since) or _published(self.until),
            "state": self.state,
        }
        return tuple(name for name, value in said.items() if value)

    def without(self, name: str) -> Wanted:
        """Return the same, but not narrowed by one of them."""
        fields = ("since", "until") if name == "dates" else (name,)
        empty: dict[str, Any] = dict.fromkeys(fields, "")
        return dataclasses.replace(self, **empty)


def title_of(row: DocumentRow) -> str:
    """Return the title of a document, the name of its file where it has none."""
    return row.title or Path(row.source).name


def chosen(rows: Iterable[DocumentRow], wanted: Wanted) -> list[DocumentRow]:
    """Return the documents that are wanted, in their order; one without a date comes last."""
    found = [row for row in rows if _is_wanted(row, wanted)]
    found.sort(key=lambda row: title_of(row).casefold().lstrip("\"'“‘«( "))
    if wanted.sort in _ORDERS:
        key, backwards = _ORDERS[wanted.sort]
        found.sort(key=key, reverse=backwards)
    return found


def _is_wanted(row: DocumentRow, wanted: Wanted) -> bool:
    said = f"{row.title} {row.publisher} {row.source}".casefold()
    return (
        all(word in said for word in wanted.find.casefold().split())
        and wanted.publisher.casefold().strip() in (row.publisher or "").casefold()
        and wanted.state in ("", row.state.value)
        and _in_range(row.published, _published(wanted.since), _published(wanted.until))
    )


def _in_range(date: Published | None, since: Published | None, until: Published | None) -> bool:
    if since is None and until is None:
        return True
    return (
        date is not None
        and (since is None or date.last >= since.first)
        and (until is None or date.first <= until.last)
    )


def _published(date: str) -> Published | None:
    try:
        return Published(date.strip(), "asked for")
    except ValueError:
        return None


_Key = Callable[[DocumentRow], Any]
_ORDERS: Mapping[str, tuple[_Key, bool]] = {
    "newest": (lambda row: row.published.date if row.published else "", True),
    "oldest": (lambda row: row.published.date if row.published else "~", False),
    "publisher": (lambda row: (row.publisher is None, (row.publisher or "").casefold()), False),
    "added": (lambda row: row.ingested_at, True),
}

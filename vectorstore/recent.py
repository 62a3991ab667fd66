"""Rows of passages seen a moment ago: what was just found is looked up again and again."""

from __future__ import annotations

from typing import NamedTuple

_MOST = 8192


class PassageRow(NamedTuple):
    """A live passage as the library keeps it; `version` is its document's key."""

    key: int
    id: str
    version: int
    document_id: str
    first: int
    past: int
    region: str
    heading: str | None
    title: str | None
    near: int


class RecentRows:
    """The rows read last at one revision of the library, by key and by id."""

    def __init__(self, revision: int = -1) -> None:
        self.revision = revision
        self.by_key: dict[int, PassageRow] = {}
        self.by_id: dict[str, PassageRow] = {}

    def at(self, revision: int) -> RecentRows:
        """Return these rows, or none where the library has changed or there are too many."""
        if revision == self.revision and len(self.by_key) < _MOST:
            return self
        return RecentRows(revision)

    def put(self, row: PassageRow) -> None:
        """Keep a row."""
        self.by_key[row.key] = row
        self.by_id[row.id] = row

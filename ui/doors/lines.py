"""Values as lines of JSON and back, equal. A document goes over once, however often it is cited.

A line is `{"Name": {...}}`, the class of a dataclass and its fields. A document has a line of its
own before the first that needs it; there, `{"$document": N}` stands for the Nth of them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ui.wire import WireError, rebuilt
from vectorstore.documents import Document

_REFERENCE = "$document"


class Sending:
    """Turns values into lines, and knows which documents have gone over."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._new: list[Document] = []

    def lines(self, value: object) -> Iterator[bytes]:
        """Yield the line of a dataclass after those of the documents it needs."""
        line = self._line(value)
        new, self._new = self._new, []
        yield from map(self._line, new)
        yield line

    def _line(self, value: object) -> bytes:
        named = {type(value).__name__: _members(value)}
        # Escaped to ASCII, so that a file name that is no UTF-8 comes through.
        return json.dumps(named, default=self._plain, separators=(",", ":")).encode() + b"\n"

    def _plain(self, value: object) -> object:
        match value:
            case Document():
                return {_REFERENCE: self._number(value)}
            case dt.date():
                return value.isoformat()
            case frozenset():
                return list(value)
        return _members(value)

    def _number(self, document: Document) -> int:
        key = (document.id, document.content_hash)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._new.append(document)
        return self._numbers[key]


class Receiving:
    """Turns lines back into values of these dataclasses; equal documents are one in memory."""

    def __init__(self, *kinds: type) -> None:
        self._kinds = {kind.__name__: kind for kind in (Document, *kinds)}
        self._documents: list[Document] = []

    def value(self, line: bytes) -> Any:
        """Return the value of a line; None for a document, which is kept. Raises WireError."""
        try:
            named = json.loads(line, object_hook=self._resolved)
            ((name, members),) = named.items()
            kind = self._kinds[name]
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            raise WireError(
                "What was sent is nothing this version of Footnoted knows: end the server and "
                "start it again."
            ) from error
        found: object = rebuilt(kind, members)
        if isinstance(found, Document):
            self._documents.append(found)
            return None
        return found

    def _resolved(self, members: dict[str, Any]) -> object:
        if members.keys() == {_REFERENCE}:
            return self._documents[members[_REFERENCE]]
        return members


def _members(value: object) -> dict[str, object]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} does not go over a door.")
    return {each.name: getattr(value, each.name) for each in fields(value)}

"""What a person says of a document in place of what its source states."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from vectorstore.documents import Document, Published
from vectorstore.errors import CorrectionError
from vectorstore.reading import dates
from vectorstore.reading.metadata import language_tag, one_line, web_address

FIELDS = ("title", "publisher", "authors", "published", "language", "url")
BY_HAND = "corrected by hand"
"""How a date is known that a person has set."""

Fact: TypeAlias = str | tuple[str, ...] | None
"""What is said of a document in one field; None, or no names, where there is nothing to say."""

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Corrections:
    """What to say of a document from now on; a field that is None stays as it is.

    An empty text, or no authors, says that there is none. `undo` names the fields that go back to
    what the source states. Raises CorrectionError for what cannot be meant.
    """

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    undo: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.undo:
            if name not in FIELDS:
                fields = ", ".join(FIELDS)
                raise CorrectionError(
                    f"Nothing is called {name!r}: what can be undone is {fields}."
                )
            if getattr(self, name) is not None:
                raise CorrectionError(f"The {name} cannot be corrected and undone at once.")
        _ = self.facts

    @property
    def facts(self) -> dict[str, Fact]:
        """What is set, by field, as it is kept."""
        return {
            name: _checked(name, given)
            for name in FIELDS
            if (given := getattr(self, name)) is not None
        }

    def over(self, held: Mapping[str, Fact]) -> dict[str, Fact]:
        """Return the corrections of a document that had the `held` ones."""
        kept = {name: fact for name, fact in held.items() if name not in self.undo}
        return kept | self.facts


def corrected(document: Document, facts: Mapping[str, Fact]) -> Document:
    """Return a document that says these facts of itself; its text, regions and id stay."""
    said: dict[str, Any] = {name: _value(name, fact) for name, fact in facts.items()}
    return dataclasses.replace(document, **said)


def stated(document: Document, names: Mapping[str, Fact]) -> dict[str, str]:
    """Return what a document says in the fields `names`, each as JSON that `restored` takes."""
    return {name: _as_json(getattr(document, name)) for name in names}


def restored(document: Document, said: Mapping[str, str]) -> Document:
    """Return a document that says what `stated` has noted."""
    facts: dict[str, Any] = {name: _from_json(name, value) for name, value in said.items()}
    return dataclasses.replace(document, **facts)


def fact_of(name: str, value: str) -> Fact:
    """Return what a row of the library's corrections holds."""
    found = json.loads(value)
    return tuple(found) if name == "authors" else found


def _checked(name: str, given: Any) -> Fact:
    if name == "authors":
        names = tuple(line for each in given if (line := one_line(each)))
        if any(len(each) > _LONGEST for each in names):
            raise CorrectionError(f"A name has at most {_LONGEST} characters.")
        return names
    line = one_line(given)
    if line is None:
        return None
    if len(line) > _LONGEST:
        raise CorrectionError(f"The {name} has at most {_LONGEST:,} characters, not {len(line):,}.")
    read, wanted = _READ.get(name, (one_line, ""))
    found = read(line)
    if found is None:
        raise CorrectionError(f"The {name} must be {wanted}, not {line!r}.")
    return found


def _date(line: str) -> str | None:
    try:
        date = dates.parse(line)
        return Published(date, BY_HAND).date if date else None
    except ValueError:
        return None


_READ: Mapping[str, tuple[Callable[[str], str | None], str]] = {
    "published": (_date, "a date as YYYY, YYYY-MM or YYYY-MM-DD"),
    "language": (language_tag, "a tag such as 'en'"),
    "url": (web_address, "an address that begins with http:// or https://"),
}


def _value(name: str, fact: Fact) -> object:
    match name, fact:
        case "published", str():
            return Published(fact, BY_HAND)
        case "authors", _:
            return tuple(fact or ())
    return fact


def _as_json(value: object) -> str:
    if isinstance(value, Published):
        return json.dumps([value.date, value.how])
    return json.dumps(value)


def _from_json(name: str, value: str) -> object:
    found = json.loads(value)
    if name == "published":
        return Published(*found) if found else None
    return tuple(found) if name == "authors" else found

"""French spacing: the spaces at which a line is never broken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

THIN = "\N{NARROW NO-BREAK SPACE}"
_BOUND = "\N{NO-BREAK SPACE}"
_BEFORE = re.compile(r" (?=[;:?!])")

Value = TypeVar("Value")


def typeset(value: Value) -> Value:
    """Return a text, or a value with every text in it, with a thin space before ; : ? and !.

    Inside « » stands a wider one. The keys of a mapping are left as they are.
    """
    found: Any = value
    match value:
        case str():
            found = _BEFORE.sub(THIN, value).replace("« ", f"«{_BOUND}").replace(" »", f"{_BOUND}»")
        case tuple():
            found = tuple(map(typeset, value))
        case Mapping():
            found = {key: typeset(each) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = {each.name: typeset(getattr(value, each.name)) for each in fields(value)}
            found = replace(value, **named)
    return found  # type: ignore[no-any-return]

"""Values as bytes and back, equal: what goes between processes and what is kept on the disk.

Only frozen dataclasses of `rag` and `vectorstore` go through; their own checks run on the way
back, so a citation read from a file is still a slice of its document.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from vectorstore.errors import FootnotedError

_Value = TypeVar("_Value")


class WireError(FootnotedError):
    """Bytes that hold no such value, or one of another version of Footnoted."""


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def packed(kind: Any, value: object) -> bytes:
    """Return a value of a kind (a dataclass, or a union of some) as JSON in UTF-8."""
    return _adapter(kind).dump_json(value)


def unpacked(kind: type[_Value], data: bytes | str) -> _Value:
    """Return what `packed` was given. Raises WireError."""
    with _refused(kind):
        found: _Value = _adapter(cast("Any", kind)).validate_json(data)
    return found


def rebuilt(kind: type[_Value], tree: object) -> _Value:
    """Return a value from what JSON holds of it; parts that are such values already stay the same.

    Raises WireError.
    """
    with _refused(kind):
        found: _Value = _adapter(cast("Any", kind)).validate_python(tree)
    return found


@contextmanager
def _refused(kind: object) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        name = getattr(kind, "__name__", "value")
        raise WireError(
            f"What was kept or sent is no {name} of this version of Footnoted: "
            f"{error.errors()[0]['msg']}."
        ) from error

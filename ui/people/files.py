"""Small files of secrets: only their owner reads them, and they are never half-written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_Value = TypeVar("_Value")
_Stamp = tuple[int, int, int]


def write_private(path: Path, data: bytes) -> None:
    """Put bytes in a file of mode 0600, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


class Watched(Generic[_Value]):
    """What a file holds, read again once it has changed; `empty` where there is none.

    Raises what `read` and opening the file raise.
    """

    def __init__(self, path: Path, read: Callable[[bytes], _Value], empty: _Value) -> None:
        self.path = path
        self._read = read
        self._empty = empty
        self._held: tuple[_Stamp | None, _Value] = (None, empty)

    def value(self) -> _Value:
        """Return what the file holds now."""
        stamp = self._stamp()
        if stamp is None:
            return self._empty
        held = self._held
        if held[0] != stamp:
            self._held = held = (stamp, self._read(self.path.read_bytes()))
        return held[1]

    def _stamp(self) -> _Stamp | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

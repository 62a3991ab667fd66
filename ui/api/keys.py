"""Keys of the API that have a name: a file of their digests, never of the keys."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from rag.errors import RequestError, SettingsError
from ui.people.files import Watched, write_private

NAME = "api-keys.json"
LONGEST = 64
_PREFIX = "fn-"


def digest(key: bytes) -> str:
    """Return the SHA-256 of a key; ours have 256 random bits, so that no salt is needed."""
    return hashlib.sha256(key).hexdigest()


@dataclass(frozen=True)
class Key:
    """A key by its digest; a `read_only` one changes nothing. `created` is a time in UTC."""

    name: str
    sha256: str
    created: str = ""
    read_only: bool = False


_KEYS = TypeAdapter(tuple[Key, ...])


class KeyFile:
    """The file of a home; read again when it has changed. Safe between threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = Watched[tuple[Key, ...]](path, _KEYS.validate_json, ())

    @classmethod
    def of(cls, home: Path) -> KeyFile:
        """Return the file of a home; it need not be there."""
        return cls(home / NAME)

    def keys(self) -> tuple[Key, ...]:
        """Return the keys, oldest first. Raises SettingsError for a file that is damaged."""
        try:
            return self._file.value()
        except (OSError, ValidationError) as error:
            raise SettingsError(
                f"The file of API keys, {self.path}, cannot be read: correct or remove it."
            ) from error

    def add(self, name: str, *, read_only: bool = False) -> str:
        """Make a key and return it; nobody can read it from the file. Raises RequestError."""
        if not 1 <= len(name) <= LONGEST or not name.isprintable() or name != name.strip():
            raise RequestError(f"A key's name has 1 to {LONGEST} printable characters.")
        key = _PREFIX + secrets.token_urlsafe(32)
        with self._changing():
            before = self.keys()
            if any(each.name == name for each in before):
                raise RequestError(
                    f"There is a key named {name!r}: remove it first, or name another."
                )
            now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            self._write((*before, Key(name, digest(key.encode()), now, read_only)))
        return key

    def remove(self, name: str) -> None:
        """Take a key away; it opens nothing from then on. Raises RequestError."""
        with self._changing():
            before = self.keys()
            kept = tuple(each for each in before if each.name != name)
            if kept == before:
                raise RequestError(f"No key is named {name!r}: 'footnoted keys list' shows all.")
            self._write(kept)

    def _changing(self) -> Any:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(f"{self.path}.lock", mode=0o600)

    def _write(self, keys: tuple[Key, ...]) -> None:
        write_private(self.path, _KEYS.dump_json(keys, indent=2))

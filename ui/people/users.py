"""Who may sign in: names, hashed passwords, and who is an admin, in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ui.people.errors import PeopleError, UnknownUser
from ui.people.files import Watched, write_private
from ui.people.passwords import hashed, name_of, password_of


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in; `hash` is bcrypt's."""

    name: str
    hash: str
    admin: bool = False


_All = Mapping[str, User]


class _Written(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(extra="forbid")

    users: list[User]

    def bytes(self) -> bytes:
        """Return what is written."""
        return self.model_dump_json(indent=2).encode()


class Users:
    """The users in a file, which need not exist; a change elsewhere is seen at once.

    Names are compared composed, capitals count. Raises PeopleError for a file that is not to be
    read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = Watched[_All](path, self._read, {})

    def all(self) -> _All:
        """Return the users by name."""
        try:
            return self._file.value()
        except OSError as error:
            raise PeopleError(f"{self.path} cannot be read: {error.strerror}.") from error

    def get(self, name: str) -> User | None:
        """Return who has a name, None where nobody has."""
        return self.all().get(name)

    def known(self, name: str) -> User:
        """Return who has a name. Raises UnknownUser."""
        found = self.get(name_of(name))
        if found is None:
            there = ", ".join(self.all()) or "nobody"
            raise UnknownUser(f"There is no user {name!r}; there is: {there}.")
        return found

    def add(self, name: str, password: str, *, admin: bool = False) -> User:
        """Add somebody. Raises Unusable, and PeopleError for a name that is taken."""
        user = User(name_of(name), hashed(password_of(password)), admin)

        def added(users: _All) -> _All:
            if user.name in users:
                raise PeopleError(
                    f"There is a user {user.name!r} already: change the password with "
                    "`footnoted users password`, or remove the user first."
                )
            return {**users, user.name: user}

        self._change(added)
        return user

    def remove(self, name: str) -> User:
        """Take somebody out. Raises UnknownUser."""
        found = self.known(name)
        self._change(lambda users: {n: user for n, user in users.items() if n != found.name})
        return found

    def set_password(self, name: str, password: str) -> User:
        """Change a password, which ends all sessions. Raises UnknownUser, Unusable."""
        found = self.known(name)
        user = replace(found, hash=hashed(password_of(password)))
        self._change(lambda users: {**users, user.name: user})
        return user

    def _change(self, changed: Callable[[_All], _All]) -> None:
        from filelock import FileLock

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=10):
                write_private(self.path, _Written(users=[*changed(self.all()).values()]).bytes())
        except OSError as error:
            raise PeopleError(f"{self.path} cannot be written: {error.strerror}.") from error

    def _read(self, data: bytes) -> _All:
        try:
            return {user.name: user for user in _Written.model_validate_json(data).users}
        except ValidationError as error:
            raise PeopleError(
                f"{self.path} is no file of users: take it away, or bring back a good one."
            ) from error

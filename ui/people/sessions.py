"""Who has signed in: a signed cookie that ends with time, a sign-out, or another password."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ui.people.errors import PeopleError
from ui.people.files import Watched, write_private
from ui.people.users import User, Users

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

Clock = Callable[[], float]
_KEY_BYTES = 32
_FORM_SECONDS = 3600


class Session(NamedTuple):
    """A sign-in: its id, and who it is."""

    id: str
    user: User


@dataclass(frozen=True)
class Sessions:
    """The sign-ins of one server; they survive its restart. Safe between threads.

    A session lasts `hours` from when it began, however it is used. `key` signs the cookies.
    """

    key: bytes
    users: Users
    ended: Ended
    hours: float
    clock: Clock = time.time

    @property
    def cookie(self) -> str:
        """The name of the cookie: another one for each key, since ports share their cookies."""
        return f"footnoted-session-{hashlib.sha256(self.key).hexdigest()[:8]}"

    @property
    def seconds(self) -> int:
        """How long a session lasts."""
        return int(self.hours * 3600)

    def begin(self, user: User) -> str:
        """Return the cookie's value for somebody whose password was right."""
        held = {"id": secrets.token_urlsafe(12), "name": user.name, "of": _fingerprint(user)}
        return str(self._signed("session").dumps(held))

    def of(self, value: str | None) -> Session | None:
        """Return the session that a cookie stands for, None where it stands for none any more."""
        held = self._opened("session", value, self.seconds)
        if held is None or self.ended.has(held["id"]):
            return None
        user = self.users.get(held["name"])
        if user is None or not secrets.compare_digest(held["of"], _fingerprint(user)):
            return None
        return Session(held["id"], user)

    def end(self, session: Session) -> None:
        """End a session, for whoever holds its cookie."""
        self.ended.add(session.id, self.clock() + self.seconds, self.clock())

    def form(self, nonce: str) -> str:
        """Return what the sign-in form carries, for a browser that holds `nonce` in a cookie."""
        return str(self._signed("form").dumps(nonce))

    def is_form(self, token: str, nonce: str | None) -> bool:
        """Tell whether a form was made here, for this browser, in the last hour."""
        held = self._opened("form", token, _FORM_SECONDS)
        return bool(nonce) and held == nonce

    def _opened(self, salt: str, value: str | None, seconds: int) -> Any:
        from itsdangerous import BadData

        try:
            return self._signed(salt).loads(value or "", max_age=seconds)
        except BadData:
            return None

    def _signed(self, salt: str) -> URLSafeTimedSerializer:
        from itsdangerous import TimestampSigner, URLSafeTimedSerializer

        clock = self.clock

        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(clock())

        options = {"digest_method": hashlib.sha256}
        return URLSafeTimedSerializer(self.key, salt, signer=Signer, signer_kwargs=options)


class Ended:
    """The sessions that were ended before their time, kept in a file until it would have come."""

    def __init__(self, path: Path) -> None:
        self._file = Watched[dict[str, float]](path, _ids, {})
        self._lock = threading.Lock()
        self._unwritten: dict[str, float] = {}

    def has(self, id_: str) -> bool:
        """Tell whether a session was ended. Raises PeopleError."""
        return id_ in self._unwritten or id_ in self._all()

    def add(self, id_: str, until: float, now: float) -> None:
        """Remember that a session was ended.

        Raises PeopleError where that cannot be written; it is remembered until the server ends.
        """
        path = self._file.path
        with self._lock:
            self._unwritten[id_] = until
            ended = {**self._all(), **self._unwritten}
            left = {each: end for each, end in ended.items() if end > now}
            try:
                write_private(path, json.dumps(left).encode())
            except OSError as error:
                raise PeopleError(f"{path} cannot be written: {error.strerror}.") from error
            self._unwritten.clear()

    def _all(self) -> dict[str, float]:
        path = self._file.path
        try:
            return self._file.value()
        except OSError as error:
            raise PeopleError(f"{path} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise PeopleError(f"{path} is damaged: take it and session.key away.") from error


def signing_key(path: Path) -> bytes:
    """Return the key in a file, made where there is none. Raises PeopleError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(number, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
        key = path.read_bytes()
        path.chmod(0o600)
    except OSError as error:
        raise PeopleError(f"The key {path} cannot be used: {error.strerror}.") from error
    if len(key) < _KEY_BYTES:
        raise PeopleError(f"The key {path} is too short: take it away, and a new one is made.")
    return key


def _ids(data: bytes) -> dict[str, float]:
    held = json.loads(data)
    if not isinstance(held, dict):
        raise ValueError("no object")
    return {str(id_): float(until) for id_, until in held.items()}


def _fingerprint(user: User) -> str:
    return hashlib.sha256(user.hash.encode()).hexdigest()[:16]

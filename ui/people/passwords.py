"""Names and passwords: what they may be, and how passwords are kept."""

from __future__ import annotations

import unicodedata

from ui.people.errors import Unusable

SHORTEST = 8
LONGEST = 72
"""How many bytes of a password bcrypt reads."""
LONGEST_NAME = 64
_ROUNDS = 12
_NOBODYS = f"$2b${_ROUNDS}${'.' * 53}"
"""A hash as any other, which no password is let in by."""


def name_of(text: str) -> str:
    """Return a name as it is kept: composed, without space around it. Raises Unusable."""
    name = unicodedata.normalize("NFC", text).strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Unusable(f"A name has 1 to {LONGEST_NAME} characters: choose another.")
    if any(unicodedata.category(each)[0] in "C" for each in name):
        raise Unusable("A name has no control or invisible characters: choose another.")
    return name


def password_of(text: str) -> bytes:
    """Return a new password as it is hashed. Raises Unusable for one too short or too long."""
    password = _bytes(text)
    if len(text) < SHORTEST:
        raise Unusable(f"A password has {SHORTEST} characters or more: choose a longer one.")
    if len(password) > LONGEST:
        raise Unusable(
            f"The password has {len(password)} bytes and {LONGEST} are read: choose a shorter one."
        )
    if b"\0" in password or b"\n" in password or b"\r" in password:
        raise Unusable("A password is one line without NUL characters: choose another.")
    return password


def hashed(password: bytes) -> str:
    """Return what is kept of a password."""
    import bcrypt

    return bcrypt.hashpw(password, bcrypt.gensalt(_ROUNDS)).decode("ascii")


def matches(text: str, kept: str | None) -> bool:
    """Tell whether a password is the one that was kept, in the same time where none was."""
    import bcrypt

    password = _bytes(text)
    same = bcrypt.checkpw(password[:LONGEST], (kept or _NOBODYS).encode("ascii"))
    return same and kept is not None and len(password) <= LONGEST


def _bytes(text: str) -> bytes:
    return unicodedata.normalize("NFC", text).encode("utf-8", "replace")

"""What can go wrong with people.

PeopleError            the file of users cannot be used, or what is to be written into it
├── UnknownUser        nobody of that name
└── Unusable           a name or a password that cannot be one
SignInNeeded           a request that nobody signed in for
ForeignRequest         another site makes the request
TooMany                too much in too short a time; `seconds` until it is worth trying again
"""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class PeopleError(FootnotedError):
    """The file of users cannot be used, or what is to be written into it."""


class UnknownUser(PeopleError):
    """There is nobody of that name."""


class Unusable(PeopleError):
    """A name or a password that cannot be one."""


class SignInNeeded(FootnotedError):
    """Nobody signed in for this request."""


class ForeignRequest(FootnotedError):
    """A page of another site makes the request."""


class TooMany(FootnotedError):
    """Too much in too short a time."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds

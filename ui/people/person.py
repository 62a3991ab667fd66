"""Somebody who uses the server, as every request carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

STATE = "person"
"""Where a request keeps who sent it, in its state."""
LOGIN = "login"
"""Where it keeps whether people have to sign in."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `id` is the key of what is theirs; an `admin` may change the library.

    `name` is what they signed in with, None where nobody has to. `counted` is what their questions
    are counted under, where that is not `id`.
    """

    id: str
    name: str | None = None
    admin: bool = False
    counted: str = ""


HERE = Person("here", admin=True)
"""Whoever sits at this machine, where nothing tells one browser from another."""
NOBODY = Person("nobody")
"""Whoever has not signed in where people do, on what is open to all."""


class Carrying(Protocol):
    """A request, Starlette's or Gradio's."""

    @property
    def state(self) -> Any:
        """What the request carries with it."""


def person_of(request: Carrying) -> Person:
    """Return who sent a request."""
    found = getattr(request.state, STATE, HERE)
    assert isinstance(found, Person)
    return found


def login_asked(request: Carrying) -> bool:
    """Tell whether people have to sign in on the server that a request came to."""
    return bool(getattr(request.state, LOGIN, False))

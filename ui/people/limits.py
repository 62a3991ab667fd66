"""How much one person, or one address, may do in a minute."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ui.people.errors import TooMany, Unusable
from ui.people.passwords import name_of
from ui.people.person import Person

QUESTIONS = 60
_OF_A_NAME = RateLimitItemPerMinute(5, namespace="name")
_OF_AN_ADDRESS = RateLimitItemPerMinute(20, namespace="address")


class Limits:
    """What was asked and tried in the last minute. Safe between threads."""

    def __init__(self, questions: int = QUESTIONS) -> None:
        self._questions = RateLimitItemPerMinute(questions, namespace="questions")
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def question(self, person: Person) -> None:
        """Count a question. Raises TooMany."""
        self._hit(
            self._questions,
            person.counted or person.id,
            f"More than {self._questions.amount} questions were asked in a minute",
        )

    def sign_in(self, name: str, address: str) -> None:
        """Count an attempt to sign in, before it is known whether it is right. Raises TooMany."""
        whose = network(address)
        said = "Too many attempts to sign in"
        self._hit(_OF_AN_ADDRESS, whose, said)
        self._hit(_OF_A_NAME, f"{_known(name)} {whose}", said)

    def signed_in(self, name: str, address: str) -> None:
        """Forget the attempts of a name from an address: the last one was right."""
        self._windows.clear(_OF_A_NAME, f"{_known(name)} {network(address)}")

    def _hit(self, limit: RateLimitItemPerMinute, whose: str, said: str) -> None:
        if self._windows.hit(limit, whose):
            return
        ends = self._windows.get_window_stats(limit, whose).reset_time
        seconds = max(1, math.ceil(ends - time.time()))
        unit = "second" if seconds == 1 else "seconds"
        raise TooMany(f"{said}: wait {seconds} {unit}, and try again.", seconds)


def _known(name: str) -> str:
    """Return a name as it is looked for, or as it was typed where it can be nobody's."""
    try:
        return name_of(name)
    except Unusable:
        return name[:64]


def network(address: str) -> str:
    """Return what counts as one address: of IPv6, the network that one customer has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))

"""How the local Slack refuses."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """A call is refused with one of Slack's codes; `details` say more, as Slack does for blocks."""

    def __init__(self, code: str, details: Sequence[str] = (), **more: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = tuple(details)
        self.more = more

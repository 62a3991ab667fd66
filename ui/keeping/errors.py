"""What can go wrong with what is kept."""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class KeepingError(FootnotedError):
    """What was kept cannot be given, and why."""


class UnknownWork(KeepingError):
    """No answer or draft that this person may see has that id."""


class UnknownConversation(KeepingError):
    """No conversation of this person has that id."""

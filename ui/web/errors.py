"""What can go wrong with the server itself."""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class WebError(FootnotedError):
    """The page cannot be served, and why."""


class ChangeRefused(FootnotedError):
    """Who asks may not change the library."""

"""What can go wrong with a question or a setting; the rest of the tree is in vectorstore.errors.

FootnotedError
|-- SettingsError     a setting is unknown or has a value that cannot be used; change it
|-- RequestError      the question, a filter or an option cannot be used as given; ask differently
`-- Cancelled         the question was called off; ask again
"""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class SettingsError(FootnotedError):
    """A setting is unknown or unusable; says which, where it stands and what is allowed."""


class RequestError(FootnotedError):
    """What was asked cannot be used as given; says what to change."""


class Cancelled(FootnotedError):
    """The question was called off while it was being answered."""

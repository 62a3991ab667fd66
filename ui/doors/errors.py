"""What can go wrong between a command and the server that has its collection.

FootnotedError
|-- OtherVersion    the server is another version of Footnoted; end it and start it again
|-- ServerGone      the server ended or stopped answering; give the command again
`-- ServerFailed    something went wrong in it that nobody foresaw; its log says what
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vectorstore.errors import FootnotedError


class OtherVersion(FootnotedError):
    """The server that has the collection is another version of Footnoted."""


class ServerGone(FootnotedError):
    """The server that has the collection ended, or does not answer."""


class ServerFailed(FootnotedError):
    """Something went wrong in the server that nobody foresaw."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An error on its way: the name of its class and its sentence."""

    kind: str
    message: str

    def error(self) -> FootnotedError:
        """Return the error as it was raised; one of no known class as ServerFailed."""
        import rag.errors  # noqa: F401  so that their classes are known
        import ui.people.errors  # noqa: F401

        kinds = {kind.__name__: kind for kind in _below(FootnotedError)}
        kind = kinds.get(self.kind, ServerFailed)
        return kind.__new__(kind, self.message)


def _below(kind: type[FootnotedError]) -> Iterator[type[FootnotedError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _below(each)

"""The note by which a command finds the server that has its collection: `door.json` in its folder.

Who can read it may ask, so nobody but its owner can. It is in force only while the server that
wrote it answers and proves that it knows the token: a note that a dead one has left does no harm,
and the token is never sent to a stranger at the same address.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ui.people.files import write_private
from vectorstore.faults import reported

NAME = "door.json"


@dataclass(frozen=True, slots=True)
class Note:
    """Where a server is, what opens its door, which process and version it is.

    `address` is a host and a port; `settings` is the fingerprint of the settings it answers with.
    """

    address: str
    token: str = field(repr=False)
    pid: int
    version: str
    settings: str

    def proof(self, nonce: str) -> str:
        """Return what only somebody who knows the token can make of a nonce."""
        return hmac.digest(self.token.encode(), f"door {nonce}".encode(), "sha256").hex()


def write(folder: Path, note: Note) -> None:
    """Put the note in a collection's folder, whole or not at all, for its owner alone.

    Raises LibraryError where that cannot be written.
    """
    with reported("note", folder, (OSError,)):
        write_private(folder / NAME, json.dumps(asdict(note)).encode())


def read(folder: Path) -> Note | None:
    """Return the note in a collection's folder; None where there is none that can be used."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        note = Note(**told)
    except (OSError, ValueError, TypeError):
        return None
    texts = (note.address, note.token, note.version, note.settings)
    return note if isinstance(note.pid, int) and all(isinstance(t, str) for t in texts) else None


def remove(folder: Path) -> None:
    """Take the note away, if there is one."""
    (folder / NAME).unlink(missing_ok=True)

"""Whether the server that left a note in a collection is still there, and no other in its place."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from pathlib import Path

from ui.doors.errors import OtherVersion, ServerGone
from ui.doors.note import Note, read

_PATIENCE = 60.0
"""Seconds for which a server that is just starting may be silent."""


def answering(folder: Path, name: str) -> Note | None:
    """Return the note of the server that has the collection `name` in `folder`; None without one.

    Raises OtherVersion, and ServerGone for one that is there and does not answer.
    """
    note = read(folder)
    if note is None or not stands(note, name):
        return None
    own = version("footnoted")
    if note.version != own:
        raise OtherVersion(
            f"The collection in {folder} is served by Footnoted {note.version} (process "
            f"{note.pid}) and this is {own}: end that server, and start it again as {own}."
        )
    return note


def stands(note: Note, name: str) -> bool:
    """Tell whether the server of a note is there, and not somebody else at its address.

    Raises ServerGone for one that is there and does not answer.
    """
    nonce = secrets.token_urlsafe(16)
    try:
        with ExitStack() as held:
            connection = held.enter_context(
                closing(HTTPConnection(note.address, timeout=_PATIENCE))
            )
            connection.request("GET", f"/door/{name}/{nonce}")
            response = held.enter_context(closing(connection.getresponse()))
            return response.status == 200 and response.read(200) == note.proof(nonce).encode()
    except TimeoutError:
        raise ServerGone(
            f"The server that has this collection (process {note.pid}) does not answer: wait until "
            "it does, or end it."
        ) from None
    except (OSError, HTTPException, ValueError):
        return False

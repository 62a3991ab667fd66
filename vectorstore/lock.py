"""One process owns a collection: an exclusive lock on its folder, with a note that says whose.

Chroma's embedded client loses vectors without an error when two processes write one folder. The
lock is the operating system's, so it ends with its owner however the owner ends; the note beside
it only tells the refused process whom to wait for, and a dead owner's note means nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import socket
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import LibraryBusy, LibraryError

_LONGEST_COMMAND = 120


class LibraryLock:
    """The exclusive lock on one collection's folder. Any thread of the process may release it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._note = folder / "lock.json"
        self._lock = FileLock(folder / "lock", thread_local=False)

    def acquire(self, wait: float = 0.0) -> None:
        """Take the lock, waiting up to `wait` seconds.

        Raises LibraryBusy, which names the process that holds it (it may be this one), and
        LibraryError when the folder cannot be written.
        """
        try:
            self._lock.acquire(timeout=wait)
            self._note.write_text(_describe_this_process(), encoding="utf-8")
        except Timeout:
            raise LibraryBusy(
                f"The collection in {self._folder} is in use by {_owner(self._note)}; "
                "close that program or wait until it has ended, then try again."
            ) from None
        except OSError as error:
            self._lock.release()
            raise LibraryError(
                f"The collection in {self._folder} cannot be locked: {error.strerror or error}."
            ) from error

    def release(self) -> None:
        """Give the lock back; doing it twice is harmless."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> LibraryLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _describe_this_process() -> str:
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    note = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": command.encode("utf-8", "replace").decode()[:_LONGEST_COMMAND],
        "started": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    return json.dumps(note)


def _owner(note: Path) -> str:
    """Say who wrote the note; it may be missing or half-written when it is read."""
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        since = dt.datetime.fromisoformat(told["started"]).astimezone()
        elsewhere = told["host"] != socket.gethostname()
        where = f" on {told['host']}" if elsewhere else ""
        who = "this process" if not elsewhere and told["pid"] == os.getpid() else "process"
        return f"{who} {told['pid']}{where} ({told['command']}) since {since:%Y-%m-%d %H:%M:%S}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"

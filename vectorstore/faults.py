"""What SQLite, Chroma and tantivy raise, as sentences a user can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import FootnotedError, LibraryBusy, LibraryDamaged, LibraryError

_FULL = ("disk is full", "no space left", "(code: 13)", "file too large", "quota exceeded")
_FORBIDDEN = ("readonly database", "read-only", "permission denied", "(code: 8)")
_LOCKED = ("database is locked", "database table is locked", "(code: 5)", "lockbusy")
_WRITES = ("(code: 778)", "(code: 1034)", "(code: 1546)", "(code: 4874)")
"""SQLite's I/O errors that come of writing: that is how a full disk may look to it."""
_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def reported(
    what: str, where: Path, kinds: tuple[type[Exception], ...] = (Exception,)
) -> Iterator[None]:
    """Turn errors of these kinds inside the block into a LibraryError about `what` in `where`.

    What is not a full disk, a missing permission or a lock is taken for damage.
    """
    try:
        yield
    except FootnotedError:
        raise
    except kinds as error:
        raise _said(error, what, where) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic is not an Exception
            raise
        raise _said(error, what, where) from error


def _said(error: BaseException, what: str, where: Path) -> LibraryError:
    text = f"{type(error).__name__}: {error}"
    folded = f"{text} (code: {getattr(error, 'sqlite_errorcode', None)})".casefold()
    full = any(word in folded for word in (*_FULL, *_WRITES))
    if full or getattr(error, "errno", None) in _FULL_ERRORS:
        return LibraryError(
            f"The disk that holds {where} is full: free some space, then try again; "
            "what was ingested before is kept."
        )
    if isinstance(error, PermissionError) or any(word in folded for word in _FORBIDDEN):
        return LibraryError(f"The {what} in {where} cannot be written: permission is missing.")
    if any(word in folded for word in _LOCKED):
        return LibraryBusy(
            f"The {what} in {where} is locked by another program; wait until it has ended, "
            "then try again."
        )
    reason = " ".join(text.split())[:200].rstrip(".")
    return LibraryDamaged(
        f"The {what} in {where} is damaged ({reason}); "
        "`footnoted doctor` says what is wrong, and `footnoted doctor --repair` mends it."
    )

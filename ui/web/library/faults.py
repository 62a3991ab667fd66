"""What the operating system says of a file, as a sentence."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unwritten(error: OSError) -> str:
    """Return why a file could not be written or read."""
    if error.errno in _FULL:
        return "The disk is full: free some space, then try again."
    return f"The file cannot be written: {error.strerror or error}."

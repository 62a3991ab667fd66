"""Names for uploaded files: safe ones, the same for the same name, others for others."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import PurePosixPath

_UNSAFE = re.compile(r"[^\w.()\[\], -]+")
_LONGEST = 120
_LONGEST_SUFFIX = 12


def safe_name(name: str) -> str:
    """Return the name under which an uploaded file is kept.

    It is the file's own where that can do no harm; else what is left of it, and a mark that keeps
    two names apart of which the same is left.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    path = PurePosixPath(last)
    stem = _UNSAFE.sub("_", path.stem)
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    suffix = _UNSAFE.sub("", path.suffix)[:_LONGEST_SUFFIX]
    kept = f"{stem.strip('. ') or 'file'}{suffix}"
    if kept == last:
        return kept
    mark = sha256(last.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem.strip('. ') or 'file'}-{mark}{suffix}"

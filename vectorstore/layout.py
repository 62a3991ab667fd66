"""Where a collection is: `HOME/collections/NAME`, and what is in there beside its lock."""

from __future__ import annotations

import re
from pathlib import Path

from vectorstore.errors import LibraryError

LIBRARY = "library.sqlite3"
VECTORS = "chroma"
KEYWORDS = "lexical"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def collection_folder(home: Path, name: str) -> Path:
    """Return the folder of a collection; raise LibraryError when it cannot have that name."""
    if not _NAME.fullmatch(name):
        raise LibraryError(
            f"{name!r} cannot name a collection: use up to 64 letters, digits, dots, dashes and "
            "underscores, the first a letter or a digit."
        )
    return home / "collections" / name


def collection_names(home: Path) -> list[str]:
    """Return the names of the collections of a home that hold a library, in order."""
    folders = (home / "collections").glob(f"*/{LIBRARY}")
    return sorted(file.parent.name for file in folders if _NAME.fullmatch(file.parent.name))

"""What the doctor can find, and how it says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What is wrong."""

    LIBRARY_UNREADABLE = "library-unreadable"
    LIBRARY_NEWER = "library-newer"
    RECIPE = "recipe"
    UNSETTLED = "unsettled"
    DOCUMENT_ALTERED = "document-altered"
    VECTORS_UNREADABLE = "vectors-unreadable"
    VECTORS_MISSING = "vectors-missing"
    VECTORS_STRAY = "vectors-stray"
    VECTORS_WRONG = "vectors-wrong"
    VECTORS_DIFFER = "vectors-differ"
    KEYWORDS_UNREADABLE = "keywords-unreadable"
    KEYWORDS_MISSING = "keywords-missing"
    KEYWORDS_STRAY = "keywords-stray"
    KEYWORDS_DOUBLED = "keywords-doubled"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a sentence that says so, and whether `repair` can mend it.

    `keys` are the passages (their keys) or, for altered documents, the documents it is about.
    """

    code: Code
    sentence: str
    repairable: bool = True
    keys: frozenset[int] = frozenset()
    ids: tuple[str, ...] = ()

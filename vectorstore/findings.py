"""What the doctor can find, and how it says so."""

from __future__ import annotations

from collections.abc import Iterator, Set
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


_SENTENCES = {
    Code.VECTORS_MISSING: "The vector index lacks {} of the library.",
    Code.VECTORS_STRAY: "The vector index holds {} that no document has.",
    Code.VECTORS_WRONG: "The vector index holds a wrong vector for {}.",
    Code.VECTORS_DIFFER: "The embedder makes other vectors now of {} that were tried.",
    Code.KEYWORDS_MISSING: "The keyword index lacks {} of the library.",
    Code.KEYWORDS_STRAY: "The keyword index holds {} that no document has.",
    Code.KEYWORDS_DOUBLED: "The keyword index holds {} more than once.",
}


def about(code: Code, keys: Set[int]) -> Iterator[Finding]:
    """Yield what is wrong with these passages, nothing where there are none."""
    if keys:
        passages = "1 passage" if len(keys) == 1 else f"{len(keys)} passages"
        yield Finding(code, _SENTENCES[code].format(passages), keys=frozenset(keys))

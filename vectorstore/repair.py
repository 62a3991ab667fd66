"""Mending what the doctor found: the indexes from the library, the library from what is left."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.checkup import Checkup
from vectorstore.doctor import findings, is_collection
from vectorstore.findings import Code, Finding
from vectorstore.layout import KEYWORDS, VECTORS
from vectorstore.lexical import LexicalConfig
from vectorstore.lock import LibraryLock
from vectorstore.probe import Prober
from vectorstore.rebuild import embed_passages, rebuild_keywords, rebuild_vectors
from vectorstore.salvage import salvage

if TYPE_CHECKING:
    from vectorstore.embed import Encoder

_KEYWORDS = {
    Code.KEYWORDS_UNREADABLE,
    Code.KEYWORDS_MISSING,
    Code.KEYWORDS_STRAY,
    Code.KEYWORDS_DOUBLED,
}


@dataclass(frozen=True)
class Repair:
    """What was wrong with a collection, and what still is."""

    found: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()


def repair(folder: Path, encoder: Encoder, lexical: LexicalConfig | None = None) -> Repair:
    """Examine the collection in `folder` and mend it.

    A library that cannot be read is replaced by one with every document that can, the damaged file
    being kept; documents that are not what was stored are removed. Vectors that are missing or
    wrong are embedded again, unless the library was made with another embedder. Raises LibraryBusy,
    LibraryError when the disk is full, and EmbeddingError.
    """
    if not is_collection(folder):
        return Repair()
    with LibraryLock(folder), Prober() as prober:
        first = found = findings(folder, encoder, prober)
        if _codes(found) & {Code.LIBRARY_UNREADABLE}:
            salvage(folder)
            found = findings(folder, encoder, prober)
        if not any(finding.repairable for finding in found):
            return Repair(tuple(first), tuple(found))
        with Checkup.create(folder) as library:
            _settle(library, found)
            able = Code.RECIPE not in _codes(found)
            _mend_vectors(library, folder / VECTORS, found, encoder if able else None)
            if _codes(found) & _KEYWORDS or library.dead().passages:
                rebuild_keywords(library, folder / KEYWORDS, lexical or LexicalConfig()).close()
            dead = library.dead()
            with library.change() as change:
                change.bury(dead)
        return Repair(tuple(first), tuple(findings(folder, encoder, prober)))


def _settle(library: Checkup, found: Sequence[Finding]) -> None:
    altered = [id_ for finding in found for id_ in finding.ids]
    with library.change() as change:
        change.abandon()
        change.retire(altered)


def _mend_vectors(
    library: Checkup, folder: Path, found: Sequence[Finding], encoder: Encoder | None
) -> None:
    from vectorstore.store import VectorStore

    if _codes(found) & {Code.VECTORS_UNREADABLE, Code.VECTORS_DIFFER}:
        if encoder is not None:
            rebuild_vectors(library, folder, encoder).close()
        return
    wrong = _keys(found, Code.VECTORS_WRONG) if encoder is not None else frozenset()
    missing = _keys(found, Code.VECTORS_MISSING)
    unwanted = [*wrong, *_keys(found, Code.VECTORS_STRAY), *library.dead().passages]
    if unwanted or missing:
        with closing(VectorStore(folder)) as store:
            store.delete(unwanted)
            if encoder is not None:
                embed_passages(library, store, encoder, wrong | missing)
            store.flush()


def _codes(found: Sequence[Finding]) -> set[Code]:
    return {finding.code for finding in found}


def _keys(found: Sequence[Finding], code: Code) -> frozenset[int]:
    return frozenset(key for finding in found if finding.code is code for key in finding.keys)

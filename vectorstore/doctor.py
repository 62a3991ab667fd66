"""Whether the stores are what the library says they are; what is sound is left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.checksums import altered_files
from vectorstore.checkup import Checkup
from vectorstore.errors import LibraryBusy, LibraryDamaged, LibraryError
from vectorstore.findings import Code, Finding, about
from vectorstore.layout import KEYWORDS, LIBRARY, VECTORS
from vectorstore.lexical import LexicalIndex
from vectorstore.lock import LibraryLock
from vectorstore.probe import Prober
from vectorstore.vector_checks import vector_findings, vector_store

if TYPE_CHECKING:
    from vectorstore.collection import Collection
    from vectorstore.embed import Encoder
    from vectorstore.stores import Stores


def examine(folder: Path, encoder: Encoder | None = None) -> list[Finding]:
    """Return what is wrong with the collection in `folder`, nothing when all is well.

    With an encoder some passages are embedded again and compared. Raises LibraryBusy while another
    process owns the collection.
    """
    if not is_collection(folder):
        return []
    with LibraryLock(folder), Prober() as prober:
        return findings(folder, encoder, prober)


def examine_open(collection: Collection) -> list[Finding]:
    """Return what is wrong with a collection that this process has open; nothing is changed.

    Raises LibraryBusy while an ingest into it goes on.
    """
    if not collection.ingesting.acquire(blocking=False):
        raise LibraryBusy("An ingest into this collection is going on; wait until it has ended.")
    try:
        return findings(collection.folder, collection.encoder, collection.stores)
    finally:
        collection.ingesting.release()


def is_collection(folder: Path) -> bool:
    """Tell whether `folder` holds a collection, or what is left of one."""
    return any((folder / name).exists() for name in (LIBRARY, VECTORS))


def findings(folder: Path, encoder: Encoder | None, by: Stores | Prober) -> list[Finding]:
    """Return what `examine` returns, for a caller that holds the lock.

    `by` are the stores that are open, or who reads an index before it is opened.
    """
    return list(_findings(folder, encoder, by))


def _findings(folder: Path, encoder: Encoder | None, by: Stores | Prober) -> Iterator[Finding]:
    try:
        library = Checkup.create(folder)
    except LibraryDamaged as error:
        yield Finding(Code.LIBRARY_UNREADABLE, str(error))
        return
    except LibraryError as error:
        yield Finding(Code.LIBRARY_NEWER, str(error), repairable=False)
        return
    with library:
        try:
            for problem in library.problems():
                raise LibraryDamaged(f"The library {folder / LIBRARY} is damaged: {problem}.")
            expected = library.live_signs()
            altered = list(library.altered())
        except LibraryDamaged as error:
            yield Finding(Code.LIBRARY_UNREADABLE, str(error))
            return
        yield from _library(library, encoder, altered)
        try:
            with vector_store(folder / VECTORS, expected, by) as store:
                if store is not None:
                    yield from vector_findings(library, store, expected, encoder, altered)
        except LibraryDamaged as error:
            yield Finding(Code.VECTORS_UNREADABLE, str(error))
        yield from _keywords(library, folder / KEYWORDS, expected.keys())


def _library(library: Checkup, encoder: Encoder | None, altered: list[str]) -> Iterator[Finding]:
    if encoder is not None and not library.is_made_with(encoder):
        yield Finding(
            Code.RECIPE,
            f"The library was made with another embedder than {encoder.name}, which the settings "
            "name: set it back, or ingest the documents into a new collection.",
            repairable=False,
        )
    if library.unsettled:
        yield Finding(Code.UNSETTLED, "An ingest or a removal was cut short and has left traces.")
    if altered:
        yield Finding(
            Code.DOCUMENT_ALTERED,
            f"{len(altered)} of the library's documents cannot be read back as they were stored "
            f"({', '.join(altered[:5])}): a repair removes them; then ingest their files again.",
            ids=tuple(altered),
        )


def _keywords(library: Checkup, folder: Path, expected: Set[int]) -> Iterator[Finding]:
    if not expected and not folder.exists():
        return
    try:
        index = LexicalIndex(folder, create=False)
        with closing(index):
            counts = Counter(index.keys())
        altered = altered_files(folder)
    except LibraryError as error:
        yield Finding(Code.KEYWORDS_UNREADABLE, str(error))
        return
    if altered:
        said = f"The keyword index is damaged: {altered[0]} is not as it was written."
        yield Finding(Code.KEYWORDS_UNREADABLE, said)
        return
    yield from about(Code.KEYWORDS_MISSING, expected - counts.keys())
    yield from about(Code.KEYWORDS_STRAY, counts.keys() - library.keys())
    yield from about(Code.KEYWORDS_DOUBLED, {key for key, n in counts.items() if n > 1})

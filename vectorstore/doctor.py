"""Whether the stores are what the library says they are; what is sound is left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.checksums import altered_files
from vectorstore.checkup import Checkup
from vectorstore.documents import Document, Passage
from vectorstore.embed_text import passage_text_for_embedding
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.findings import Code, Finding
from vectorstore.layout import KEYWORDS, LIBRARY, VECTORS
from vectorstore.lexical import LexicalIndex
from vectorstore.lock import LibraryLock
from vectorstore.probe import probe
from vectorstore.signs import agree, signs

if TYPE_CHECKING:
    from vectorstore.embed import Encoder
    from vectorstore.store import VectorStore

_SAMPLE = 16
_SAME = 0.98
"""Least cosine similarity of a stored vector and its passage embedded again."""

_SENTENCES = {
    Code.VECTORS_MISSING: "The vector index lacks {} of the library.",
    Code.VECTORS_STRAY: "The vector index holds {} that no document has.",
    Code.VECTORS_WRONG: "The vector index holds a wrong vector for {}.",
    Code.VECTORS_DIFFER: "The embedder makes other vectors now of {} that were tried.",
    Code.KEYWORDS_MISSING: "The keyword index lacks {} of the library.",
    Code.KEYWORDS_STRAY: "The keyword index holds {} that no document has.",
    Code.KEYWORDS_DOUBLED: "The keyword index holds {} more than once.",
}


def examine(folder: Path, encoder: Encoder | None = None) -> list[Finding]:
    """Return what is wrong with the collection in `folder`, nothing when all is well.

    With an encoder some passages are embedded again and compared. Raises LibraryBusy while another
    process owns the collection.
    """
    if not is_collection(folder):
        return []
    with LibraryLock(folder):
        return findings(folder, encoder)


def is_collection(folder: Path) -> bool:
    """Tell whether `folder` holds a collection, or what is left of one."""
    return any((folder / name).exists() for name in (LIBRARY, VECTORS))


def findings(folder: Path, encoder: Encoder | None) -> list[Finding]:
    """Return what `examine` returns, for a caller that holds the lock."""
    return list(_findings(folder, encoder))


def _findings(folder: Path, encoder: Encoder | None) -> Iterator[Finding]:
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
        yield from _vectors(library, folder / VECTORS, expected, encoder, altered)
        yield from _keywords(library, folder / KEYWORDS, expected.keys())


def _library(library: Checkup, encoder: Encoder | None, altered: list[str]) -> Iterator[Finding]:
    if encoder is not None and not _is_made_with(library, encoder):
        yield Finding(
            Code.RECIPE,
            f"The library was made with another embedder than {encoder.name}, which the settings "
            "name: set it back, or ingest the documents into a new collection.",
            repairable=False,
        )
    if library.is_unsettled():
        yield Finding(Code.UNSETTLED, "An ingest or a removal was cut short and has left traces.")
    if altered:
        yield Finding(
            Code.DOCUMENT_ALTERED,
            f"{len(altered)} of the library's documents cannot be read back as they were stored "
            f"({', '.join(altered[:5])}): a repair removes them; then ingest their files again.",
            ids=tuple(altered),
        )


def _vectors(
    library: Checkup,
    folder: Path,
    expected: dict[int, int],
    encoder: Encoder | None,
    altered: list[str],
) -> Iterator[Finding]:
    from vectorstore.store import VectorStore

    if not expected and not (folder / "chroma.sqlite3").exists():
        return
    if wrong := probe(folder, len(expected)):
        yield Finding(Code.VECTORS_UNREADABLE, wrong)
        return
    with closing(VectorStore(folder, create=False)) as store:
        held: dict[int, int] = {}
        for batch, vectors in store.vectors(store.keys()):
            held |= zip(batch, signs(vectors), strict=True)
        both = expected.keys() & held.keys()
        bad = frozenset(key for key in both if not agree(expected[key], held[key]))
        yield from _about(Code.VECTORS_MISSING, expected.keys() - held.keys())
        yield from _about(Code.VECTORS_STRAY, held.keys() - library.keys())
        yield from _about(Code.VECTORS_WRONG, bad)
        if encoder is not None and _is_made_with(library, encoder):
            keys = sorted(both - bad)
            sample = library.by_key(keys[:: max(1, len(keys) // _SAMPLE)], without=altered)
            yield from _about(Code.VECTORS_DIFFER, _differing(store, encoder, sample))


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
    yield from _about(Code.KEYWORDS_MISSING, expected - counts.keys())
    yield from _about(Code.KEYWORDS_STRAY, counts.keys() - library.keys())
    yield from _about(Code.KEYWORDS_DOUBLED, {key for key, n in counts.items() if n > 1})


def _differing(
    store: VectorStore, encoder: Encoder, sample: list[tuple[int, Document, Passage]]
) -> set[int]:
    """Return those passages whose vectors are not what the encoder makes of them now."""
    if not sample:
        return set()
    texts = [passage_text_for_embedding(document, passage) for _, document, passage in sample]
    fresh = dict(zip((key for key, *_ in sample), encoder.encode(texts), strict=True))
    return {
        key
        for batch, vectors in store.vectors(sorted(fresh))
        for key, vector in zip(batch, vectors, strict=True)
        if float(vector @ fresh[key]) < _SAME
    }


def _is_made_with(library: Checkup, encoder: Encoder) -> bool:
    recipe = library.recipe
    return recipe is None or recipe.embedder == encoder.fingerprint


def _about(code: Code, keys: Set[int]) -> Iterator[Finding]:
    if keys:
        passages = "1 passage" if len(keys) == 1 else f"{len(keys)} passages"
        yield Finding(code, _SENTENCES[code].format(passages), keys=frozenset(keys))

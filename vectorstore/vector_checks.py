"""Whether the vector index holds what the library says, as the doctor asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.checkup import Checkup
from vectorstore.documents import Document, Passage
from vectorstore.embed_text import passage_text_for_embedding
from vectorstore.errors import LibraryDamaged
from vectorstore.findings import Code, Finding, about
from vectorstore.probe import Prober
from vectorstore.signs import agree, signs

if TYPE_CHECKING:
    from vectorstore.embed import Encoder
    from vectorstore.store import VectorStore
    from vectorstore.stores import Stores

_SAMPLE = 16
_SAME = 0.98
"""Least cosine similarity of a stored vector and its passage embedded again."""


@contextmanager
def vector_store(
    folder: Path, expected: dict[int, int], by: Stores | Prober
) -> Iterator[VectorStore | None]:
    """Give the vector index, None where there need be none; raises LibraryDamaged.

    With stores it is the one that is open; with a prober it is opened here, and that process, which
    it may end, has read it before.
    """
    from vectorstore.store import VectorStore

    if not expected and not (folder / "chroma.sqlite3").exists():
        yield None
    elif not isinstance(by, Prober):
        yield by.vectors
    elif wrong := by.look(folder, len(expected)):
        raise LibraryDamaged(wrong)
    else:
        with closing(VectorStore(folder, create=False)) as store:
            yield store


def vector_findings(
    library: Checkup,
    store: VectorStore,
    expected: dict[int, int],
    encoder: Encoder | None,
    altered: list[str],
) -> Iterator[Finding]:
    """Yield what is wrong with the vectors; `expected` are the signs of each that should be there.

    Those of the documents `altered` are not embedded again.
    """
    held: dict[int, int] = {}
    for batch, vectors in store.vectors(store.keys()):
        held |= zip(batch, signs(vectors), strict=True)
    both = expected.keys() & held.keys()
    bad = frozenset(key for key in both if not agree(expected[key], held[key]))
    yield from about(Code.VECTORS_MISSING, expected.keys() - held.keys())
    yield from about(Code.VECTORS_STRAY, held.keys() - library.keys())
    yield from about(Code.VECTORS_WRONG, bad)
    if encoder is not None and library.is_made_with(encoder):
        keys = sorted(both - bad)
        sample = library.by_key(keys[:: max(1, len(keys) // _SAMPLE)], without=altered)
        yield from about(Code.VECTORS_DIFFER, _differing(store, encoder, sample))


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

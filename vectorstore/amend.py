"""A document that says something else of itself from now on: the same text in a new version.

What is said of a document stands in what is indexed of its passages, so a correction is stored as
an ingest is: pending in the library, then in the indexes, then live in one transaction. Passages
keep their ids and spans; only those whose text for the encoder changes are embedded again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from vectorstore.alone import alone
from vectorstore.corrections import Corrections, corrected, stated
from vectorstore.documents import Document, Passage
from vectorstore.embed_text import passage_text_for_embedding, passage_text_for_keywords
from vectorstore.encoders.encoded import encoded
from vectorstore.errors import FootnotedError
from vectorstore.library import NewPassage
from vectorstore.signs import signs

if TYPE_CHECKING:
    from vectorstore.collection import Collection
    from vectorstore.embed import Encoder, Vectors

_BATCH = 512
_Row = tuple[int, Passage, int, int]


def amend(
    collection: Collection, document_id: str, corrections: Corrections, *, wait: bool = False
) -> None:
    """Correct what a document says of itself. Raises what `Collection.correct` does."""
    with alone(collection, wait=wait) as (encoder, _):
        library = collection.library
        row, before = library.row(document_id), library.document(document_id)
        held = library.corrections().get(document_id, {})
        facts = corrections.over(held)
        if facts == held:
            return
        source = library.as_stated(document_id)
        after = corrected(source, facts)
        try:
            with library.change() as change:
                said = stated(source, facts)
                version = change.stage(after, row.passages, said, row.ingested_at)
            _index(collection, encoder, before, after, version)
            with library.change() as change:
                change.correct(document_id, facts)
                change.publish([version])
        except BaseException:
            with suppress(FootnotedError):  # else the next opening does it
                collection.recover()
            raise
        collection.purge()


def _index(
    collection: Collection, encoder: Encoder, before: Document, after: Document, version: int
) -> None:
    """Store a pending version's passages, which are those of the live one, in every store."""
    stores = collection.stores
    for rows in _batches(collection.library.passage_rows(before.id)):
        vectors = _vectors(collection, encoder, before, after, rows)
        passages = [passage for _, passage, _, _ in rows]
        with collection.library.change() as change:
            near = (near for _, _, near, _ in rows)
            keys = change.add(version, map(NewPassage, passages, near, signs(vectors)))
        stores.vectors.add(keys, vectors)
        texts = (passage_text_for_keywords(after, passage) for passage in passages)
        stores.keywords.add(zip(keys, texts, strict=True))
    stores.keywords.commit()


def _vectors(
    collection: Collection,
    encoder: Encoder,
    before: Document,
    after: Document,
    rows: Sequence[_Row],
) -> Vectors:
    """Return the vectors of passages, float32 [n, d]: those there are, where they stay right."""
    import numpy as np

    texts = {key: passage_text_for_embedding(after, passage) for key, passage, _, _ in rows}
    same = [k for k, p, _, _ in rows if passage_text_for_embedding(before, p) == texts[k]]
    found: dict[int, Vectors] = {}
    for keys, vectors in collection.stores.vectors.vectors(same):
        found |= zip(keys, vectors, strict=True)
    missing = [key for key in texts if key not in found]
    if missing:
        made = encoded(encoder, [texts[key] for key in missing])
        found |= zip(missing, made, strict=True)
    return np.stack([found[key] for key in texts])


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for at in range(0, len(rows), _BATCH):
        yield rows[at : at + _BATCH]

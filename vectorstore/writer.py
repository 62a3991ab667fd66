"""Storing drafts so that every one of them is found whole or not at all, whenever the power goes.

Drafts are stored in groups, since each store takes as long to make a hundred passages durable as to
make one. A group's order: pending in the library; its vectors in Chroma; its words in the keyword
index, committed; live in the library, where the versions before die in the same transaction. Only
then may the dead leave the indexes, with the next group.
"""

from __future__ import annotations

import time
from itertools import chain
from typing import TYPE_CHECKING

from vectorstore.drafts import Draft, Slice
from vectorstore.embed_text import passage_text_for_keywords
from vectorstore.errors import FootnotedError
from vectorstore.events import Tally
from vectorstore.library import NewPassage
from vectorstore.signs import signs

if TYPE_CHECKING:
    from vectorstore.collection import Collection
    from vectorstore.embed import Vectors

_MOST_PASSAGES = 1000
_MOST_DRAFTS = 500
_MOST_SECONDS = 10.0
"""What a kill may cost: work that has not been stored for good, at most so much of it."""


class Writer:
    """Stores what an ingest embeds. Its methods are called by one thread at a time."""

    def __init__(self, collection: Collection, tally: Tally) -> None:
        self._collection = collection
        self._tally = tally
        self._group: list[tuple[Slice, Vectors]] = []
        self._since = time.monotonic()
        self._staged: dict[Draft, int] = {}
        self._wrote = False
        self._failed = False

    def store(self, work: tuple[list[Slice], Vectors]) -> None:
        """Take slices and the vectors of all their passages, float32 [n, d], and store them soon.

        Raises LibraryError; nothing can be stored after that.
        """
        slices, vectors = work
        if not self._group:
            self._since = time.monotonic()
        at = 0
        for piece in slices:
            count = piece.end - piece.start
            self._group.append((piece, vectors[at : at + count]))
            at += count
        passages = sum(piece.end - piece.start for piece, _ in self._group)
        waited = time.monotonic() - self._since
        if passages >= _MOST_PASSAGES or len(self._group) >= _MOST_DRAFTS or waited > _MOST_SECONDS:
            self._store_group()

    def finish(self) -> None:
        """Store what is left, and leave the indexes tidy."""
        self._store_group()
        if self._wrote:
            self._collection.purge()
            self._collection.stores.vectors.flush()

    def give_up(self) -> None:
        """After an error elsewhere: keep every draft that is complete, drop the others.

        Where that fails too, the next opening of the collection does it.
        """
        try:
            if not self._failed:
                self._store_group()
                self._collection.recover()
        except FootnotedError:
            self._failed = True

    def _store_group(self) -> None:
        if not self._group:
            return
        group, self._group = self._group, []
        self._failed = self._wrote = True
        stores = self._collection.stores
        keys = self._stage(group)
        if keys:
            import numpy as np

            stores.vectors.add(keys, np.concatenate([vectors for _, vectors in group]))
            texts = chain.from_iterable(_keyword_texts(piece) for piece, _ in group)
            stores.keywords.add(zip(keys, texts, strict=True))
        dead = self._collection.library.dead()
        if dead.passages:
            stores.keywords.delete(dead.passages)
        stores.keywords.commit()
        if dead.passages:
            stores.vectors.delete(dead.passages)
        complete = [piece.draft for piece, _ in group if piece.is_last]
        with self._collection.library.change() as change:
            change.bury(dead)
            change.publish([self._staged[draft] for draft in complete])
            change.settle(draft.document.source for draft in complete)
        for draft in complete:
            del self._staged[draft]
        self._failed = False
        if complete:
            new = sum(draft.is_new for draft in complete)
            passages = sum(len(draft.passages) for draft in complete)
            sources = [draft.document.source for draft in complete]
            self._tally.stored(new, len(complete) - new, passages, sources)

    def _stage(self, group: list[tuple[Slice, Vectors]]) -> list[int]:
        """Store a group as pending and return the keys of its passages."""
        keys: list[int] = []
        with self._collection.library.change() as change:
            for piece, vectors in group:
                draft = piece.draft
                if piece.is_first:
                    self._staged[draft] = change.stage(
                        draft.document, len(draft.passages), draft.said
                    )
                new = map(NewPassage, piece.passages, piece.near_fingerprints(), signs(vectors))
                keys += change.add(self._staged[draft], new)
        return keys


def _keyword_texts(piece: Slice) -> list[str]:
    return [passage_text_for_keywords(piece.draft.document, p) for p in piece.passages]

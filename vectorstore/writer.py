"""Storing drafts so that every one of them is found whole or not at all, whenever the power goes.

A passage is stored as pending in the library, then in Chroma and in the keyword index. Drafts go
live in groups, since a commit takes as long for one as for a hundred: the keyword index is
committed, then one transaction of the library lets the new versions live and the old ones die. Only
after that may the dead leave the indexes, with the next group.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
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
_MOST_SECONDS = 5.0
"""When a group goes live; a kill costs at most the work of one."""


class Writer:
    """Stores what an ingest embeds. Its methods are called by one thread at a time."""

    def __init__(self, collection: Collection, tally: Tally) -> None:
        self._collection = collection
        self._tally = tally
        self._staged: dict[Draft, int] = {}
        self._complete: list[Draft] = []
        self._passages = 0
        self._since = time.monotonic()
        self._wrote = False
        self._failed = False

    def store(self, work: tuple[Sequence[Slice], Vectors]) -> None:
        """Store slices and the vectors of all their passages, float32 [n, d].

        Raises LibraryError; nothing can be stored after that.
        """
        slices, vectors = work
        if not self._passages and not self._complete:
            self._since = time.monotonic()
        self._failed = self._wrote = True
        keys = self._stage(slices, vectors)
        if keys:
            stores = self._collection.stores
            stores.vectors.add(keys, vectors)
            texts = chain.from_iterable(map(_keyword_texts, slices))
            stores.keywords.add(zip(keys, texts, strict=True))
        self._failed = False
        self._passages += len(keys)
        self._complete += (piece.draft for piece in slices if piece.is_last)
        if (
            self._passages >= _MOST_PASSAGES
            or len(self._complete) >= _MOST_DRAFTS
            or time.monotonic() - self._since > _MOST_SECONDS
        ):
            self._go_live()

    def finish(self) -> None:
        """Let what is left go live, and leave the indexes tidy."""
        self._go_live()
        if self._wrote:
            self._collection.purge()
            self._collection.stores.vectors.flush()

    def give_up(self) -> None:
        """After an error elsewhere: keep every draft that is complete, drop the others.

        Where that fails too, the next opening of the collection does it.
        """
        try:
            if not self._failed:
                self._go_live()
                self._collection.recover()
        except FootnotedError:
            self._failed = True

    def _go_live(self) -> None:
        if not self._passages and not self._complete:
            return
        complete, self._complete = self._complete, []
        self._passages = 0
        self._failed = True
        stores, library = self._collection.stores, self._collection.library
        dead = library.dead()
        if dead.passages:
            stores.keywords.delete(dead.passages)
        stores.keywords.commit()
        if dead.passages:
            stores.vectors.delete(dead.passages)
        with library.change() as change:
            change.bury(dead)
            change.publish([self._staged[draft] for draft in complete])
            change.settle(draft.document.source for draft in complete)
        for draft in complete:
            del self._staged[draft]
        self._failed = False
        new = sum(draft.is_new for draft in complete)
        passages = sum(len(draft.passages) for draft in complete)
        self._tally.stored(new, len(complete) - new, passages)

    def _stage(self, slices: Sequence[Slice], vectors: Vectors) -> list[int]:
        """Store slices as pending and return the keys of their passages."""
        keys: list[int] = []
        fresh = iter(signs(vectors))
        with self._collection.library.change() as change:
            for piece in slices:
                draft = piece.draft
                if piece.is_first:
                    self._staged[draft] = change.stage(draft.document, len(draft.passages))
                new = map(NewPassage, piece.passages, piece.near_fingerprints(), fresh)
                keys += change.add(self._staged[draft], new)
        return keys


def _keyword_texts(piece: Slice) -> list[str]:
    return [passage_text_for_keywords(piece.draft.document, p) for p in piece.passages]

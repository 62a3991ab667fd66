"""One at a time: an ingest or a correction, each of which makes new versions of documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vectorstore.errors import LibraryBusy, LibraryError

if TYPE_CHECKING:
    from vectorstore.collection import Collection, SplitterLike
    from vectorstore.embed import Encoder


@contextmanager
def alone(collection: Collection, *, wait: bool = False) -> Iterator[tuple[Encoder, SplitterLike]]:
    """Give what makes passages and vectors, while nobody else makes any.

    Raises LibraryBusy while another does, unless told to `wait` for it; LibraryError for a
    collection without an encoder and a splitter.
    """
    encoder, splitter = collection.encoder, collection.splitter
    if encoder is None or splitter is None:
        raise LibraryError("A collection opened without an encoder and a splitter takes no files.")
    if not collection.ingesting.acquire(blocking=wait):
        raise LibraryBusy("An ingest into this collection is going on; wait until it has ended.")
    try:
        collection.recover()
        yield encoder, splitter
    finally:
        collection.ingesting.release()

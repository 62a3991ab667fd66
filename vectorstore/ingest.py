"""THE INGEST PATH: files are read, split, embedded and stored.

Reading and splitting run in a thread ahead of the encoder, storing in a thread behind it, so that
the encoder, which costs most, never waits. Only what is on its way is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.collection import Collection, SplitterLike
from vectorstore.drafts import Draft, Drafter, Unchanged, batches, weight
from vectorstore.errors import EmbeddingError, LibraryBusy, LibraryError
from vectorstore.events import Event, IngestReport, Tally
from vectorstore.gone import settle_accounts
from vectorstore.pipeline import ahead, behind
from vectorstore.reading.walk import walk
from vectorstore.records import Failure
from vectorstore.writer import Writer

if TYPE_CHECKING:
    from vectorstore.embed import Encoder, Vectors

_CHARACTERS_AHEAD = 4_000_000


def ingest(
    collection: Collection,
    paths: Iterable[Path],
    *,
    prune: bool = False,
    on_event: Callable[[Event], None] | None = None,
) -> IngestReport:
    """Bring a collection up to date with files and folders, and report what was done.

    A file whose content the library has is left alone; a changed one replaces its passages once all
    of the new ones are stored. A source that cannot be used is reported and stops nothing. What has
    gone from under `paths` is reported, and removed with `prune`. `on_event` is called from several
    threads, one at a time. An error or Ctrl-C keeps the documents that were complete.

    Raises EmbeddingError, LibraryError (a full disk, say), LibraryBusy while another ingest runs.
    """
    roots = list(paths)
    tally = Tally(on_event)
    with _alone(collection) as (encoder, splitter):
        walked = walk(roots)
        tally.found(len(walked.files), walked.skipped)
        drafter = Drafter(splitter, collection.library.known())
        writer = Writer(collection, tally)
        try:
            with (
                ahead(drafter.drafts(walked.files), weight, _CHARACTERS_AHEAD) as read,
                behind(writer.store) as store,
            ):
                for batch in batches(_drafts(read, tally)):
                    texts = [text for piece in batch for text in piece.texts()]
                    store((batch, _encode(encoder, texts)))
                    tally.embedded(len(texts))
            writer.finish()
        except BaseException:
            writer.give_up()
            raise
        settle_accounts(collection, drafter, tally, walked.failures, roots, prune=prune)
        return tally.done()


@contextmanager
def _alone(collection: Collection) -> Iterator[tuple[Encoder, SplitterLike]]:
    encoder, splitter = collection.encoder, collection.splitter
    if encoder is None or splitter is None:
        raise LibraryError("A collection opened without an encoder and a splitter takes no files.")
    if not collection.ingesting.acquire(blocking=False):
        raise LibraryBusy("An ingest into this collection is going on; wait until it has ended.")
    try:
        collection.recover()
        yield encoder, splitter
    finally:
        collection.ingesting.release()


def _drafts(read: Iterable[Draft | Unchanged | Failure], tally: Tally) -> Iterator[Draft]:
    """Count what needs nothing more, and give the rest."""
    for item in read:
        match item:
            case Draft():
                tally.read(item.document.source, len(item.passages), is_new=item.is_new)
                yield item
            case Unchanged():
                tally.unchanged(item.source)
            case Failure():
                tally.fail(item)


def _encode(encoder: Encoder, texts: list[str]) -> Vectors:
    """Return float32 [len(texts), dimension]; raise EmbeddingError for anything else."""
    import numpy as np

    vectors = np.asarray(encoder.encode(texts), dtype=np.float32)
    if vectors.shape != (len(texts), encoder.dimension) or not np.isfinite(vectors).all():
        raise EmbeddingError(
            f"The embedder {encoder.name} gave {vectors.shape} for {len(texts)} texts, not as many "
            f"vectors of {encoder.dimension} finite numbers: check that the model is the right one."
        )
    return vectors

"""THE INGEST PATH: files are read, split, embedded and stored.

Reading and splitting run in a thread ahead of the encoder, storing in a thread behind it, so that
the encoder, which costs most, never waits. Only what is on its way is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from vectorstore.alone import alone
from vectorstore.collection import Collection
from vectorstore.drafts import Draft, Drafter, Slice, Unchanged, batches, weight
from vectorstore.encoders.encoded import encoded
from vectorstore.events import Event, FileEmbedded, IngestReport, Tally
from vectorstore.gone import settle_accounts
from vectorstore.pipeline import ahead, behind
from vectorstore.reading.walk import walk
from vectorstore.records import Failure
from vectorstore.writer import Writer

_CHARACTERS_AHEAD = 4_000_000


def ingest(
    collection: Collection,
    paths: Iterable[Path],
    *,
    prune: bool = False,
    wait: bool = False,
    on_event: Callable[[Event], None] | None = None,
) -> IngestReport:
    """Bring a collection up to date with files and folders, and report what was done.

    A file whose content the library has is left alone; a changed one replaces its passages once all
    of the new ones are stored. A source that cannot be used is reported and stops nothing. What has
    gone from under `paths` is reported, and removed with `prune`. `on_event` is called from several
    threads, one at a time. An error or Ctrl-C keeps the documents that were complete; so does an
    error that `on_event` raises.

    Raises EmbeddingError, LibraryError (a full disk, say), LibraryBusy while another ingest runs,
    unless told to `wait` until it has ended.
    """
    roots = list(paths)
    tally = Tally(on_event)
    with alone(collection, wait=wait) as (encoder, splitter):
        walked = walk(roots)
        tally.found(len(walked.files), walked.skipped)
        library = collection.library
        drafter = Drafter(splitter, library.known(), library.corrections())
        writer = Writer(collection, tally)
        try:
            with (
                ahead(drafter.drafts(walked.files), weight, _CHARACTERS_AHEAD) as read,
                behind(writer.store) as store,
            ):
                for batch in batches(_drafts(read, tally)):
                    texts = [text for piece in batch for text in piece.texts()]
                    store((batch, encoded(encoder, texts)))
                    tally.embedded(len(texts), map(_progress, batch))
            writer.finish()
        except BaseException:
            writer.give_up()
            raise
        settle_accounts(collection, drafter, tally, walked.failures, roots, prune=prune)
        return tally.done()


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


def _progress(piece: Slice) -> FileEmbedded:
    return FileEmbedded(piece.draft.document.source, piece.end, len(piece.draft.passages))

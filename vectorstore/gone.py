"""The end of an ingest: documents whose files are gone, and the troubles that are noted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vectorstore.reading import source_path
from vectorstore.reading.files import absolute
from vectorstore.records import Failure, Known

if TYPE_CHECKING:
    from vectorstore.collection import Collection
    from vectorstore.drafts import Drafter
    from vectorstore.events import Tally

_GONE = "The file does not exist any more."


class Gone(NamedTuple):
    """A document whose file is gone. `prunable`: the place it was in is there, only it is not."""

    document: Known
    prunable: bool


def gone(known: Iterable[Known], roots: Iterable[Path], seen: Set[str]) -> Iterator[Gone]:
    """Give the documents under `roots` whose files do not exist any more.

    `seen` are the ids of documents whose files were looked at. A file that cannot be seen for want
    of permission is not gone. Where a whole root is missing, as a drive that is not mounted, its
    documents are gone but not prunable, unless the root is the document's own file.
    """
    places = [(absolute(root), Path(os.path.realpath(root))) for root in roots]
    for document in known:
        if document.id in seen or document.real_path is None:
            continue
        file, real = source_path(document.source), source_path(document.real_path)
        above = [
            root for root, real_root in places if _under(file, root) or _under(real, real_root)
        ]
        if above and _is_missing(file):
            yield Gone(document, any(root == file or os.path.lexists(root) for root in above))


def settle_accounts(
    collection: Collection,
    drafter: Drafter,
    tally: Tally,
    failures: Iterable[Failure],
    roots: Iterable[Path],
    *,
    prune: bool,
) -> None:
    """Report what is gone, remove it with `prune`, and note what could not be used.

    What could not be read elsewhere than under `roots` stays noted.

    `failures` are the paths that could not be searched; one that is a document's missing file is
    gone, not failed.
    """
    lost = list(gone(drafter.known, roots, drafter.seen))
    pruned = [each.document for each in lost if prune and each.prunable]
    for each in lost:
        tally.gone(each.document.source, pruned=each.document in pruned)
    missing = {each.document.source for each in lost}
    for failure in failures:
        if failure.source not in missing:
            tally.fail(failure)
    kept = missing - {document.source for document in pruned}
    places = [absolute(root) for root in roots]
    failed = [each.source for each in collection.failures()]
    again = [name for name in failed if any(_under(source_path(name), root) for root in places)]
    with collection.library.change() as change:
        change.forget_failures(again)
        change.settle(drafter.unchanged)
        change.trouble("failed", tally.failed)
        change.trouble("gone", [Failure(source, _GONE) for source in sorted(kept)])
        change.retire([document.id for document in pruned])
    if pruned:
        collection.purge()


def _under(path: Path, root: Path) -> bool:
    return path == root or root in path.parents


def _is_missing(file: Path) -> bool:
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False

"""What an ingest tells while it runs, and when it is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vectorstore.records import Failure


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. `gone` and `pruned` are sources; `pruned` were gone and are removed.

    `passages` counts those that were embedded and stored; `skipped` the files in folders that no
    reader is for.
    """

    new: int
    changed: int
    unchanged: int
    failed: tuple[Failure, ...]
    gone: tuple[str, ...]
    pruned: tuple[str, ...]
    passages: int
    seconds: float
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class FilesFound:
    """The paths have been searched: so many files will be looked at."""

    files: int
    skipped: int


@dataclass(frozen=True, slots=True)
class FileUnchanged:
    """A file is as it was."""

    source: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """A new or changed file has been read and split."""

    source: str
    passages: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class FileFailed:
    """A file could not be used; the rest goes on."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassagesEmbedded:
    """So many passages have been embedded up to now."""

    passages: int


@dataclass(frozen=True, slots=True)
class FileEmbedded:
    """So many of a file's passages have been embedded up to now."""

    source: str
    passages: int
    total: int


@dataclass(frozen=True, slots=True)
class DocumentsStored:
    """So many new or changed documents can be found now; they survive whatever happens next.

    `sources` are those that could not a moment ago.
    """

    documents: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceGone:
    """A document's file is not there any more; `pruned` says whether it has been removed."""

    source: str
    pruned: bool


@dataclass(frozen=True, slots=True)
class IngestDone:
    """The last event."""

    report: IngestReport


Event = (
    FilesFound
    | FileUnchanged
    | FileRead
    | FileFailed
    | PassagesEmbedded
    | FileEmbedded
    | DocumentsStored
    | SourceGone
    | IngestDone
)


class Tally:
    """Counts what happens and tells it on, one event at a time whatever thread it comes from."""

    def __init__(self, tell: Callable[[Event], None] | None) -> None:
        self._tell = tell or (lambda _: None)
        self._guard = threading.RLock()
        self._start = time.monotonic()
        self._new = self._changed = self._unchanged = self._skipped = 0
        self._embedded = self._stored = self._passages = 0
        self._failed: list[Failure] = []
        self._gone: list[str] = []
        self._pruned: list[str] = []

    @property
    def failed(self) -> tuple[Failure, ...]:
        """The sources that could not be used up to now."""
        return tuple(self._failed)

    def found(self, files: int, skipped: int) -> None:
        """Count the files that will be looked at."""
        with self._guard:
            self._skipped = skipped
            self._tell(FilesFound(files, skipped))

    def unchanged(self, source: str) -> None:
        """Count a file that is as it was."""
        with self._guard:
            self._unchanged += 1
            self._tell(FileUnchanged(source))

    def fail(self, failure: Failure) -> None:
        """Count a source that cannot be used."""
        with self._guard:
            self._failed.append(failure)
            self._tell(FileFailed(*failure))

    def read(self, source: str, passages: int, *, is_new: bool) -> None:
        """Count a file that has been read."""
        with self._guard:
            self._tell(FileRead(source, passages, is_new))

    def embedded(self, passages: int, files: Iterable[FileEmbedded] = ()) -> None:
        """Count passages that have been embedded; `files` tells how far each of theirs is."""
        with self._guard:
            self._embedded += passages
            self._tell(PassagesEmbedded(self._embedded))
            for file in files:
                self._tell(file)

    def stored(self, new: int, changed: int, passages: int, sources: Iterable[str] = ()) -> None:
        """Count documents that went live, and their passages."""
        with self._guard:
            self._new += new
            self._changed += changed
            self._passages += passages
            self._tell(DocumentsStored(self._new + self._changed, tuple(sources)))

    def gone(self, source: str, *, pruned: bool) -> None:
        """Count a document whose file is gone."""
        with self._guard:
            self._gone.append(source)
            if pruned:
                self._pruned.append(source)
            self._tell(SourceGone(source, pruned))

    def done(self) -> IngestReport:
        """Tell and return the report."""
        with self._guard:
            report = IngestReport(
                new=self._new,
                changed=self._changed,
                unchanged=self._unchanged,
                failed=self.failed,
                gone=tuple(self._gone),
                pruned=tuple(self._pruned),
                passages=self._passages,
                seconds=time.monotonic() - self._start,
                skipped=self._skipped,
            )
            self._tell(IngestDone(report))
            return report

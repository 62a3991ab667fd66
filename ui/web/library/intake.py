"""The way in: files are received one by one, and read in by one thread that tells how far it is."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.web.library.faults import unwritten
from ui.web.library.jobs import Job, Stage, sources_of
from ui.web.library.naming import safe_name
from vectorstore.errors import FootnotedError
from vectorstore.events import Event, FileEmbedded, FileRead
from vectorstore.ingest import ingest
from vectorstore.reading import content_hash, source_path
from vectorstore.reading.files import LARGEST, SIDECAR

if TYPE_CHECKING:
    from ui.shelves import Shelf

_INCOMING = ".incoming-"


class Stopped(FootnotedError):
    """Somebody called the ingest off."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an uploaded file may be, in bytes, and how many may be on their way at once."""

    largest: int = LARGEST
    most: int = 1000


class Intake:
    """Files on their way into one collection. Safe between threads."""

    def __init__(self, shelf: Shelf, limits: Limits) -> None:
        self.limits = limits
        self._shelf = shelf
        self._jobs: list[Job] = []
        self._changing = threading.Lock()
        self._working = False
        self._stopping = False
        for left in shelf.uploads.glob(f"{_INCOMING}*"):
            left.unlink(missing_ok=True)

    def jobs(self) -> list[Job]:
        """Return every file that is on its way, or has ended and was not cleared, as it is now."""
        with self._changing:
            return [replace(job) for job in self._jobs]

    @property
    def going(self) -> bool:
        """Whether anything is on its way."""
        with self._changing:
            return self._going()

    def begin(self, name: str, size: int) -> Job:
        """Return a new file that is about to be received, in `held`; of `size` bytes, 0 if unknown.

        Those that ended well before, when nothing else is on its way, are cleared.
        """
        uploads = self._shelf.uploads
        uploads.mkdir(parents=True, exist_ok=True)
        handle, held = tempfile.mkstemp(prefix=_INCOMING, dir=uploads)
        os.close(handle)
        job = Job(name, uploads / safe_name(name), Path(held), Stage.RECEIVING, total=size)
        with self._changing:
            if not self._going():
                self._jobs = [each for each in self._jobs if each.stage is Stage.FAILED]
            self._jobs.append(job)
        return job

    def room(self) -> bool:
        """Tell whether another file may come now."""
        with self._changing:
            return sum(not job.ended for job in self._jobs) < self.limits.most

    def refuse(self, name: str, reason: str) -> None:
        """List a file that is not taken."""
        job = Job(name, self._shelf.uploads / safe_name(name))
        job.fail(reason)
        with self._changing:
            self._jobs.append(job)

    def lose(self, job: Job, reason: str | None = None) -> None:
        """Give up a file that did not come whole: with a reason it stays listed as failed."""
        with self._changing:
            if job.held is not None:
                job.held.unlink(missing_ok=True)
            if reason is not None:
                job.fail(reason)
            elif job in self._jobs and job.stage is not Stage.STOPPED:
                self._jobs.remove(job)

    def received(self, job: Job) -> None:
        """Let a file that has come be read in."""
        self._let_in(job)

    def again(self, path: Path) -> None:
        """Let a file be read in from where it stands."""
        with self._changing:
            self._jobs = [job for job in self._jobs if not (job.ended and job.target == path)]
        self._let_in(Job(path.name, path))

    def stop(self) -> None:
        """Call off whatever is on its way; what is complete stays in the library."""
        with self._changing:
            self._stopping = self._working
            for job in self._jobs:
                if job.stage in (Stage.RECEIVING, Stage.WAITING):
                    job.stage = Stage.STOPPED
                    if job.held is not None:
                        job.held.unlink(missing_ok=True)

    def clear(self) -> None:
        """Strike what has ended off the list."""
        with self._changing:
            self._jobs = [job for job in self._jobs if not job.ended]

    def _going(self) -> bool:
        return self._working or any(not job.ended for job in self._jobs)

    def _let_in(self, job: Job) -> None:
        with self._changing:
            if job.stage is Stage.STOPPED:
                return
            job.stage, job.done, job.total = Stage.WAITING, 0, 0
            if job not in self._jobs:
                self._jobs.append(job)
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="intake", daemon=True).start()

    def _work(self) -> None:
        while batch := self._next():
            try:
                self._read_in(batch)
                self._end(batch, Stage.FAILED, "It was not read.")
            except Stopped:
                self._end(batch, Stage.STOPPED, "")
            except FootnotedError as error:
                self._end(batch, Stage.FAILED, str(error))
            except OSError as error:
                self._end(batch, Stage.FAILED, unwritten(error))
            except BaseException as error:
                self._end(batch, Stage.FAILED, f"{type(error).__name__}: {error}")
                with self._changing:
                    self._working = False
                raise

    def _next(self) -> list[Job]:
        """Return what may be read in together: no two for the same place. Nothing ends the work."""
        with self._changing:
            batch: dict[Path, Job] = {}
            for job in self._jobs:
                if job.stage is Stage.WAITING and job.target not in batch:
                    batch[job.target] = job
                    job.stage = Stage.READING
            self._stopping = False
            self._working = bool(batch)
            return list(batch.values())

    def _end(self, batch: Iterable[Job], stage: Stage, reason: str) -> None:
        """Say of those of which nothing has become what has; what did not get in is let go."""
        with self._changing:
            for job in batch:
                if not job.ended:
                    job.stage, job.reason = stage, reason
                    if job.held is not None:
                        with suppress(OSError):  # a disk that fails once more
                            job.held.unlink(missing_ok=True)
                    if stage is Stage.STOPPED and job.held is not None and not job.known:
                        job.target.unlink(missing_ok=True)

    def _read_in(self, batch: Sequence[Job]) -> None:
        library = self._shelf.library
        known = library.library.known()
        names = {each.content_hash: Path(each.source).name for each in known}
        sources = {each.source for each in known}
        for job in batch:
            job.known = str(job.target) in sources
            if job.held is not None:
                twin = names.get(content_hash(job.held.read_bytes()), "")
                job.same = "" if twin == job.target.name else twin
                job.held.replace(job.target)
        places = {os.path.realpath(job.target): job for job in batch}

        def told(event: Event) -> None:
            with self._changing:
                if self._stopping and isinstance(event, FileRead | FileEmbedded):
                    raise Stopped("The ingest was called off.")
                for source in sources_of(event):
                    job = places.get(os.path.realpath(source_path(source)))
                    if job is not None:
                        job.take(event)

        ingest(library, _documents(batch), wait=True, on_event=self._shelf.counting(told))


def _documents(batch: Iterable[Job]) -> list[Path]:
    """Return the files to read in; what is a sidecar lets its document be read again."""
    found: list[Path] = []
    for job in batch:
        if not job.target.name.endswith(SIDECAR):
            found.append(job.target)
            continue
        document = job.target.with_name(job.target.name.removesuffix(SIDECAR))
        job.stage = Stage.NOTED
        if document.is_file():
            found.append(document)
    return found

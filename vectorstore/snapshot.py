"""Chroma's index files are copied before Chroma writes them, and put back when it was cut short.

Chroma 1.5 keeps new vectors in a log inside its SQLite file, and now and then writes its index out
over the old files. A process killed in that moment leaves files that cannot be read, and the log no
longer holds what they held: the vectors are lost. The number of the last log entry that the files
hold is committed after they are written, so that number tells whether the writing ended.
"""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from vectorstore.hnsw_files import check_index_files

_ENTRY_BYTES = 16 * 1024
"""More than any entry takes: a vector of 3,072 numbers and its links."""

_LOG = """
SELECT (SELECT max(seq_id) FROM embeddings_queue),
       (SELECT m.seq_id FROM segments s JOIN max_seq_id m ON m.segment_id = s.id
        WHERE s.scope = 'METADATA'),
       (SELECT m.seq_id FROM segments s JOIN max_seq_id m ON m.segment_id = s.id
        WHERE s.scope = 'VECTOR')
"""


class LogState(NamedTuple):
    """The numbers of the last entry of Chroma's log, and of the last its index files hold."""

    last: int
    written: int

    @property
    def backlog(self) -> int:
        """How many entries the index files lack."""
        return self.last - self.written


def log_state(folder: Path) -> LogState:
    """Read the log's numbers from the SQLite file in Chroma's `folder`, which must exist."""
    uri = (folder / "chroma.sqlite3").absolute().as_uri()
    with closing(sqlite3.connect(f"{uri}?mode=rw", uri=True, timeout=10)) as connection:
        queued, seen, written = connection.execute(_LOG).fetchone()
    return LogState(max(queued or 0, seen or 0, written or 0), written or 0)


@contextmanager
def guarded(folder: Path, entries: int) -> Iterator[None]:
    """Keep a copy of the index files in Chroma's `folder` while the block lets Chroma write them.

    The files will grow by up to so many entries; Chroma does not notice when the disk has no room
    for that, so it is not let try. An error in the block leaves the copy for `restore`; Chroma must
    be closed and opened again.
    """
    making, saved = _places(folder)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    for segment in _segments(folder):
        shutil.copytree(segment, making / segment.name)
    mark = json.dumps({"written": log_state(folder).written})
    (making / "mark.json").write_text(mark, encoding="utf-8")
    if shutil.disk_usage(folder).free < entries * _ENTRY_BYTES:
        raise OSError(errno.ENOSPC, "No space left for the index")
    making.rename(saved)
    yield
    check_index_files(folder)
    (saved / "mark.json").unlink()
    shutil.rmtree(saved)


def restore(folder: Path) -> bool:
    """Put back the copy that an interrupted `guarded` left, if its writing did not end.

    Returns whether files were put back. Call it before Chroma opens the folder. Being killed in
    here is harmless: the copy stays until all of it has been put back.
    """
    making, saved = _places(folder)
    shutil.rmtree(making, ignore_errors=True)
    mark = saved / "mark.json"
    wanted = False
    if mark.exists() and (folder / "chroma.sqlite3").exists():
        before = json.loads(mark.read_text(encoding="utf-8"))["written"]
        wanted = log_state(folder).written == before
        if wanted:
            _put_back(saved, folder)
        mark.unlink()
    shutil.rmtree(saved, ignore_errors=True)
    return wanted


def discard(folder: Path) -> None:
    """Remove Chroma's `folder` and every copy of its files."""
    for place in (*_places(folder), folder):
        if place.exists():
            shutil.rmtree(place)


def _put_back(saved: Path, folder: Path) -> None:
    for segment in _segments(folder):
        shutil.rmtree(segment)
    for segment in _segments(saved):
        shutil.copytree(segment, folder / segment.name)


def _segments(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()]


def _places(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f"{folder.name}.saving"), folder.with_name(f"{folder.name}.saved")

"""`python -m vectorstore.probe` tells of each folder it is given whether Chroma survives it.

Damaged files can end the process that loads them, so the doctor sends another one ahead. It reads
every vector, and looks some of them up to see that the index leads to them. Folders and what is
wrong with them come and go as JSON, a line each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from vectorstore.errors import LibraryError

_SAMPLE = 64
_LEAST_FOUND = 0.9
_SECONDS, _SECONDS_A_VECTOR = 120.0, 0.01


class Prober:
    """A process that reads vector indexes ahead of this one; it begins with the first of them.

    Once it has met a damaged one another takes its place: what that left in its memory is unknown.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Prober:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def look(self, folder: Path, vectors: int) -> str | None:
        """Read the vector index in `folder`; return what is wrong, or None."""
        again = self._process is not None
        said, late = self._asked(folder, vectors)
        if again and not (said or late):  # it may have ended before, for want of memory
            self._end()
            said, late = self._asked(folder, vectors)
        if said:
            wrong: str | None = json.loads(said)
        elif late:
            wrong = f"The vector index in {folder} cannot be read: searching it does not end."
        else:
            wrong = f"The vector index in {folder} is damaged: reading it ends the process."
        if wrong or late:
            self._end()
        return wrong

    def _asked(self, folder: Path, vectors: int) -> tuple[str, bool]:
        """Return the line that the process says, none if it ends, and whether it took too long."""
        process = self._process = self._process or _started()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(_SECONDS + _SECONDS_A_VECTOR * vectors, stop)
        timer.start()
        try:
            return _answer(process, folder), late.is_set()
        finally:
            timer.cancel()
            timer.join()

    def _end(self) -> None:
        if self._process is not None:
            with suppress(OSError), self._process as process:
                process.kill()
            self._process = None


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "vectorstore.probe"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[1],
    )


def _answer(process: subprocess.Popen[str], folder: Path) -> str:
    """Return the line that is said of a folder, nothing when the process has ended instead."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        print(json.dumps(str(folder.absolute())), file=process.stdin, flush=True)
    except BrokenPipeError:
        return ""
    return process.stdout.readline()


def main(folders: IO[str], answers: IO[str]) -> None:
    """Answer each line until there are no more."""
    for line in folders:
        print(json.dumps(_wrong(Path(json.loads(line)))), file=answers, flush=True)


def _wrong(folder: Path) -> str | None:
    from vectorstore.store import VectorStore

    try:
        with closing(VectorStore(folder, create=False)) as store:
            keys = store.keys()
            step = max(1, len(keys) // _SAMPLE)
            wanted = set(keys[::step])
            found = 0
            for batch, vectors in store.vectors(keys):
                for key, vector in zip(batch, vectors, strict=True):
                    if key in wanted:
                        hits = store.query(vector, 1)
                        found += bool(hits) and hits[0].score > 1 - 1e-3
    except LibraryError as error:
        return str(error)
    if found < _LEAST_FOUND * len(wanted):
        return f"The vector index in {folder} is damaged: it does not lead to what it holds."
    return None


if __name__ == "__main__":
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed is no answer
    main(sys.stdin, said)

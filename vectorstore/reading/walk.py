"""Which files a list of paths names: folders become their readable files, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vectorstore.reading.files import SIDECAR, SUPPORTED, absolute, printable, source_name


class Failure(NamedTuple):
    """A source that cannot be used: its printable name, and one sentence that says why."""

    source: str
    reason: str


class Walked(NamedTuple):
    """What a list of paths names: files to read, failures, and how many files were skipped.

    Skipped are files in folders that no reader is for; hidden files and sidecars do not count.
    """

    files: list[Path]
    failures: list[Failure]
    skipped: int


def walk(paths: Iterable[Path]) -> Walked:
    """Return the files that `paths` name, each once, in the order given and by name inside folders.

    A file named explicitly is always included, whatever its suffix. Folders are searched to any
    depth, each real folder once, so links cannot make a loop.
    """
    search = _Search()
    for path in paths:
        search.add(path)
    return Walked(search.files, search.failures, search.skipped)


class _Search:
    def __init__(self) -> None:
        self.files: list[Path] = []
        self.failures: list[Failure] = []
        self.skipped = 0
        self._files_seen: set[str] = set()
        self._folders_seen: set[tuple[int, int]] = set()

    def add(self, path: Path) -> None:
        name = printable(absolute(path).name or str(path))
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where permission is missing
            self._add_folder(path, name)
        elif _is_missing(path):
            self._fail(path, f"{name} does not exist.")
        elif path.name.endswith(SIDECAR):
            self._fail(path, f"{name} is a sidecar; name the document it describes instead.")
        else:
            self._add_file(absolute(path))

    def _add_folder(self, path: Path, name: str) -> None:
        failed = len(self.failures)
        if not self._search(absolute(path)) and len(self.failures) == failed:
            kinds = " ".join(SUPPORTED)
            self._fail(path, f"{name} holds no file that can be read; these can: {kinds}.")

    def _search(self, top: Path) -> bool:
        """Add what a folder holds; tell whether that was anything, be it for the second time."""
        found = False
        stack = [top]
        while stack:
            path = stack.pop()
            if os.path.isdir(path):  # noqa: PTH112
                if self._is_new(path):
                    stack.extend(reversed(self._entries(path)))
                else:
                    found = True
            elif path.suffix.lower() in SUPPORTED and _may_be_read(path):
                self._add_file(path)
                found = True
            else:
                self.skipped += 1
        return found

    def _is_new(self, folder: Path) -> bool:
        """Tell whether this real folder has not been searched yet, and note it."""
        status = folder.stat()
        key = (status.st_dev, status.st_ino)
        new = key not in self._folders_seen
        self._folders_seen.add(key)
        return new

    def _entries(self, folder: Path) -> list[Path]:
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self._fail(folder, f"{printable(str(folder))} cannot be opened: {reason}.")
            return []
        return [entry for entry in entries if not _is_passed_over(entry.name)]

    def _add_file(self, path: Path) -> None:
        real = os.path.realpath(path)
        if real not in self._files_seen:
            self._files_seen.add(real)
            self.files.append(path)

    def _fail(self, path: Path, reason: str) -> None:
        self.failures.append(Failure(source_name(path), reason))


def _is_missing(path: Path) -> bool:
    """Tell a path that leads nowhere from one that may not be looked at, which reading reports."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError:
        return False
    return False


def _may_be_read(path: Path) -> bool:
    """Tell a file, or a link that leads nowhere (which is reported), from a socket or a pipe."""
    return path.is_file() or path.is_symlink()


def _is_passed_over(name: str) -> bool:
    """Tell hidden files, sidecars, and the lock files that office programs leave."""
    return name.startswith((".", "~$")) or name.endswith(SIDECAR)

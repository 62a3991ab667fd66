"""Where files stay that were uploaded to the page: a folder of ours, emptied again and again."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "GRADIO_TEMP_DIR"
_EVERY = 600.0
_KEPT = 3600.0
"""Seconds that a file stays, so that a draft can be checked once more."""


@contextmanager
def scratch(collection: Path) -> Iterator[Path]:
    """Have Gradio put uploads into a folder in a collection's own, which is there meanwhile alone.

    What a server that was killed left there goes first; what is older than an hour goes every ten
    minutes, also the half of an upload that broke off.
    """
    folder = collection / "page-uploads"
    shutil.rmtree(folder, ignore_errors=True)
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder)
    ended = threading.Event()
    with suppress(OSError):  # on a full disk there is no upload, but still a page
        folder.mkdir(mode=0o700)
    threading.Thread(target=_sweep, args=(folder, ended), name="scratch", daemon=True).start()
    try:
        yield folder
    finally:
        ended.set()
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path, now: float, kept: float = _KEPT) -> None:
    """Remove the files that were last written more than `kept` seconds before `now`."""
    for file in [each for each in folder.rglob("*") if each.is_file()]:
        with suppress(OSError):
            if now - file.stat().st_mtime > kept:
                file.unlink()
                if file.parent != folder:
                    file.parent.rmdir()


def _sweep(folder: Path, ended: threading.Event) -> None:
    while not ended.wait(_EVERY):
        sweep(folder, time.time())

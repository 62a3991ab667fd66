from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vectorstore.errors import LibraryBusy, LibraryError
from vectorstore.lock import LibraryLock

HOLD = """
import sys, time
from pathlib import Path
from vectorstore.lock import LibraryLock
lock = LibraryLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_refused_process_is_told_who_holds_the_lock(tmp_path: Path, holder) -> None:
    with pytest.raises(LibraryBusy) as refusal:
        LibraryLock(tmp_path).acquire()
    said = str(refusal.value)
    assert f"process {holder.pid} (-c " in said
    assert " since 20" in said
    assert "close that program or wait" in said


def test_a_dead_owners_lock_is_taken_over(tmp_path: Path, holder) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "lock.json").exists()
    with LibraryLock(tmp_path):
        assert f'"pid": {os.getpid()}' in (tmp_path / "lock.json").read_text()


def test_waiting_ends_when_the_owner_ends(tmp_path: Path, holder) -> None:
    timer = threading.Timer(0.2, holder.kill)
    timer.start()
    lock = LibraryLock(tmp_path)
    lock.acquire(wait=10)
    lock.release()
    timer.join()


def test_a_second_opener_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with LibraryLock(tmp_path), pytest.raises(LibraryBusy, match=f"this process {os.getpid()}"):
        LibraryLock(tmp_path).acquire()


def test_another_thread_can_release(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path)
    lock.acquire()
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    with LibraryLock(tmp_path):
        pass
    lock.release()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": 1}', '{"started": 3}', "\x00\xff"])
def test_an_unreadable_note_still_refuses(tmp_path: Path, note: str) -> None:
    with LibraryLock(tmp_path):
        (tmp_path / "lock.json").write_text(note, encoding="utf-8")
        with pytest.raises(LibraryBusy, match="in use by another process"):
            LibraryLock(tmp_path).acquire()


def test_a_folder_that_is_none_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LibraryError, match="cannot be locked"):
        LibraryLock(tmp_path / "file").acquire()

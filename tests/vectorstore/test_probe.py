"""What looks at an index ahead of the doctor: one process, until an index is wrong or ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vectorstore.hashing import HashingEncoder
from vectorstore import probe
from vectorstore.probe import Prober
from vectorstore.store import VectorStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound index of ten vectors."""
    store = VectorStore(tmp_path / "chroma")
    store.add(range(10), HashingEncoder().encode([f"text {n}" for n in range(10)]))
    store.close()
    return tmp_path / "chroma"


@pytest.fixture
def prober() -> Iterator[Prober]:
    with Prober() as found:
        yield found


def number(prober: Prober) -> int | None:
    """The number of the process that looks."""
    return prober._process and prober._process.pid


def test_one_process_looks_until_an_index_is_wrong(
    folder: Path, prober: Prober, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert number(prober) is None
    assert prober.look(folder, 10) is None
    first = number(prober)
    assert first
    monkeypatch.chdir(folder.parent)
    assert prober.look(Path("chroma"), 10) is None
    assert number(prober) == first
    assert "is gone" in (prober.look(folder / "none", 10) or "")
    assert number(prober) is None
    assert prober.look(folder, 10) is None
    assert number(prober) not in (None, first)


def test_a_process_that_ended_before_it_looked_says_nothing_of_the_index(
    folder: Path, prober: Prober
) -> None:
    assert prober.look(folder, 10) is None
    first = number(prober)
    assert first
    os.kill(first, signal.SIGKILL)
    assert prober.look(folder, 10) is None
    assert number(prober) not in (None, first)


@pytest.mark.parametrize("kept", [False, True])
def test_an_index_that_ends_the_process_is_damaged(
    folder: Path, prober: Prober, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    if kept:
        assert prober.look(folder, 10) is None
        os.kill(number(prober) or os.getpid(), signal.SIGKILL)
    command = [sys.executable, "-c", "import sys; sys.stdin.readline()"]
    pipe = subprocess.PIPE
    monkeypatch.setattr(
        probe, "_started", lambda: subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    )
    assert "ends the process" in (prober.look(folder, 10) or "")
    monkeypatch.undo()
    assert prober.look(folder, 10) is None


def test_an_index_that_is_read_without_end_is_damaged(
    folder: Path, prober: Prober, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "_SECONDS", 0.0)
    monkeypatch.setattr(probe, "_SECONDS_A_VECTOR", 0.0)
    assert "does not end" in (prober.look(folder, 10) or "")
    monkeypatch.undo()
    assert prober.look(folder, 10) is None


def test_the_process_ends_with_the_block(folder: Path) -> None:
    with Prober() as prober:
        assert prober.look(folder, 10) is None
        process = prober._process
    assert process
    assert process.poll() is not None

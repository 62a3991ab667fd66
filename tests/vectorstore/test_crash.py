"""A few of the kills of `benchmarks/crash.py`, which makes thirty."""

from __future__ import annotations

from pathlib import Path

import pytest

import vectorstore.store
import vectorstore.writer
from benchmarks.crash import CrashTest, work_in_small_steps

_MOST = 16


def test_nothing_is_lost_when_an_ingest_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in (
        (vectorstore.store, "_LEAST_SYNC"),
        (vectorstore.writer, "_MOST_PASSAGES"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))
    work_in_small_steps()
    test = CrashTest(tmp_path, files=60, seed=3)
    rounds = [test.run() for _ in range(4)]
    while not any(r.left_pending for r in rounds) and len(rounds) < _MOST:
        rounds.append(test.run())  # a busy machine is seldom killed at the moment that counts
    assert [sentence for r in rounds for sentence in r.wrong] == []
    assert any(r.left_pending for r in rounds)

"""The command line inside the test's own process: quick, and its exit code in hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rag.settings import leaves, variable
from tests.ui.outcome import Done, Footnoted
from ui.cli import run


@pytest.fixture
def footnoted(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Footnoted:
    """The command line inside this process, on a home of its own unless one is given."""
    for name in [*map(variable, leaves()), "FOOTNOTED_SETTINGS", "OPENAI_API_KEY"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str | Path, home: Path | None = None, code: int | None = 0) -> Done:
        capfd.readouterr()
        ended = run(["--home", str(home or tmp_path / "home"), *map(str, arguments)])
        sys.stdout.flush()
        done = Done(ended, *capfd.readouterr())
        if code is not None:
            assert done.code == code, done
        return done

    return call

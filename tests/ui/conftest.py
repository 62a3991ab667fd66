"""The command line inside the test's own process: quick, and its exit code in hand."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from rag.settings import leaves, variable
from tests.ui.outcome import Done, Footnoted
from ui.cli import run

WEIR = "The weir of Nordhaven is 41 metres long."


@pytest.fixture(scope="session")
def two_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample library and a collection `rivers`, closed; copy it before use."""
    from rag.assemble import open_library
    from rag.settings import Settings
    from vectorstore.ingest import ingest

    folder = tmp_path_factory.mktemp("two")
    (folder / "weir.txt").write_text(WEIR)
    home = Path(shutil.copytree(sample_home, folder / "home"))
    with open_library(Settings(home=home, collection="rivers"), create=True) as rivers:
        ingest(rivers, [folder / "weir.txt"])
    return home


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

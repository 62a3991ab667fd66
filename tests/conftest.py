"""What several tests stand on: the sample library, and the command as a user runs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.support import SAMPLES, Cli
from vectorstore.offline import silence_telemetry

if TYPE_CHECKING:
    from rag.chain import Chain
    from rag.events import Event
    from vectorstore.collection import Collection

silence_telemetry()

# How long an example takes says how busy the machine is. New examples are looked for by those who
# work on the code; where a commit is judged they are the same each time.
settings.register_profile("footnoted", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("footnoted")

_MINUTES = 600.0
"""Seconds that another process may take to make the sample library."""


@pytest.fixture(autouse=True)
def exactness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inspect every answer a chain gives in this process; a test fails over one that is not exact.

    Commands run as their users run them, in processes of their own, and are not seen here.
    """
    from rag.chain import Chain
    from rag.events import Done
    from rag.faults import faults

    stream = Chain.stream

    def inspected(chain: Chain, *asked: object, **more: object) -> Iterator[Event]:
        for event in stream(chain, *asked, **more):  # type: ignore[arg-type]
            if isinstance(event, Done):
                found = faults(event.answer, withholding=chain.examiner.withhold)
                assert not found, f"{event.answer.question}: {found}"
            yield event

    monkeypatch.setattr(Chain, "stream", inspected)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose default library holds `examples/library`, closed; copy it before changing it.

    The first process of a run makes it, the others copy it.
    """
    base = tmp_path_factory.getbasetemp()
    made = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample" / "home"
    with FileLock(made.parent.with_suffix(".lock"), timeout=_MINUTES):
        if not made.exists():
            shutil.rmtree(made.with_name("half"), ignore_errors=True)  # of a process that died
            _ingest_samples(made.with_name("half"))
            made.with_name("half").rename(made)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("own") / "home"))


def _ingest_samples(home: Path) -> None:
    from rag.assemble import open_library
    from rag.settings import Settings
    from vectorstore.ingest import ingest

    with open_library(Settings(home=home), create=True) as library:
        report = ingest(library, [SAMPLES])
    assert not report.failed


@pytest.fixture(scope="session")
def library(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The sample library, open in this process; a copy, so that commands can open theirs."""
    from rag.assemble import open_library
    from rag.settings import Settings

    home = tmp_path_factory.mktemp("open") / "home"
    shutil.copytree(sample_home, home)
    with open_library(Settings(home=home), create=False) as opened:
        yield opened


@pytest.fixture
def run_cli(tmp_path: Path) -> Cli:
    """The command, in a folder of its own."""
    folder = tmp_path / "cli"
    folder.mkdir()
    return Cli(folder)

"""`footnoted web` in a process of its own, over a copy of the sample library."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import COMMAND, Cli
from ui.doors.note import NAME


@dataclass(frozen=True)
class Served:
    """A server, the home it serves, and what it has written."""

    home: Path
    address: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def collection(self) -> Path:
        return self.home / "collections" / "default"

    @property
    def note(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.collection / NAME).read_text("utf-8"))
        return found

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(60)


@contextmanager
def serving_home(
    home: Path, folder: Path, extra: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve a copy of a home; nothing may be said on standard error, nor the token anywhere."""
    cli, log = Cli(folder), folder / "server.log"
    copy = Path(shutil.copytree(home, folder / "home"))
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [COMMAND, "--home", copy, "--verbose", "web", "--port", "0"],
            env=cli.environment({"PYTHONWARNINGS": "ignore", **(extra or {})}),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as server,
    ):
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + log.read_text("utf-8")
        served = Served(copy, found[0], server, log)
        token = str(served.note["token"])
        try:
            yield served
        finally:
            served.end()
    assert cli.outside == ""
    assert token not in log.read_text("utf-8")


@pytest.fixture(scope="module")
def served(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the sample library, for tests that change nothing in it."""
    with serving_home(sample_home, tmp_path_factory.mktemp("served")) as found:
        yield found

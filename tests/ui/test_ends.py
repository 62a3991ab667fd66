"""How a command ends when its surroundings do not play along."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import COMMAND, SAMPLES, Cli
from tests.ui.outcome import Footnoted

FULL = Path("/dev/full")


def test_a_closed_pipe_is_quiet(run_cli: Cli, sample_home: Path) -> None:
    with subprocess.Popen(
        [COMMAND, "--home", sample_home, "sources", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run_cli.environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_full_disk_is_one_sentence(run_cli: Cli, sample_home: Path, form: list[str]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [COMMAND, "--home", sample_home, "sources", "list", *form],
            stdout=full,
            stderr=subprocess.PIPE,
            env=run_cli.environment(),
            check=False,
        )
    assert done.stderr == b"Error: There is no space left for what is written.\n"
    assert done.returncode == 2


def test_an_encoding_that_cannot_hold_the_answer(run_cli: Cli, sample_home: Path) -> None:
    env = {"LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run_cli("--home", sample_home, "sources", "list", env=env)
    assert done.stdout.isascii()
    done = run_cli("--home", sample_home, "sources", "list", "--json", env=env)
    json.loads(done.stdout.decode("utf-8"))


def test_no_warning_and_no_colour_where_nobody_looks(run_cli: Cli, sample_home: Path) -> None:
    done = run_cli("--home", sample_home, "ask", "Who leads the mission now?")
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) <= 80


def test_a_home_that_is_a_file(footnoted: Footnoted, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    done = footnoted("ingest", SAMPLES, home=file, code=2)
    assert done.is_one_sentence


def test_a_library_in_use(run_cli: Cli, sample_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    with subprocess.Popen(
        [COMMAND, "--home", home, "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=run_cli.environment(),
    ) as chat:
        assert chat.stdin
        assert chat.stdout
        assert chat.stdout.readline()
        done = run_cli("--home", home, "ask", "Who leads the mission?", code=2)
        assert str(chat.pid).encode() in done.stderr
        assert run_cli("--home", home, "sources", "list").stdout
        chat.stdin.close()
        assert chat.wait(60) == 0

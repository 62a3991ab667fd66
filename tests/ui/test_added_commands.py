"""Commands that other packages add through an entry point."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.test_imports import HEAVY, imported
from tests.ui.outcome import Footnoted


def test_the_evaluation_is_a_command(footnoted: Footnoted) -> None:
    assert "eval" in footnoted("--help").out
    assert "cases" in footnoted("eval", "--help").out


def test_help_of_an_added_command_imports_nothing_heavy() -> None:
    code = "from ui.cli import run; assert run(['eval', 'cases', '--help']) == 0"
    assert imported(code, *HEAVY, "ir_measures", "yaml") == set()


def test_a_package_can_add_a_command_and_one_that_breaks_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "guest.py").write_text(
        "import typer\napp = typer.Typer()\n\n\n@app.command()\ndef hello():\n    print('Hello.')\n"
        "\n\n@app.command()\ndef burst(json: bool = False):\n    raise OSError('It burst.')\n"
    )
    info = tmp_path / "guest-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: guest\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[footnoted.commands]\nguest = guest:app\nghost = no_such_module:app\n"
    )
    done = called(tmp_path, "hello")
    assert (done.returncode, done.stdout) == (0, "Hello.\n")
    assert "'ghost' of guest cannot be loaded and is left out" in done.stderr
    burst = called(tmp_path, "burst", "--json")
    # 1 is for what was done and needs attention, and for a gate that fails.
    assert burst.returncode == 2
    assert "Traceback (most recent call last)" in burst.stderr
    assert "OSError: It burst." in burst.stderr
    assert json.loads(burst.stdout)["error"]["type"] == "OSError"


def called(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r})\n"
        f"from ui.cli import run; sys.exit(run(['guest', *{arguments!r}]))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

"""`footnoted serve`: the page in one process with whatever else is served."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx

from tests.support import COMMAND, ROOT, Cli
from tests.ui.outcome import Footnoted
from ui.doors.note import NAME

TROOPS = "How many troops does the mission have now?"


def test_what_is_to_be_served_has_to_be_said(footnoted: Footnoted) -> None:
    done = footnoted("serve", code=2)
    assert done.err.startswith("Error: ")
    assert "--web" in done.err


def test_the_page_and_the_api_are_served_until_it_is_ended(sample_home: Path, run_cli: Cli) -> None:
    home = Path(shutil.copytree(sample_home, run_cli.folder / "home"))
    door = home / "collections" / "default" / NAME
    with subprocess.Popen(
        [COMMAND, "--home", home, "serve", "--web", "--port", "0"],
        cwd=run_cli.folder,
        env=run_cli.environment({"PYTHONWARNINGS": "ignore"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            with httpx.Client(base_url=found[0], timeout=60, trust_env=False) as client:
                assert 'content="Footnoted"' in client.get("/").text
                asked = client.post("/api/ask", json={"question": TROOPS}).json()
            passed = run_cli("--home", home, "ask", TROOPS, "--json")
            assert json.loads(passed.stdout)["statements"] == asked["statements"]
            assert door.exists()
        finally:
            server.terminate()
        _, errors = server.communicate(timeout=60)
    assert (server.returncode, errors) == (0, "")
    assert not door.exists()
    assert run_cli.outside == ""


def test_something_else_runs_beside_the_page_and_may_end_it(
    sample_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(sample_home, tmp_path / "home")
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.beside", home],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    assert json.loads(done.stdout) == ["started", "ok", False, False]

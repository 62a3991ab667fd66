"""Nothing leaves the machine: the whole main job with every outside connection refused."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.support import SAMPLES, Cli

RUNTIMES = [name for name in ("openvino", "onnxruntime") if find_spec(name)]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_ingest_and_ask_reach_nobody(run_cli: Cli, runtime: str) -> None:
    env = {"FOOTNOTED_EMBEDDING__RUNTIME": runtime}
    home = run_cli.folder / "home"
    done = run_cli("--home", home, "ingest", SAMPLES, "--json", env=env)
    assert json.loads(done.stdout)["new"] > 0
    done = run_cli("--home", home, "ask", "Who leads the mission?", "--json", env=env)
    assert json.loads(done.stdout)["evidence"]
    assert run_cli.outside == ""


def test_the_user_folder_is_left_alone(run_cli: Cli) -> None:
    home = run_cli.folder / "home"
    run_cli("--home", home, "ingest", SAMPLES / "plum-cake.html")
    run_cli("--home", home, "ask", "How long does the cake bake?")
    assert list((run_cli.folder / "user").iterdir()) == []


def test_the_guard_refuses_and_notes(run_cli: Cli) -> None:
    (run_cli.folder / "user").mkdir()
    code = "import socket; socket.create_connection(('example.com', 80))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=run_cli.environment(), capture_output=True, check=False
    )
    assert b"is refused in tests" in done.stderr
    assert "example.com" in run_cli.outside

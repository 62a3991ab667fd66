"""A run that is killed, begun twice and interrupted, as processes of their own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import COMMAND, Cli

PATIENCE = 120
ASKING = """
import os
import socket


def answer(question, history):
    with socket.create_connection(("127.0.0.1", int(os.environ["ASKED_AT"]))) as line:
        line.sendall(question.encode())
        line.recv(1)
    return f"It is so: {question}"
"""


class Listener:
    """Hears of every question that is asked, and holds up the one it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reached, self._free = threading.Event(), threading.Event()
        self._stop_at: str | None = None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = str(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def stop_at(self, question: str) -> None:
        self._stop_at = question
        self.reached.clear()
        self._free.clear()

    def go_on(self) -> None:
        self._stop_at = None
        self._free.set()

    def _listen(self) -> None:
        while True:
            line, _ = self._socket.accept()
            with line:
                question = line.recv(1000).decode()
                if not question:
                    return
                self.asked.append(question)
                if question == self._stop_at:
                    self.reached.set()
                    assert self._free.wait(PATIENCE)
                try:
                    line.sendall(b"1")
                except OSError:
                    # Whoever asked was killed.
                    continue

    def close(self) -> None:
        self.go_on()
        with socket.create_connection(("127.0.0.1", int(self.port))):
            pass
        self._thread.join(PATIENCE)
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture
def command(run_cli: Cli) -> list[str]:
    folder = run_cli.folder
    (folder / "asking.py").write_text(ASKING, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "mill.txt").write_text("The mill burned down.", encoding="utf-8")
    rows = [{"id": f"c{n}", "question": f"Is it {n}?", "kind": "unanswerable"} for n in range(5)]
    (folder / "cases.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return [
        *("--home", "home", "eval", "run", "--cases", "cases.jsonl", "--documents", "texts"),
        *("--system", "call:asking:answer", "--jobs", "1", "--judge", "none", "--out"),
    ]


@contextmanager
def started(
    cli: Cli, command: list[str], listener: Listener, stop_at: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the command; yield it when it asks the question that is held up."""
    listener.stop_at(stop_at)
    with subprocess.Popen(
        [COMMAND, *command],
        env=cli.environment({"ASKED_AT": listener.port}),
        cwd=cli.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert listener.reached.wait(PATIENCE)
            yield process
        finally:
            process.kill()


def told(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head = json.loads((folder / "run.json").read_text("utf-8"))
    head = {k: v for k, v in head.items() if k not in ("began", "ended", "metrics")}
    lines = map(json.loads, (folder / "cases.jsonl").read_text("utf-8").splitlines())
    return head, [{k: v for k, v in line.items() if k != "timing"} for line in lines]


def test_killed_begun_twice_and_interrupted_it_comes_to_the_same(
    run_cli: Cli, command: list[str], listener: Listener
) -> None:
    run, port = run_cli.folder / "run", {"ASKED_AT": listener.port}
    with started(run_cli, [*command, "run"], listener, "Is it 2?") as process:
        second = run_cli(*command, "other", env=port, code=2)
        assert second.stderr.startswith(b"Error: ")
        assert b"process" in second.stderr
        process.kill()
        assert process.wait(PATIENCE) == -signal.SIGKILL
    listener.go_on()
    assert [line["case"] for line in told(run)[1]] == ["c0", "c1"]
    with started(run_cli, [*command, "run"], listener, "Is it 3?") as process:
        process.send_signal(signal.SIGINT)
        listener.go_on()
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
    assert b"the same command with --out run goes on from there" in said
    assert b"Traceback" not in said
    assert [line["case"] for line in told(run)[1]][:4] == ["c0", "c1", "c2", "c3"]
    run_cli(*command, "run", env=port)
    counted = Counter(listener.asked)
    assert counted == {**{f"Is it {n}?": 1 for n in range(5)}, "Is it 2?": 2}
    run_cli(*command, "whole", env=port)
    assert told(run) == told(run_cli.folder / "whole")

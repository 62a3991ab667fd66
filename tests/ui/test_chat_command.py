"""`footnoted chat`: a conversation over standard input, and on a terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import time
from pathlib import Path
from typing import Self

import jsonschema

from tests.support import COMMAND, Cli
from tests.ui.outcome import schema


def test_a_conversation(run_cli: Cli, sample_home: Path) -> None:
    script = "\n".join(
        [
            "/sources",
            "How many troops does the mission have now?",
            "/sources 1",
            "/sources 99",
            "/nonsense",
            "",
            "x" * 20_000,
            "/new",
            "/help",
        ]
    )
    done = run_cli("--home", sample_home, "chat", stdin=script.encode())
    out = done.stdout.decode()
    assert "There is no answer with sources yet." in out
    assert "4,350 troops" in out
    assert "«" in out
    assert "not 99" in out
    assert "There is no command /nonsense." in out
    assert "at most 10,000" in out
    assert "/quit" in out
    assert "The conversation is forgotten." in out


def test_a_follow_up_shows_what_was_asked(run_cli: Cli, sample_home: Path) -> None:
    script = "Who is Sanna Wirth?\nWhat did she say about the ferry?\n/quit\nnever read\n"
    out = run_cli("--home", sample_home, "chat", stdin=script.encode()).stdout.decode()
    asked = [line for line in out.splitlines() if line.startswith("Asked as: ")]
    assert len(asked) == 1
    assert "Wirth" in asked[0]


def test_a_line_of_json_for_each_question(run_cli: Cli, sample_home: Path) -> None:
    script = f"Who is Sanna Wirth?\n\n{'x' * 20_000}\nWhat did she say about the ferry?\n"
    done = run_cli("--home", sample_home, "chat", "--json", stdin=script.encode())
    first, error, second = map(json.loads, done.stdout.splitlines())
    jsonschema.validate(first, schema("answer"))
    jsonschema.validate(second, schema("answer"))
    assert error["error"]["type"] == "RequestError"
    assert "Wirth" in second["standalone_question"]


def test_an_empty_library_says_what_to_do(run_cli: Cli) -> None:
    done = run_cli("--home", "home", "chat", stdin=b"Who is it?\n")
    assert b"footnoted ingest" in done.stdout
    assert not (run_cli.folder / "home").exists()


def test_bytes_that_are_not_text(run_cli: Cli, sample_home: Path) -> None:
    run_cli("--home", sample_home, "chat", stdin=b"\xff\xfe\x00?\n")


class Terminal:
    """A chat on a pseudo-terminal."""

    def __init__(self, cli: Cli, home: Path) -> None:
        self.own, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [COMMAND, "--home", home, "chat"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=cli.environment({"TERM": "xterm", "COLUMNS": "80"}),
            start_new_session=True,
            preexec_fn=lambda: _control(theirs),
        )
        os.close(theirs)
        self._comes = select.poll()  # select() takes no descriptor above 1,023
        self._comes.register(self.own, select.POLLIN)
        self.unread = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.own)
        self.process.kill()
        self.process.wait()

    def type(self, keys: str) -> None:
        os.write(self.own, keys.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until there is a new prompt; readline misses one just before it waits."""
        for _ in range(30):
            self.type("\x03")
            if self.shows("> ", 2):
                return
        raise AssertionError(self.unread)

    def wait_for(self, text: str) -> None:
        """Read until the terminal shows `text` after what was waited for before."""
        assert self.shows(text, 60), self.unread

    def shows(self, text: str, seconds: float) -> bool:
        """Read until the terminal shows `text`, and tell whether it did in that time."""
        end = time.monotonic() + seconds
        while text not in self.unread:
            if time.monotonic() > end:
                return False
            if self._comes.poll(200):
                self.unread += os.read(self.own, 65536).decode("utf-8", "replace")
        self.unread = self.unread.partition(text)[2]
        return True


def _control(terminal: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def test_on_a_terminal(run_cli: Cli, sample_home: Path) -> None:
    with Terminal(run_cli, sample_home) as terminal:
        terminal.wait_for("> ")
        terminal.type("half a quest")
        terminal.wait_for("half a quest")
        terminal.interrupt()
        terminal.type("Who is Sanna Wirth?\n")
        terminal.wait_for("As of")
        terminal.wait_for("\n> ")
        terminal.type("\x04")
        assert terminal.process.wait(60) == 0

"""`footnoted users`: who may sign in, kept from the command line."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.support import COMMAND, Cli
from tests.ui.outcome import Footnoted
from ui.people.passwords import matches
from ui.people.users import Users


def test_users_are_added_listed_changed_and_removed(run_cli: Cli) -> None:
    users = Users(run_cli.folder / "home" / "users.json")
    assert b"asks for no login" in run_cli("--home", "home", "users").stdout
    done = run_cli("--home", "home", "users", "add", "Anna", "--admin", stdin=b"long enough\n")
    assert done.stdout == b"Anna may sign in now, as an admin.\n"
    run_cli("--home", "home", "users", "add", "Béla", stdin="schön genug".encode())
    assert run_cli("--home", "home", "users").stdout.decode() == "Anna  (admin)\nBéla\n"
    assert matches("schön genug", users.known("Béla").hash)
    run_cli("--home", "home", "users", "password", "Béla", stdin=b"another one\r\n")
    assert matches("another one", users.known("Béla").hash)
    run_cli("--home", "home", "users", "remove", "Béla")
    done = run_cli("--home", "home", "users", "remove", "Anna")
    assert b"Nobody is left" in done.stdout
    assert users.all() == {}


def test_as_json_no_hash_is_shown(footnoted: Footnoted, tmp_path: Path, users_file: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "users.json").write_bytes(users_file.read_bytes())
    shown = footnoted("users", "list", "--json")
    assert shown.json["users"] == [
        {"name": "Anna", "admin": True},
        {"name": "Béla", "admin": False},
    ]
    assert "$2b$" not in shown.out


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["add", "Anna"], b"", "There is no password"),
        (["add", "Anna"], b"short\n", "8 characters or more"),
        (["add", "Anna"], b"x" * 73, "73 bytes and 72 are read"),
        (["add", "a\tb"], b"long enough\n", "A name has no control"),
        (["remove", "Anna"], b"", "There is no user 'Anna'; there is: nobody"),
        (["password", "Anna"], b"long enough\n", "There is no user 'Anna'"),
    ],
)
def test_what_cannot_be_done_is_said(
    run_cli: Cli, arguments: list[str], stdin: bytes, said: str
) -> None:
    done = run_cli("--home", "home", "users", *arguments, stdin=stdin, code=2)
    assert said in done.stderr.decode()
    assert not (run_cli.folder / "home" / "users.json").exists()


def typed(cli: Cli, *lines: str) -> tuple[int, str]:
    """Run `users add Anna` on a terminal, a line for each time a password is asked for."""
    ours, its = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "--home", "home", "users", "add", "Anna"],
        cwd=cli.folder, env=cli.environment(), stdin=its, stdout=its, stderr=its,
        start_new_session=True,
    ) as process:  # fmt: skip
        os.close(its)
        shown = ""
        for line in lines:
            shown += until(ours, ": ")
            os.write(ours, f"{line}\n".encode())
        shown += until(ours, None)
        code = process.wait(60)
    os.close(ours)
    return code, shown


def until(terminal: int, end: str | None) -> str:
    """Read until something ends the line, or to the end."""
    shown = ""
    while end is None or not shown.endswith(end):
        try:
            piece = os.read(terminal, 1024)
        except OSError:  # how Linux tells that nobody is there
            return shown
        if not piece:
            return shown
        shown += piece.decode()
    return shown


def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(run_cli: Cli) -> None:
    code, shown = typed(run_cli, "long enough", "long enough")
    assert (code, "long enough" in shown) == (0, False)
    assert "Anna may sign in now." in shown


def test_two_different_ones_are_refused(run_cli: Cli) -> None:
    code, shown = typed(run_cli, "long enough", "long enougj")
    assert code == 2
    assert "The two passwords are not the same" in shown
    assert not (run_cli.folder / "home" / "users.json").exists()


def test_a_setting_says_where_they_are(footnoted: Footnoted, tmp_path: Path, users_file: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("FOOTNOTED_WEB__USERS", str(users_file))
    assert footnoted("users").out == "Anna  (admin)\nBéla\n"

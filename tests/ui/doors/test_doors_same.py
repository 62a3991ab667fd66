"""Every command says the same while the page is served as without it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import COMMAND, Cli
from tests.ui.doors.conftest import Served
from tests.ui.outcome import Done, Footnoted

TROOPS = "How many troops does the mission have now?"
OUTSIDE = "What is the capital of Mongolia?"
DRAFT = """\
# Who is who

The deputy head is Joss Verrin of the Oster Isles. I think this is a pity.

The Republic of Kitea sells its railways to a bank in Lisbon.
"""
COMMANDS: list[list[str]] = [
    ["ask", TROOPS],
    ["ask", TROOPS, "--json"],
    ["ask", OUTSIDE, "--withheld"],
    ["ask", TROOPS, "--source", "Primer", "--since", "2024", "--format", "markdown"],
    ["ask", TROOPS, "--until", "1999", "--format", "html"],
    ["--verbose", "ask", TROOPS],
    ["search", "ferry", "-k", "3"],
    ["search", "ferry", "--source", "Wire", "--json"],
    ["check", "draft.md"],
    ["check", "draft.md", "--source", "Primer", "--json"],
    ["sources", "list"],
    ["sources", "show", "none"],
    ["sources", "remove", "none", "--json"],
    ["doctor"],
    ["search", "\udcff", "--source", "\udcfe"],
]


def plain(text: str, home: Path) -> str:
    """Return what was written without how long it took and where."""
    text = re.sub(r"[\d,.]+ ms|in \d+\.\d s", "TIME", text.replace(str(home), "HOME"))
    return re.sub(r"(\"timings_ms\": )\{[^}]*\}", r"\1{}", text)


def folded(text: str, home: Path) -> str:
    """Return the same without spaces: where lines end depends on how long the home is named."""
    return plain("".join(text.split()), home)


@pytest.mark.parametrize("arguments", COMMANDS, ids=[ascii(" ".join(a)) for a in COMMANDS])
def test_a_command_says_the_same(
    footnoted: Footnoted,
    sample_home: Path,
    served: Served,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    alone = footnoted(*arguments, home=sample_home, code=None)
    beside = footnoted(*arguments, home=served.home, code=None)
    shown = folded if arguments[0] == "doctor" else plain
    assert beside.code == alone.code
    assert shown(beside.out, served.home) == shown(alone.out, sample_home)
    assert shown(beside.err, served.home) == shown(alone.err, sample_home)
    assert str(served.note["token"]) not in beside.out + beside.err


def test_a_document_is_shown_the_same(
    footnoted: Footnoted, sample_home: Path, served: Served
) -> None:
    rows = footnoted("sources", "list", "--json", home=sample_home).json["documents"]
    for arguments in (["sources", "show", rows[0]["id"]], ["sources", "show", rows[1]["id"][:6]]):
        shown = [footnoted(*arguments, home=home).out for home in (sample_home, served.home)]
        assert shown[0] == shown[1]


def test_a_file_is_written_the_same(
    footnoted: Footnoted, sample_home: Path, served: Served, tmp_path: Path
) -> None:
    for name, home in (("alone", sample_home), ("beside", served.home)):
        footnoted("ask", TROOPS, "--format", "html", "--out", tmp_path / name, home=home)
    written = [(tmp_path / name).read_text("utf-8") for name in ("alone", "beside")]
    assert plain(written[0], sample_home) == plain(written[1], served.home)


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_conversation_is_the_same(
    run_cli: Cli, sample_home: Path, served: Served, form: list[str]
) -> None:
    script = f"Who is Sanna Wirth?\n{'x' * 20_000}\nWhat did she say about the ferry?\n/sources 1\n"
    alone, beside = (
        run_cli("--home", home, "chat", *form, stdin=script.encode())
        for home in (sample_home, served.home)
    )
    assert plain(beside.stdout.decode(), served.home) == plain(alone.stdout.decode(), sample_home)
    assert (beside.stderr, alone.stderr) == (b"", b"")


def test_a_passed_command_loads_neither_model_nor_index(served: Served, run_cli: Cli) -> None:
    code = (
        "import sys; from ui.cli import run\n"
        f"assert run(['--home', {str(served.home)!r}, 'ask', {TROOPS!r}]) == 0\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**run_cli.environment(), "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert "4,350" in done.stdout
    assert not loaded & {"chromadb", "openvino", "onnxruntime", "tantivy", "tokenizers", "numpy"}


def test_other_settings_are_said_in_one_line(
    footnoted: Footnoted, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_own = footnoted("ask", TROOPS, "--json", home=served.home)
    monkeypatch.setenv("FOOTNOTED_ANSWER__MAX_STATEMENTS", "1")
    done = footnoted("ask", TROOPS, "--json", home=served.home)
    assert done.err == "The page's server has this collection and answers with its own settings.\n"
    assert untimed(done) == untimed(with_own)


def untimed(done: Done) -> Any:
    shape = json.loads(done.out)
    return {**shape, "provenance": {**shape["provenance"], "timings_ms": None}}


def test_a_second_server_is_told_who_has_the_collection(served: Served, run_cli: Cli) -> None:
    done = run_cli("--home", served.home, "web", "--port", "0", code=2)
    assert str(served.process.pid) in done.stderr.decode()
    assert COMMAND.name in done.stderr.decode()

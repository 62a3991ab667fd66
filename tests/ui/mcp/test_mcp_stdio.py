"""The tools over standard input and output, in a process of its own."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from mcp import StdioServerParameters

from tests.support import COMMAND, Cli
from tests.ui.api.asking import OUTSIDE, QUESTION, untimed
from tests.ui.mcp.calling import called, words
from tests.ui.outcome import Footnoted
from tests.ui.web.conftest import served

ARGUMENTS = ["--home", "home", "mcp"]


@pytest.fixture
def home(sample_home: Path, run_cli: Cli) -> Path:
    shutil.copytree(sample_home, run_cli.folder / "home")
    return run_cli.folder / "home"


def test_a_client_asks_a_program_it_has_started(
    home: Path, run_cli: Cli, footnoted: Footnoted, sample_home: Path
) -> None:
    server = StdioServerParameters(
        command=str(COMMAND),
        args=ARGUMENTS,
        env=run_cli.environment({"PYTHONWARNINGS": "ignore"}),
        cwd=run_cli.folder,
    )
    answered, declined, listed, unknown = called(
        server,
        ("ask", {"question": QUESTION}),
        ("ask", {"question": OUTSIDE}),
        ("list_sources", {}),
        ("read_source", {"document_id": "ffff", "start": 0, "end": 1}),
    )
    printed = footnoted("ask", QUESTION, "--json", home=sample_home).json
    assert untimed(answered.structured_content) == untimed(printed)
    assert declined.structured_content["declined"]
    assert listed.structured_content["documents"]
    assert unknown.is_error
    assert run_cli.outside == ""


def test_a_client_asks_while_the_page_is_served(
    sample_home: Path, two_home: Path, tmp_path: Path, footnoted: Footnoted
) -> None:
    """The page's server has the first collection; the other one is opened here."""
    with served(two_home, tmp_path):
        cli = Cli(tmp_path)
        server = StdioServerParameters(
            command=str(COMMAND),
            args=ARGUMENTS,
            env=cli.environment({"PYTHONWARNINGS": "ignore"}),
            cwd=cli.folder,
        )
        rivers = {"collection": "rivers"}
        weir, weirs, none, asked, found, checked, listed = called(
            server,
            ("ask", {"question": "How long is the weir of Nordhaven?", **rivers}),
            ("list_sources", rivers),
            ("ask", {"question": QUESTION, "collection": "none"}),
            ("ask", {"question": QUESTION}),
            ("search", {"query": QUESTION, "k": 3}),
            ("check", {"text": "The mission in Orvessa now has 4,350 troops."}),
            ("list_sources", {}),
        )
    assert "41 metres" in words(weir)
    assert len(weirs.structured_content["documents"]) == 1
    assert words(none) == "There is no collection 'none'; there are: default, rivers."
    printed = footnoted("ask", QUESTION, "--json", home=sample_home).json
    assert untimed(asked.structured_content) == untimed(printed)
    assert len(found.structured_content["hits"]) == 3
    assert checked.structured_content["summary"]["sentences"]["footnoted"] == 1
    assert listed.structured_content["documents"]


def test_nothing_but_the_protocol_is_printed(home: Path, run_cli: Cli) -> None:
    me = {"clientInfo": {"name": "test", "version": "1"}}
    begin = {"protocolVersion": "2025-06-18", "capabilities": {}, **me}
    lines = [
        {
            "method": "initialize",
            "id": 1,
            "params": {**begin, "clientInfo": {"name": "t", "version": "1"}},
        },
        {"method": "notifications/initialized"},
        {"method": "tools/call", "id": 2, "params": {"name": "list_sources", "arguments": {}}},
    ]
    with subprocess.Popen(
        [COMMAND, *ARGUMENTS],
        cwd=run_cli.folder,
        env=run_cli.environment({"PYTHONWARNINGS": "default"}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for line in lines:
            program.stdin.write(json.dumps({"jsonrpc": "2.0", **line}) + "\n")
        program.stdin.flush()
        answers = [json.loads(program.stdout.readline()) for _ in range(2)]
        rest, errors = program.communicate(timeout=60)
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[0]["result"]["serverInfo"]["name"] == "footnoted"
    assert answers[1]["result"]["structuredContent"]["documents"]
    assert (program.returncode, rest, errors) == (0, "", "")


def test_ctrl_c_ends_it_while_the_client_says_nothing(home: Path, run_cli: Cli) -> None:
    with subprocess.Popen(
        [COMMAND, *ARGUMENTS],
        cwd=run_cli.folder,
        env=run_cli.environment({"PYTHONWARNINGS": "ignore"}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
        program.stdin.flush()
        assert program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(60) == 130
        assert program.stderr is not None
        assert program.stderr.read() == b"\nInterrupted.\n"


def test_a_library_that_is_taken_is_said_on_standard_error(home: Path, run_cli: Cli) -> None:
    from vectorstore.collection import Collection

    with Collection.open(home):
        done = run_cli(*ARGUMENTS, code=2)
    assert done.stdout == b""
    assert done.stderr.startswith(b"Error: ")

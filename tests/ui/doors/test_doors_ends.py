"""How a passed command ends: when its server does, when it is interrupted, beside others."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from tests.support import COMMAND, Cli
from tests.ui.doors.conftest import Served, serving_home
from ui.doors.note import NAME

TROOPS = "How many troops does the mission have now?"
WAIT = 60.0


class Writer:
    """A model that writes without end; it knows when it began and when nobody listened any more."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.gone = threading.Event()

    def __call__(self, request: Request) -> Reply:
        return Reply(events=self._events())

    def _events(self) -> Iterator[object]:
        try:
            for number in range(int(WAIT * 20)):
                yield from list(chunks(f"and {number} ", finish=None))[:-1]
                self.began.set()
                threading.Event().wait(0.05)
        finally:
            self.gone.set()


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


@pytest.fixture(scope="module")
def modelled(
    model: OpenAIServer, sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server whose answers a model writes; the commands beside it know of no model."""
    with written_by(model, sample_home, tmp_path_factory.mktemp("modelled")) as found:
        yield found


@pytest.fixture
def own() -> Iterator[OpenAIServer]:
    """A model that no other test asks."""
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


@pytest.fixture
def ending(
    own: OpenAIServer, sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Another one, with a model of its own, for a test that ends it."""
    with written_by(own, sample_home, tmp_path_factory.mktemp("ending")) as found:
        yield found


@contextmanager
def written_by(model: OpenAIServer, home: Path, folder: Path) -> Iterator[Served]:
    extra = {"FOOTNOTED_LLM__BASE_URL": model.base_url, "FOOTNOTED_LLM__RETRIES": "0"}
    with serving_home(home, folder, extra) as found:
        assert model.requests == []  # nothing is asked of it at the start
        yield found


@pytest.fixture
def writer(model: OpenAIServer) -> Writer:
    model.script = writer = Writer()
    return writer


def started(served: Served, cli: Cli, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [COMMAND, "--home", served.home, *arguments],
        env=cli.environment(),
        cwd=cli.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def test_ctrl_c_stops_the_work_on_the_server(
    modelled: Served, writer: Writer, run_cli: Cli
) -> None:
    with started(modelled, run_cli, "ask", TROOPS) as asking:
        assert writer.began.wait(WAIT)
        asking.send_signal(signal.SIGINT)
        out, err = asking.communicate(timeout=60)
    assert (asking.returncode, out) == (130, b"")
    assert err.endswith(b"\nInterrupted.\n")
    assert writer.gone.wait(WAIT), "the model is still asked to write"
    assert run_cli("--home", modelled.home, "search", "ferry").stdout


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_ends_in_mid_answer_is_a_sentence(
    ending: Served, own: OpenAIServer, run_cli: Cli, end: signal.Signals
) -> None:
    own.script = writer = Writer()
    token = str(ending.note["token"])
    with started(ending, run_cli, "ask", TROOPS, "--json") as asking:
        assert writer.began.wait(WAIT)
        ending.process.send_signal(end)
        out, err = asking.communicate(timeout=60)
    assert asking.returncode == 2
    assert json.loads(out)["error"]["type"] == "ServerGone"
    assert f"(process {ending.process.pid}) ended before it was done" in err.decode()
    assert token not in (out + err).decode()
    ending.process.wait(60)
    # A killed one leaves its note; whoever comes next opens the collection itself.
    assert (ending.collection / NAME).exists() == (end is signal.SIGKILL)
    done = run_cli("--home", ending.home, "ask", TROOPS)
    assert b"4,350 troops" in done.stdout
    assert done.stderr == b""


def test_two_commands_at_once_are_both_answered(
    modelled: Served, model: OpenAIServer, run_cli: Cli
) -> None:
    both = threading.Barrier(2)

    def script(request: Request) -> str:
        both.wait(WAIT)  # each is written only while the other is
        return "NOT IN THE SOURCES"

    model.script = script
    with (
        started(modelled, run_cli, "ask", TROOPS, "--json") as one,
        started(modelled, run_cli, "ask", "Who leads the mission?", "--json") as other,
    ):
        said = [asking.communicate(timeout=WAIT) for asking in (one, other)]
    assert [json.loads(out)["provenance"]["model"] for out, _ in said] == ["small", "small"]


def test_an_ingest_that_is_interrupted_keeps_what_it_reported(
    modelled: Served, run_cli: Cli
) -> None:
    files = run_cli.folder / "files"
    files.mkdir()
    for number in range(300):
        text = "\n\n".join(f"Paragraph {part} of text {number} tells more." for part in range(80))
        (files / f"{number}.txt").write_text(text, encoding="utf-8")
    with started(modelled, run_cli, "ingest", "files") as ingesting:
        assert ingesting.stdout is not None
        assert ingesting.stdout.readline()
        ingesting.send_signal(signal.SIGINT)
        ingesting.communicate(timeout=60)
    assert ingesting.returncode == 130
    one = files / "0.txt"
    until = time.monotonic() + WAIT
    while run_cli("--home", modelled.home, "ingest", one, code=None).returncode:
        assert time.monotonic() < until, "the one before has not stopped"
    listed = run_cli("--home", modelled.home, "sources", "list", "--json").stdout
    assert len(json.loads(listed)["documents"]) < 300
    run_cli("--home", modelled.home, "doctor")

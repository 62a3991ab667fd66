"""`footnoted ask` in a process of its own, with a model behind a real server."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from tests.support import COMMAND, Cli
from tests.ui.outcome import schema

KEY = "sk-planted-9f8e7d6c5b4a"
QUESTION = "How many troops does the mission have now?"
HELD = "now has 4,350 troops"
FIRST = "The mission in Orvessa now has 4,350 troops"
SECOND = "Belmarch has called home 400 of its 1,200 men and women"
MADE_UP = "The mission in Orvessa now has 9,999 helicopters"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        running.key = KEY
        yield running


@pytest.fixture
def env(server: OpenAIServer, sample_home: Path) -> dict[str, str]:
    return {
        "FOOTNOTED_HOME": str(sample_home),
        "FOOTNOTED_LLM__BASE_URL": server.base_url,
        "FOOTNOTED_LLM__API_KEY": KEY,
        "FOOTNOTED_LLM__RETRIES": "0",
    }


def label(request: Request) -> str:
    """Return the label under which the request shows the passage that answers."""
    shown = "\n" + request.body["messages"][-1]["content"]
    (part,) = [part for part in shown.split("\n[S")[1:] if HELD in part]
    return f"S{part.partition(']')[0]}"


def sentences(request: Request, *texts: str) -> str:
    return " ".join(f"{text} [{label(request)}]." for text in texts)


def whole(request: Request) -> str:
    return sentences(request, FIRST, MADE_UP, SECOND)


def breaks_off(request: Request) -> Reply:
    """Write the first sentence and a half, then close the connection."""
    said = sentences(request, FIRST, SECOND)[:-20]
    return Reply(events=chunks(said, finish=None), cut=True)


def fails_half_way(request: Request) -> Reply:
    """Write the first sentence, then an error that quotes the key."""

    def events() -> Iterator[Any]:
        yield from list(chunks(sentences(request, FIRST), finish=None))[:-1]
        yield {"error": {"message": f"worker lost, headers {request.headers}", "code": 500}}

    return Reply(events=events())


def test_what_is_checked_is_seen_while_the_model_still_writes(
    server: OpenAIServer, env: dict[str, str], run_cli: Cli
) -> None:
    seen = threading.Event()

    def events(request: Request) -> Iterator[Any]:
        yield from list(chunks(sentences(request, FIRST), finish=None))[:-1]
        assert seen.wait(60)
        yield from chunks(" " + sentences(request, MADE_UP, SECOND))

    server.script = lambda request: Reply(events=events(request))
    screen, terminal = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "ask", QUESTION],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=run_cli.environment({**env, "TERM": "xterm", "COLUMNS": "100"}),
    ) as process:
        os.close(terminal)
        drawn = b""
        while b"4,350 troops" not in drawn:
            drawn += os.read(screen, 4096)
        assert SECOND.encode() not in drawn
        assert process.poll() is None
        seen.set()
        drawn += rest(screen)
        assert process.stdout
        out = process.stdout.read().decode()
    assert process.returncode == 0
    assert b"writing" in drawn
    assert b"1 withheld" in drawn
    assert b"9,999" not in drawn  # what is not checked is not shown, not even for a moment
    assert " ".join(out.split()).startswith(f"{FIRST}. [1]")
    assert SECOND in " ".join(out.split())
    assert KEY not in out + drawn.decode()


def rest(screen: int) -> bytes:
    """Return what is still drawn until the terminal is closed."""
    drawn = b""
    try:
        while piece := os.read(screen, 4096):
            drawn += piece
    except OSError:  # how Linux tells that nobody holds the other end
        pass
    finally:
        os.close(screen)
    return drawn


def test_each_statement_is_checked(server: OpenAIServer, env: dict[str, str], run_cli: Cli) -> None:
    server.script = whole
    shape = json.loads(run_cli("ask", QUESTION, "--json", env=env).stdout)
    jsonschema.validate(shape, schema("answer"))
    assert [s["text"].rstrip(".") for s in shape["statements"]] == [FIRST, SECOND]
    assert {s["verdict"]["label"] for s in shape["statements"]} == {"supported"}
    (withheld,) = shape["withheld"]
    assert "9,999" in withheld["text"]
    assert withheld["verdict"]["label"] in ("unsupported", "contradicted")
    assert (shape["provenance"]["model"], shape["provenance"]["fallback"]) == ("small", None)
    assert run_cli.outside == ""


def test_an_answer_says_that_its_model_broke_off(
    server: OpenAIServer, env: dict[str, str], run_cli: Cli
) -> None:
    server.script = breaks_off
    shown = " ".join(run_cli("ask", QUESTION, env=env).stdout.decode().split())
    assert shown.startswith("Answered in the sources' own words, without the model: ")
    assert shown.count(FIRST) == 2  # the answer, and the quote of its footnote


def test_a_model_that_fails_half_way_is_stood_in_for(
    server: OpenAIServer, env: dict[str, str], run_cli: Cli
) -> None:
    server.script = fails_half_way
    done = run_cli("--verbose", "ask", QUESTION, "--json", env=env)
    shape = json.loads(done.stdout)
    jsonschema.validate(shape, schema("answer"))
    made = shape["provenance"]
    assert (made["answerer"], made["model"]) == ("extractive", None)
    assert "broke off" in made["fallback"]
    assert {s["verdict"]["class"] for s in shape["statements"]} == {"quoted"}
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_key_is_seen_by_its_server_alone(
    server: OpenAIServer, env: dict[str, str], run_cli: Cli, form: str
) -> None:
    server.script = whole
    done = run_cli("--verbose", "ask", "--format", form, QUESTION, env=env)
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert b"4,350" in done.stdout
    assert KEY.encode() not in done.stdout + done.stderr

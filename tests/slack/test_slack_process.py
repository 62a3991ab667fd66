"""The bot as a process: requests that are signed or not, ends in the middle, set-up commands."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import yaml

from rag.settings import leaves, variable
from tests.servers.openai_server import OpenAIServer, Request
from tests.slack.local.faults import Break, Fault
from tests.slack.local.server import APP_TOKEN, BOT_TOKEN, LocalSlack
from tests.slack.model_words import everything
from tests.slack.process import TROOPS, keys, process
from tests.slack.seeing import buttons
from tests.support import COMMAND, Cli
from ui.cli import run
from ui.slack.manifest import ASK
from ui.slack.serving import _address
from ui.slack.thread import payload_of

Command = Callable[..., str]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`footnoted slack` inside this process: all it says."""
    for name in map(variable, leaves()):
        monkeypatch.delenv(name, raising=False)

    def call(home: Path, *arguments: str, code: int = 0) -> str:
        capfd.readouterr()
        ended = run(["--home", str(home), "slack", *arguments])
        sys.stdout.flush()
        told = "".join(capfd.readouterr())
        assert ended == code, told
        return told

    return call


@pytest.fixture
def cli(sample_home: Path, tmp_path: Path) -> Cli:
    """A command in a folder with the sample library."""
    shutil.copytree(sample_home, tmp_path / "home")
    return Cli(tmp_path)


def answered(slack: LocalSlack, thread: str) -> str:
    """Return the answer in a thread, once it stands."""

    def whole() -> str:
        found = [m["text"] for m in slack.workspace.seen("C1", thread)]
        return found[0] if found and "[1]" in found[0] else ""

    return str(slack.wait(whole))


def test_requests_are_believed_when_they_are_signed(cli: Cli, slack: LocalSlack) -> None:
    with process(cli, slack, ["--http", "127.0.0.1:0"]):
        event = {"type": "message", "user": "U1", "text": TROOPS, "channel": "D1", "ts": "1.1"}
        whole = slack.wrapped(event)
        assert slack.request(whole, secret="another")[0] == 401
        assert slack.request(whole, age=600)[0] == 401
        challenge = {"type": "url_verification", "challenge": "abc", "token": "x"}
        assert json.loads(slack.request(challenge)[1]) == {"challenge": "abc"}
        assert slack.called("chat.postMessage") == []
        asked = slack.mentions("U1", "C1", TROOPS)
        for attempt in (1, 2, 3):
            slack.deliver(asked, attempt=attempt)
        text = answered(slack, asked["ts"])
        assert "4,350" in text
        # A command on the same library is passed to the bot.
        told = cli("--home", "home", "ask", TROOPS, env={"PYTHONWARNINGS": "ignore"})
        assert text.removesuffix(" [1]") in " ".join(told.stdout.decode().split())
    assert len(list(slack.workspace.seen("C1", asked["ts"]))) == 1
    assert cli.outside == ""


def test_an_end_in_the_middle_loses_nothing(cli: Cli, slack: LocalSlack, command: Command) -> None:
    slack.tokens[BOT_TOKEN] = "token_expired"
    with process(cli, slack) as running:
        first = slack.mentions("U1", "C1", TROOPS)
        slack.wait(lambda: [c for c in slack.calls if c.answered == "token_expired"])
        running.send_signal(signal.SIGKILL)
        running.wait(60)
    home = cli.folder / "home"
    status = json.loads(command(home, "status", "--json"))
    assert len(status["held"]) + status["waiting"] == 1
    slack.tokens[BOT_TOKEN] = ""
    with process(cli, slack):
        answered(slack, first["ts"])
        slack.sockets.refresh()
        second = slack.mentions("U1", "C1", TROOPS)
        answered(slack, second["ts"])
        slack.workspace.channels["C1"].archived = True
        for _ in range(2):
            slack.mentions("U1", "C1", TROOPS)
        slack.wait(lambda: [c.answered for c in slack.calls].count("is_archived") == 2)
    for event in (first, second):
        assert len(list(slack.workspace.seen("C1", event["ts"]))) == 1
    told = command(home, "status")
    assert "answered:    2" in told
    assert "given up:    2" in told
    assert "is_archived" in told
    dead = json.loads(command(home, "status", "--json"))["dead"]
    assert command(home, "retry", dead[0]["id"]) == "1 will be tried again.\n"
    assert command(home, "dismiss") == "1 dismissed.\n"
    assert "dismissed:   1" in command(home, "status")
    assert "given up:    0" in command(home, "status")
    assert "'nothing' could not be answered" in command(home, "retry", "nothing", code=2)
    assert "'nothing' could not be answered" in command(home, "dismiss", "nothing", code=2)
    assert cli.outside == ""


def test_an_end_amid_a_stream_is_one_whole_answer(cli: Cli, slack: LocalSlack) -> None:
    def slowly(request: Request) -> str:
        time.sleep(1.5)  # longer than an answer may take without any of it being shown
        return everything(request)

    with OpenAIServer() as model:
        model.models, model.script = ["small"], slowly
        environment = {
            **keys(slack),
            "FOOTNOTED_LLM__BASE_URL": model.base_url,
            "FOOTNOTED_LLM__MODEL": "small",
        }
        slack.faults.add(Fault("chat.appendStream", Break.HELD))
        with process(cli, slack, environment=environment) as running:
            asked = slack.mentions("U1", "C1", TROOPS)
            slack.wait(lambda: slack.called("chat.appendStream"))
            running.send_signal(signal.SIGKILL)
            running.wait(60)
        slack.faults.clear()
        (begun,) = slack.workspace.seen("C1", asked["ts"])
        assert begun["streaming"]
        with process(cli, slack, environment=environment):
            slack.wait(lambda: [payload_of(m) for m in slack.workspace.seen("C1", asked["ts"])][1:])
    seen = list(slack.workspace.seen("C1", asked["ts"]))
    assert not any(message.get("streaming") for message in seen)
    assert [payload_of(each)["part"] for each in seen] == list(range(len(seen)))
    assert seen[0]["ts"] == begun["ts"]


def test_a_click_that_was_acknowledged_outlives_the_process(
    cli: Cli, slack: LocalSlack, command: Command
) -> None:
    with process(cli, slack) as running:
        slack.command("U1", "C1", ASK, TROOPS)
        (answer,) = slack.wait(lambda: list(slack.workspace.private))
        # Everything that carries clicks out is held up by Slack.
        slack.faults.add(Fault("chat.postMessage", Break.HELD, times=8))
        for _ in range(8):
            slack.opens_assistant("U1", "D1")
        slack.wait(lambda: len(slack.called("chat.postMessage")) == 8)
        for _ in range(2):
            slack.clicks("U1", "C1", {}, buttons(answer.message)["Share here"])
        slack.wait(slack.sockets.all_acknowledged)
        assert list(slack.workspace.seen("C1")) == []
        running.send_signal(signal.SIGKILL)
        running.wait(60)
    slack.faults.clear()
    with process(cli, slack):
        slack.wait(lambda: list(slack.workspace.seen("C1")))
    (shared,) = slack.workspace.seen("C1")
    assert "4,350" in shared["text"]
    assert "answered:    2" in command(cli.folder / "home", "status")


def test_the_check_says_what_is_missing(
    sample_home: Path, slack: LocalSlack, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in keys(slack).items():
        monkeypatch.setenv(name, value)

    def check(code: int) -> str:
        told = command(sample_home, "check", code=code)
        assert BOT_TOKEN not in told
        return told

    good = check(0)
    assert "It may do what it needs." in good
    assert "Socket Mode connects." in good
    slack.scopes = "chat:write,commands"
    assert "no  It lacks the scope app_mentions:read" in check(1)
    slack.tokens[BOT_TOKEN] = "token_revoked"
    slack.tokens[APP_TOKEN] = "invalid_auth"
    bad = check(1)
    assert "no  The bot's token is refused (token_revoked)" in bad
    assert "no  Socket Mode does not connect (invalid_auth)" in bad
    monkeypatch.delenv("FOOTNOTED_SLACK__BOT_TOKEN")
    assert "no  The bot has no token" in check(1)


def test_the_manifest_is_printed(tmp_path: Path, command: Command) -> None:
    told = yaml.safe_load(command(tmp_path, "manifest", "--name", "Notes"))
    assert told["settings"]["socket_mode_enabled"] is True
    assert told["display_information"]["name"] == "Notes"
    served = json.loads(command(tmp_path, "manifest", "--http", "https://a.example", "--json"))
    events = served["settings"]["event_subscriptions"]
    assert events["request_url"] == "https://a.example/slack/events"
    beside = yaml.safe_load(command(tmp_path, "manifest", "--install", "https://a.example"))
    assert beside["settings"]["socket_mode_enabled"] is True
    redirects = beside["oauth_config"]["redirect_urls"]
    assert redirects == ["https://a.example/slack/oauth_redirect"]


@pytest.mark.parametrize("given", ["", "http://a.example"])
def test_a_manifest_is_for_one_address_that_slack_takes(
    tmp_path: Path, command: Command, given: str
) -> None:
    assert "sends requests to" in command(tmp_path, "manifest", "--http", given, code=2)
    assert "is installed from an" in command(tmp_path, "manifest", "--install", given, code=2)
    both = ("--http", "https://a.example", "--install", "https://b.example")
    assert "the same address" in command(tmp_path, "manifest", *both, code=2)


def test_what_is_missing_is_said_before_anything_starts(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(*options: str, **given: str) -> str:
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(f"FOOTNOTED_SLACK__{name}", value)
            return command(tmp_path, *options, code=2)

    assert "FOOTNOTED_SLACK__BOT_TOKEN" in told()
    assert "FOOTNOTED_SLACK__APP_TOKEN" in told(BOT_TOKEN="xoxb-1")
    http = ("--http", "127.0.0.1:0")
    assert "FOOTNOTED_SLACK__SIGNING_SECRET" in told(*http, BOT_TOKEN="xoxb-1")
    assert "footnoted slack key" in told(CLIENT_ID="1", CLIENT_SECRET="2")
    assert "--http takes an address" in told("--http", "nowhere")
    assert "--install takes an address" in told("--install", "nowhere")
    assert "--http takes an address" in told("--http", "")
    assert "--install takes an address" in told("--install", "")
    assert "the same address" in told(*http, "--install", "127.0.0.1:0")
    page = ("--install", "127.0.0.1:0")
    assert "client_id" in told(*page, BOT_TOKEN="xoxb-1", APP_TOKEN="xapp-1")
    assert "Nothing was ever asked" in told("status")
    assert len(command(tmp_path, "key").strip()) == 44


@pytest.mark.parametrize("http", [False, True])
def test_the_bot_beside_the_page(
    sample_home: Path, run_cli: Cli, slack: LocalSlack, http: bool
) -> None:
    shutil.copytree(sample_home, run_cli.folder / "home")
    how = ["--slack-http", "127.0.0.1:0"] if http else ["--slack"]
    with subprocess.Popen(
        [COMMAND, "--home", "home", "serve", "--web", "--port", "0", *how],
        cwd=run_cli.folder,
        env=run_cli.environment(keys(slack)),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            page = re.search(r"http://\S+", running.stdout.readline())
            assert page
            if http:
                where = re.search(r" at (\S+)", running.stdout.readline())
                assert where
                slack.http = f"http://{where[1]}"
            channel = slack.opens("C1", "U1")
            event = slack.mentions("U1", channel.id, TROOPS)
            with httpx.Client(base_url=page[0], timeout=60, trust_env=False) as client:
                asked = client.post("/api/ask", json={"question": TROOPS}).json()
            slack.wait(lambda: asked["statements"][0]["text"] in shown_in(slack, event["ts"]))
            assert len(list(slack.workspace.seen("C1", event["ts"]))) == 1
        finally:
            running.terminate()
            assert running.wait(60) == 0


def shown_in(slack: LocalSlack, thread: str) -> str:
    return "\n".join(message["text"] for message in slack.workspace.seen("C1", thread))


def test_the_bot_alone_is_another_command(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["--home", str(tmp_path), "serve", "--slack"]) == 2
    assert "footnoted slack" in capfd.readouterr().err


def test_an_empty_address_beside_the_page_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = ["serve", "--web", "--port", "0"]
    assert run(["--home", str(tmp_path), *page, "--slack-http", ""]) == 2
    assert "--slack-http takes an address" in capfd.readouterr().err


@pytest.mark.parametrize(("host", "shown"), [("::1", "[::1]"), ("127.0.0.1", "127.0.0.1")])
def test_an_address_is_said_as_it_is_opened(host: str, shown: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as outside:
        port = outside.getsockname()[1]
        assert _address((host, 0), outside) == f"{shown}:{port}"

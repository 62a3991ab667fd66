"""A planted key, and everything a user, a log or a file is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from rag.errors import ModelRefused
from rag.llm import Message, build_model
from rag.settings import LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer, Reply, Request
from tests.support import Cli

KEY = "sk-planted-0a1b2c3d4e5f"
QUESTION = "How many troops does the mission in Orvessa have?"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


def repeats_the_key(request: Request) -> Reply:
    """Refuse a request as servers do that quote its headers."""
    said = f"Bad key {KEY} in {request.headers}"
    return Reply(401, {"error": {"message": said, "code": KEY}}, {"X-Key": KEY})


def fails_with_the_key(request: Request) -> Reply:
    return Reply(500, f"Traceback: headers = {request.headers}".encode())


def refuses_with_the_key(request: Request) -> Reply:
    return Reply(400, {"error": {"message": f"no option in {request.headers}"}})


@pytest.mark.parametrize("script", [repeats_the_key, fails_with_the_key, refuses_with_the_key])
def test_nothing_a_command_writes_holds_the_key(
    server: OpenAIServer, run_cli: Cli, sample_home: Path, script: object, tmp_path: Path
) -> None:
    server.script = script  # type: ignore[assignment]
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    env = {
        "FOOTNOTED_HOME": str(home),
        "FOOTNOTED_LLM__BASE_URL": server.base_url,
        "FOOTNOTED_LLM__API_KEY": KEY,
        "FOOTNOTED_LLM__RETRIES": "0",
        "OPENAI_LOG": "debug",
    }
    done = run_cli("--verbose", "ask", "--json", QUESTION, env=env)
    shown = done.stdout + done.stderr
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert b'"fallback"' in done.stdout
    assert b"chat/completions" in done.stderr  # the client did write its log
    assert KEY.encode() not in shown
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(KEY.encode() in path.read_bytes() for path in written)
    assert run_cli.outside == ""


@pytest.mark.parametrize("model", ["small", None])
def test_no_exception_carries_the_key_along(server: OpenAIServer, model: str | None) -> None:
    server.script = repeats_the_key
    server.routes["GET", "/v1/models"] = repeats_the_key
    llm = LlmSettings(base_url=server.base_url, api_key=SecretStr(KEY), model=model, retries=0)
    asked = build_model(llm)
    with pytest.raises(ModelRefused) as caught:
        asked.complete([Message("user", "Name a river.")])
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in f"{error!r} {error.args} {vars(error)}"
        error = error.__cause__ or error.__context__
    assert KEY not in repr(asked)


def test_settings_hold_the_key_and_do_not_show_it(run_cli: Cli) -> None:
    env = {"OPENAI_API_KEY": KEY, "FOOTNOTED_CHECK__API_KEY": KEY}
    for arguments in (("settings",), ("settings", "--json")):
        done = run_cli(*arguments, env=env)
        assert KEY.encode() not in done.stdout + done.stderr
    with_key = Settings.model_validate({"llm": {"api_key": KEY}, "check": {"api_key": KEY}})
    assert KEY not in repr(with_key) + str(with_key) + with_key.model_dump_json()
    assert with_key.fingerprint == Settings().fingerprint

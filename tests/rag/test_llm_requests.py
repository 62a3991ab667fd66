"""What a server is sent, where it goes, and when it is sent again."""

from __future__ import annotations

import email.utils
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from rag.errors import ModelBusy, ModelRefused, ModelTimedOut, ModelUnreachable
from rag.llm import LanguageModel, Message, build_model
from rag.models.retries import named_pause, pause_before
from rag.settings import LlmSettings
from tests.servers.openai_server import OpenAIServer, Reply, Request

KEY = "planted 5f6e7d8c"
ASK = [Message("user", "Name a river.")]
SCHEMA = {"type": "object", "properties": {"river": {"type": "string"}}, "required": ["river"]}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with OpenAIServer() as running:
        running.models = ["small"]
        running.script = lambda request: "Dranje"
        yield running


def model(server: OpenAIServer, **settings: Any) -> LanguageModel:
    chosen = {"base_url": server.base_url, "timeout": 2.0, "retries": 0, **settings}
    return build_model(LlmSettings(**chosen))


def refusing(*names: str, message: str) -> Any:
    """Return a script that refuses requests with any of these options."""

    def script(request: Request) -> str | Reply:
        if any(name in request.body for name in names):
            return Reply(400, {"error": {"message": message}})
        return "Dranje"

    return script


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("temperature", "Unsupported value: 'temperature' does not support 0 with this model."),
        ("seed", "Unknown parameter: seed"),
        ("stream_options", "Extra inputs are not permitted: stream_options"),
        (
            "max_tokens",
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
        ),
    ],
)
def test_what_a_server_does_not_take_is_left_out(
    server: OpenAIServer, name: str, message: str
) -> None:
    server.script = refusing(name, message=message)
    asked = model(server, seed=3)
    assert asked.complete(ASK, most=50).text == "Dranje"
    assert name not in server.asked[-1].body
    before = len(server.asked)
    asked.complete(ASK)
    assert len(server.asked) == before + 1
    if name == "max_tokens":
        assert server.asked[before - 1].body["max_completion_tokens"] == 50


def test_a_server_of_plain_json_is_asked_for_it(server: OpenAIServer) -> None:
    def script(request: Request) -> str | Reply:
        form = request.body.get("response_format", {})
        if form.get("type") == "json_schema":
            return Reply(500, {"error": {"message": "failed to parse grammar"}})
        return '{"river": "Dranje"}'

    server.script = script
    asked = model(server)
    asked.complete(ASK, schema=SCHEMA)
    asked.complete(ASK, schema=SCHEMA)
    forms = [request.body["response_format"]["type"] for request in server.asked]
    assert forms == ["json_schema", "json_object", "json_object"]


def test_an_option_of_the_settings_is_not_given_up(server: OpenAIServer) -> None:
    server.script = refusing("top_k", message="top_k is not known")
    with pytest.raises(ModelRefused, match=r"llm\.options: .*top_k"):
        model(server, options={"extra_body": {"top_k": 1}}).complete(ASK)
    assert len(server.asked) == 1


def test_a_refused_key_is_not_tried_again(server: OpenAIServer) -> None:
    server.script = lambda request: Reply(401, {"error": {"message": "no such key"}})
    with pytest.raises(ModelRefused, match=r"llm\.api_key"):
        model(server, retries=3).complete(ASK, schema=SCHEMA)
    assert len(server.asked) == 1


def test_a_pause_ends_when_the_answer_is_called_off(server: OpenAIServer) -> None:
    asked = model(server, model="small", retries=2)
    server.fail(429, headers={"Retry-After": "50"})
    stream = asked.stream(ASK)
    threading.Timer(0.3, stream.close).start()
    started = time.monotonic()
    assert list(stream) == []
    assert time.monotonic() - started < 10
    assert len(server.asked) == 1


def test_a_pause_counts_as_time_of_the_answer(server: OpenAIServer) -> None:
    asked = model(server, model="small", retries=2, longest=0.4)
    server.fail(429, headers={"Retry-After": "50"})
    with pytest.raises(ModelTimedOut, match=r"llm\.longest"):
        asked.complete(ASK)


def test_a_server_that_wants_a_long_pause_is_left(server: OpenAIServer) -> None:
    asked = model(server, model="small", retries=2)
    server.fail(429, headers={"Retry-After": "3600"})
    with pytest.raises(ModelBusy, match="in 3600 seconds"):
        asked.complete(ASK)
    assert len(server.asked) == 1


def test_the_models_are_asked_for_again(server: OpenAIServer) -> None:
    server.fail(503, headers={"Retry-After": "0.01"})
    assert model(server, retries=1).name == "small"


def test_pauses_grow_and_end() -> None:
    busy, gone = ModelBusy("no"), ModelUnreachable("no", passing=False)
    assert [pause_before(n, busy, 6) for n in range(7)] == [0.5, 1, 2, 4, 8, 8, None]
    assert pause_before(0, ModelBusy("no", pause=3.0), 1) == 3.0
    assert pause_before(0, ModelUnreachable("no"), 1) == 0.5
    assert pause_before(0, gone, 1) is None
    assert pause_before(0, ModelRefused("no"), 1) is None


def test_a_pause_is_read_from_seconds_or_a_date() -> None:
    soon = email.utils.formatdate(time.time() + 30, usegmt=True)
    assert named_pause({"retry-after": "1.5"}) == 1.5
    assert named_pause({"retry-after": soon}) == pytest.approx(30, abs=5)
    assert named_pause({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    for text in ("soon", "nan", "inf"):
        assert named_pause({"retry-after": text}) is None
    assert named_pause({}) is None


def test_nothing_is_sent_on_to_another_address(server: OpenAIServer) -> None:
    with OpenAIServer() as other:
        to = {"Location": f"{other.base_url}/chat/completions"}
        server.script = lambda request: Reply(307, {}, to)
        with pytest.raises(ModelRefused, match="sends requests on to 127"):
            model(server).complete(ASK)
        assert other.requests == []


def test_an_account_at_openai_is_nothing_to_another_server(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, KEY)
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"x-extra: {KEY}")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert model(server).complete(ASK).text == "Dranje"
    assert len(server.requests) == 2
    assert all(KEY not in str(request.headers) for request in server.requests)


def test_headers_of_the_settings_are_sent_and_not_logged(
    server: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model(server, options={"extra_headers": {"x-own-key": KEY}}).complete(ASK)
    assert server.asked[-1].headers["x-own-key"] == KEY
    assert "chat/completions" in caplog.text
    assert KEY not in caplog.text


def test_a_name_openai_uses_needs_no_tokenizer(server: OpenAIServer) -> None:
    # The tokenizers of such models are downloads; a socket to anywhere else fails a test.
    for name in ("gpt-4o", "gpt-4.1-mini", "o3-mini"):
        assert model(server, model=name).complete(ASK).text == "Dranje"


@pytest.mark.parametrize("told", [{"max_model_len": 4096}, {"meta": {"n_ctx": 4096}}])
def test_a_window_the_server_tells_is_taken(server: OpenAIServer, told: dict[str, Any]) -> None:
    listed = {"id": "small", "object": "model", "created": 0, "owned_by": "me", **told}
    server.routes["GET", "/v1/models"] = lambda request: Reply(
        body={"object": "list", "data": [listed]}
    )
    assert model(server).window == 4096
    assert model(server, window=2048).window == 2048


def test_a_path_is_not_shown_as_a_name(server: OpenAIServer) -> None:
    for path in ("/home/ann/models/river.gguf", "C:\\models\\river.gguf"):
        asked = model(server, model=path)
        assert asked.name == "river.gguf"
        asked.complete(ASK)
        assert server.asked[-1].body["model"] == path
    assert model(server, model="maker/river-1b").name == "maker/river-1b"

"""A language model behind a real server: what it says, and every way it can fail."""

from __future__ import annotations

import itertools
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from rag.errors import (
    Cancelled,
    ContextTooLong,
    ModelBusy,
    ModelError,
    ModelRefused,
    ModelTimedOut,
    ModelUnreachable,
    ModelUnusable,
    SettingsError,
)
from rag.llm import LanguageModel, Message, build_model, model_wanted
from rag.run import Run, Usage
from rag.settings import LlmSettings
from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks

KEY = "sk-planted-9f8e7d6c5b4a"
ASK = [Message("system", "Be short."), Message("user", "Name a river.")]
SCHEMA = {"type": "object", "properties": {"river": {"type": "string"}}, "required": ["river"]}


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def model(server: OpenAIServer, **settings: Any) -> LanguageModel:
    chosen = {"base_url": server.base_url, "timeout": 2.0, "retries": 0, **settings}
    return build_model(LlmSettings(**chosen))


def said(asked: LanguageModel) -> str:
    with asked.stream(ASK) as stream:
        return "".join(stream)


def test_an_answer_is_streamed_and_counted(server: OpenAIServer) -> None:
    server.script = lambda request: "The Dranje is a river."
    asked = model(server, price_in=1.0, price_out=2.0)
    with asked.stream(ASK) as stream:
        pieces = list(stream)
    assert len(pieces) > 1
    assert "".join(pieces) == "The Dranje is a river."
    assert stream.usage == Usage(10, 22, pytest.approx(54e-6))
    assert stream.finish == "stop"
    body = server.asked[0].body
    assert body["messages"][0] == {"role": "system", "content": "Be short."}
    assert body["temperature"] == 0
    assert body["max_tokens"] == 700


def test_without_prices_there_is_no_cost(server: OpenAIServer) -> None:
    reply = model(server).complete(ASK)
    assert reply.usage.cost is None
    assert reply.usage.prompt_tokens == 10


def test_the_first_model_a_server_lists_is_taken(server: OpenAIServer) -> None:
    assert model(server).name == "small"
    assert model(server, model="other").name == "other"
    server.models = []
    with pytest.raises(ModelUnusable, match=r"llm\.model"):
        _ = model(server).name


def test_structured_output_is_asked_for(server: OpenAIServer) -> None:
    server.script = lambda request: '{"river": "Dranje"}'
    assert model(server).complete(ASK, schema=SCHEMA).text == '{"river": "Dranje"}'
    form = server.asked[0].body["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["schema"] == SCHEMA


def test_a_server_without_structured_output_is_asked_in_words(server: OpenAIServer) -> None:
    def plain(request: Request) -> str | Reply:
        if "response_format" in request.body:
            return Reply(400, {"error": {"message": "response_format is not supported"}})
        return '{"river": "Dranje"}'

    server.script = plain
    asked = model(server)
    assert asked.complete(ASK, schema=SCHEMA).text == '{"river": "Dranje"}'
    before = len(server.asked)
    asked.complete(ASK, schema=SCHEMA)
    assert len(server.asked) == before + 1  # it is remembered


def html(request: Request) -> Reply:
    return Reply(body=b"<html>not here</html>", headers={"Content-Type": "text/html"})


def malformed(request: Request) -> Reply:
    return Reply(events=iter([b"data: {not json\n\n"]))


def truncated(request: Request) -> Reply:
    return Reply(events=iter(list(chunks("The Dranje is a", finish=None))[:-1]), cut=True)


def unfinished(request: Request) -> Reply:
    return Reply(events=iter(list(chunks("The Dranje is a", finish=None))[:-1]))


def filtered(request: Request) -> Reply:
    return Reply(events=chunks("The", finish="content_filter"))


def erring(request: Request) -> Reply:
    return Reply(events=iter([{"error": {"message": "the slot crashed", "code": 500}}]))


def status(code: int, message: str, **headers: str) -> Any:
    body = {"error": {"message": message, "type": "e", "code": None, "param": None}}
    return lambda request: Reply(code, body, headers)


LLAMA_CPP = {
    "error": {
        "code": 400,
        "message": "the request exceeds the available context size, try increasing it",
        "type": "exceed_context_size_error",
    }
}
FAILURES = {
    "malformed": (malformed, ModelUnusable),
    "truncated": (truncated, ModelUnusable),
    "no finish": (unfinished, ModelUnusable),
    "filtered": (filtered, ModelRefused),
    "error event": (erring, ModelUnusable),
    "a page": (html, ModelError),
    "401": (status(401, f"Incorrect API key provided: {KEY}"), ModelRefused),
    "403": (status(403, "Country not supported"), ModelRefused),
    "404": (status(404, "The model does not exist"), ModelRefused),
    "429": (status(429, "Rate limit reached"), ModelBusy),
    "500": (status(500, f"Internal error for {KEY}"), ModelBusy),
    "400": (status(400, "temperature is not supported"), ModelRefused),
    "context, OpenAI": (
        status(400, "This model's maximum context length is 8192 tokens."),
        ContextTooLong,
    ),
    "context, llama.cpp": (lambda request: Reply(400, LLAMA_CPP), ContextTooLong),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_is_one_sentence_that_says_what_to_do(
    server: OpenAIServer, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    script, kind = FAILURES[name]
    server.script = script
    caplog.set_level(logging.DEBUG)
    asked = model(server, api_key=KEY)
    with pytest.raises(kind) as caught:
        said(asked)
    text = str(caught.value)
    assert "127.0.0.1" in text
    assert "\n" not in text
    shown = "".join(traceback.format_exception(caught.value)) + repr(asked) + caplog.text
    assert KEY not in shown


def test_an_empty_answer_is_empty(server: OpenAIServer) -> None:
    server.script = lambda request: ""
    assert said(model(server)) == ""


def test_too_many_requests_are_sent_again_when_the_server_says(server: OpenAIServer) -> None:
    asked = model(server, model="small", retries=2)
    server.script = lambda request: "Dranje"
    server.fail(429, times=2, headers={"Retry-After": "0.05"})
    assert said(asked) == "Dranje"
    assert len(server.asked) == 3


def test_a_server_that_hangs_is_left(server: OpenAIServer) -> None:
    server.script = lambda request: Reply(delay=30, body={})
    started = time.monotonic()
    with pytest.raises(ModelTimedOut, match=r"llm\.timeout"):
        said(model(server, timeout=0.3))
    assert time.monotonic() - started < 10


def stalling(request: Request) -> Reply:
    def events() -> Iterator[Any]:
        yield from itertools.islice(chunks("The Dranje is a river."), 2)
        time.sleep(30)

    return Reply(events=events())


def test_a_server_that_falls_silent_in_the_middle_is_left(server: OpenAIServer) -> None:
    server.script = stalling
    started = time.monotonic()
    with pytest.raises(ModelTimedOut):
        said(model(server, timeout=0.3))
    assert time.monotonic() - started < 10


def test_an_answer_without_end_is_left(server: OpenAIServer) -> None:
    def endless(request: Request) -> Reply:
        def events() -> Iterator[Any]:
            while True:
                time.sleep(0.01)
                yield next(chunks("again "))

        return Reply(events=events())

    server.script = endless
    with pytest.raises(ModelTimedOut, match=r"llm\.longest"):
        said(model(server, longest=0.3))


@pytest.mark.parametrize("script", [stalling, lambda request: Reply(delay=30, body={})])
def test_another_thread_can_stop_an_answer(server: OpenAIServer, script: Any) -> None:
    server.script = script
    stream = model(server, timeout=30.0).stream(ASK)
    threading.Timer(0.5, stream.close).start()
    started = time.monotonic()
    with stream:
        list(stream)
    assert time.monotonic() - started < 10


def test_calling_a_question_off_ends_a_whole_answer(server: OpenAIServer) -> None:
    server.script = stalling
    run = Run()
    threading.Timer(0.5, run.cancel).start()
    with pytest.raises(Cancelled):
        model(server, timeout=30.0).complete(ASK, run=run)


def test_nobody_there() -> None:
    settings = LlmSettings(base_url="http://127.0.0.1:9/v1", model="small", retries=0)
    with pytest.raises(ModelUnreachable, match=r"llm\.base_url"):
        said(build_model(settings))


def test_a_key_goes_where_it_was_given_for(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    said(model(server))
    assert all(KEY not in str(request.headers) for request in server.requests)
    said(model(server, api_key="own"))
    assert server.asked[-1].headers["authorization"] == "Bearer own"


def test_openai_needs_a_key() -> None:
    with pytest.raises(ModelRefused, match="OPENAI_API_KEY"):
        build_model(LlmSettings(provider="openai"))


@pytest.mark.parametrize(
    ("settings", "key", "wanted"),
    [
        ({}, None, False),
        ({}, KEY, True),
        ({"provider": "none", "model": "m"}, KEY, False),
        ({"base_url": "http://127.0.0.1:1/v1"}, None, True),
        ({"model": "m"}, None, True),
        ({"provider": "llama-index"}, None, True),
    ],
)
def test_when_a_model_is_used(
    settings: dict[str, Any], key: str | None, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    assert model_wanted(LlmSettings(**settings)) is wanted


def test_openai_takes_the_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    asked = build_model(LlmSettings())
    assert asked.name == "gpt-4.1-mini"
    assert asked.window > 100_000
    assert KEY not in repr(asked)


def test_any_integration_by_name() -> None:
    settings = LlmSettings(provider="llama-index", model="llama_index.core.llms:MockLLM")
    assert "Name a river." in said(build_model(settings))
    assert "Name a river." in build_model(settings).complete(ASK, schema=SCHEMA).text


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (None, "package.module:Class"),
        ("nowhere.at_all:Model", "pip install nowhere"),
        ("llama_index.llms.nothing:Model", "pip install llama-index-llms-nothing"),
        ("llama_index.core.llms:Nothing", "no llama-index model"),
        ("pathlib:Path", "no llama-index model"),
    ],
)
def test_an_integration_that_is_not_there(name: str | None, word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        build_model(LlmSettings(provider="llama-index", model=name))


def test_an_integration_that_cannot_be_built_tells_no_secret() -> None:
    settings = LlmSettings(
        provider="llama-index",
        model="llama_index.core.llms:MockLLM",
        options={"max_tokens": KEY},
    )
    with pytest.raises(SettingsError) as caught:
        build_model(settings)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_tokens_are_rather_too_many() -> None:
    asked = build_model(LlmSettings(provider="llama-index", model="llama_index.core.llms:MockLLM"))
    assert asked.tokens("") == 0
    assert asked.tokens("The river rose again.") >= 5
    assert asked.window == 8_192

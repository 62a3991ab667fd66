"""Every way a server fails, asked through the whole chain: an answer comes, and says so."""

from __future__ import annotations

import itertools
import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from rag.answers import Answer
from rag.assemble import build_chain
from rag.events import Done
from rag.settings import LlmSettings, Settings
from tests.rag.test_llm_certificate import CERTIFICATE
from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from vectorstore.collection import Collection

KEY = "sk-planted-5e4d3c2b1a0f"
QUESTION = "How many troops does the mission have now?"
ANSWER = "The mission in Orvessa now has 4,350 troops [S1]."
HALF = "The mission in Orvessa now has 4,350 troops [S1]. It was"
TOO_LONG = {"error": {"message": "This model's maximum context length is 8192 tokens."}}
Script = Callable[[Request], str | Reply]


def says(status: int, message: str, **headers: str) -> Script:
    """Return what refuses every request, quoting the key it was sent as some servers do."""
    body = {"error": {"message": f"{message} (key: {KEY})", "code": KEY}}
    return lambda request: Reply(status, body, {"X-Key": KEY, **headers})


def broken(*, cut: bool) -> Script:
    """Return what ends a stream in the middle of a sentence, without a reason to stop."""
    return lambda request: Reply(events=itertools.islice(chunks(HALF), 6), cut=cut)


def silent_at(piece: int) -> Script:
    """Return what hangs before the given piece of its answer."""

    def events() -> Iterator[Any]:
        yield from itertools.islice(chunks(HALF), piece)
        time.sleep(20)

    return lambda request: Reply(events=events())


def without_end(request: Request) -> Reply:
    """Stream sentences that are all new, for ever."""

    def events() -> Iterator[Any]:
        for number in itertools.count():
            time.sleep(0.02)
            yield from itertools.islice(chunks(f"Plum tree {number} stands. ", finish=None), 3)

    return Reply(events=events())


@dataclass(frozen=True)
class Bad:
    """How a server behaves, how often it is asked, and what the answer says of it."""

    script: Script
    told: str
    asked: int = 1
    longest: float = 30.0


SERVERS = {
    "a page instead of JSON": Bad(lambda r: Reply(body=b"<html>no</html>"), "broke off"),
    "malformed JSON": Bad(lambda r: Reply(events=iter([b'data: {"choices": [\n\n'])), "not JSON"),
    "JSON of another shape": Bad(lambda r: Reply(events=iter([{"choices": 3}])), "failed with"),
    "a stream cut off": Bad(broken(cut=True), "broke off"),
    "a stream without an end": Bad(broken(cut=False), "broke off"),
    "an error within the stream": Bad(
        lambda r: Reply(events=iter([{"error": {"message": f"slot crashed {KEY}"}}])), "broke off"
    ),
    "an empty answer": Bad(lambda r: "", "no sentence"),
    "401": Bad(says(401, "Incorrect API key"), "refused the key"),
    "403": Bad(says(403, "Country not supported"), "refused the key"),
    "404, no such model": Bad(says(404, "The model does not exist"), "knows no model 'small'"),
    "429 for ever": Bad(says(429, "Slow down", **{"Retry-After": "0.01"}), "as one too many", 3),
    "429 for an hour": Bad(says(429, "Slow down", **{"Retry-After": "3600"}), "in 3600 seconds"),
    "500 for ever": Bad(says(500, "Oops", **{"Retry-After": "0.01"}), "failed (status 500)", 3),
    "503 for ever": Bad(says(503, "Loading", **{"Retry-After": "0.01"}), "failed (status 503)", 3),
    "hangs at once": Bad(lambda r: Reply(delay=20, body={}), "was silent"),
    "hangs in the middle": Bad(silent_at(4), "was silent"),
    "never ends": Bad(without_end, "llm.longest", longest=0.6),
    "context too long": Bad(lambda r: Reply(400, TOO_LONG), "set llm.window", 2),
}


def settings(server: OpenAIServer, *, longest: float = 30.0, model: str = "small") -> Settings:
    llm = LlmSettings(
        base_url=server.base_url,
        model=model,
        api_key=SecretStr(KEY),
        timeout=1.0,
        longest=longest,
        retries=2,
    )
    return Settings(llm=llm)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


def stood_in_for(answer: Answer) -> str:
    """Check that the sources' own words answered, and return why the model did not."""
    made = answer.provenance
    assert (made.answerer, made.model) == ("extractive", None)
    assert made.fallback is not None
    assert "4,350" in " ".join(s.text for s in answer.statements)
    return made.fallback


@pytest.mark.parametrize("name", SERVERS)
def test_a_bad_server_is_stood_in_for(
    server: OpenAIServer, library: Collection, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    bad = SERVERS[name]
    server.script = bad.script
    caplog.set_level(logging.DEBUG)
    events = list(build_chain(settings(server, longest=bad.longest), library).stream(QUESTION))
    done = events[-1]
    assert isinstance(done, Done)
    why = stood_in_for(done.answer)
    assert bad.told in why
    assert "\n" not in why
    assert len(server.asked) == bad.asked
    assert all(request.headers["authorization"] == f"Bearer {KEY}" for request in server.asked)
    assert KEY not in repr(events) + caplog.text


@pytest.mark.parametrize("status", [429, 500, 503])
def test_turned_away_it_asks_again_when_told(
    server: OpenAIServer, library: Collection, status: int
) -> None:
    server.script = lambda request: ANSWER
    chain = build_chain(settings(server), library)
    server.fail(status, times=2, headers={"Retry-After": "0.3"})
    started = time.monotonic()
    answer = chain.ask(QUESTION)
    assert time.monotonic() - started > 0.6
    assert len(server.asked) == 3
    assert (answer.provenance.model, answer.provenance.fallback) == ("small", None)


def test_too_long_for_its_window_it_is_sent_less(server: OpenAIServer, library: Collection) -> None:
    def script(request: Request) -> str | Reply:
        return ANSWER if len(server.asked) > 1 else Reply(400, TOO_LONG)

    server.script = script
    answer = build_chain(settings(server), library).ask(QUESTION)
    first, second = (json.dumps(request.body) for request in server.asked)
    assert len(second) < len(first)
    assert answer.provenance.fallback is None
    assert any("window is small" in note for note in answer.provenance.notes)
    assert "4,350" in answer.statements[0].text


def test_a_certificate_nobody_vouches_for(
    library: Collection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    caplog.set_level(logging.DEBUG)
    with OpenAIServer(certificate=CERTIFICATE) as server:
        answer = build_chain(settings(server), library).ask(QUESTION)
        assert server.requests == []
    assert "SSL_CERT_FILE" in stood_in_for(answer)
    assert KEY not in repr(answer) + caplog.text

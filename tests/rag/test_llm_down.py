"""A server that is down when a chain is made, and up later."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Literal

import pytest

from rag.answers import Decline, Filters
from rag.assemble import build_chain, open_library
from rag.errors import ModelRefused, ModelUnreachable
from rag.llm import Message, build_model
from rag.settings import LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer, Reply, Request
from vectorstore.collection import Collection

QUESTION = "How many volunteers work at Plainer Stamor?"


def closed_port() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}/v1"


def test_the_sources_answer_while_the_server_is_down(library: Collection) -> None:
    llm = LlmSettings(base_url=closed_port(), retries=0)
    answer = build_chain(Settings(llm=llm), library).ask(QUESTION)
    assert answer.provenance.answerer == "extractive"
    assert answer.provenance.fallback is not None
    assert "llm.base_url" in answer.provenance.fallback
    assert answer.statements or answer.nearest


def test_where_nothing_is_found_no_server_is_asked(library: Collection, tmp_path: Path) -> None:
    with OpenAIServer() as server:
        for url in (closed_port(), server.base_url):
            chosen = Settings(home=tmp_path, llm=LlmSettings(base_url=url, retries=0))
            with open_library(chosen, create=True) as empty:
                none = build_chain(chosen, empty).ask(QUESTION)
            nowhere = Filters(sources=("nowhere",))
            left_out = build_chain(chosen, library).ask(QUESTION, filters=nowhere)
            assert (none.decline, left_out.decline) == (
                Decline.EMPTY_LIBRARY,
                Decline.NOT_IN_SOURCES,
            )
            for made in (none.provenance, left_out.provenance):
                assert (made.answerer, made.model, made.fallback) == ("extractive", None, None)
        assert not server.requests


def test_a_server_that_comes_up_is_used() -> None:
    with OpenAIServer() as server:
        server.routes["GET", "/v1/models"] = lambda request: Reply(404, {})
        asked = build_model(LlmSettings(base_url=server.base_url, retries=0, timeout=5.0))
        with pytest.raises(ModelRefused, match=r"llm\.base_url"):
            asked.complete([Message("user", "Name a river.")])

        def listed(request: Request) -> Reply:
            row = {"id": "small", "object": "model", "created": 0, "owned_by": "me"}
            return Reply(body={"object": "list", "data": [row]})

        server.routes["GET", "/v1/models"] = listed
        server.script = lambda request: "Dranje"
        assert asked.complete([Message("user", "Name a river.")]).text == "Dranje"
        assert asked.name == "small"


def test_a_model_that_was_named_is_not_looked_up() -> None:
    llm = LlmSettings(base_url=closed_port(), model="small", retries=0, timeout=5.0)
    asked = build_model(llm)
    assert (asked.name, asked.window) == ("small", 8_192)
    with pytest.raises(ModelUnreachable):
        asked.complete([Message("user", "Name a river.")])


def test_errors_point_at_the_settings_that_name_the_server() -> None:
    groups: tuple[Literal["llm"], Literal["check"]] = ("llm", "check")
    for group in groups:
        asked = build_model(LlmSettings(base_url=closed_port(), retries=0), group)
        with pytest.raises(ModelUnreachable, match=rf"is {group}\.base_url right"):
            asked.complete([Message("user", "Name a river.")])

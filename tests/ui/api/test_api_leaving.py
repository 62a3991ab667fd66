"""A client that leaves while it waits for a whole answer: the model's server is let go at once."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from rag.assemble import build_chain
from rag.chain import Chain
from rag.errors import Cancelled
from rag.events import Event
from rag.settings import LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer, Request
from tests.ui.api.asking import QUESTION, user
from tests.ui.api.conftest import serving
from tests.ui.api.test_api_ends import inside_another
from ui.api.app import api
from ui.api.desk import Desk

REWORDED = "The mission in Orvessa currently comprises 4,350 troops."
ASKED = {
    "/api/ask": {"question": QUESTION},
    "/api/check": {"text": REWORDED},
    "/v1/chat/completions": {"model": "footnoted", "messages": [user(QUESTION)]},
}


@dataclass(frozen=True)
class Noted(Chain):
    """A chain that notes that it was called off."""

    called_off: threading.Event = field(default_factory=threading.Event)

    def stream(self, *asked: Any, **more: Any) -> Iterator[Event]:
        try:
            yield from super().stream(*asked, **more)
        except Cancelled:
            self.called_off.set()
            raise

    def checking(self, *asked: Any, **more: Any) -> Iterator[Any]:
        try:
            yield from super().checking(*asked, **more)
        except Cancelled:
            self.called_off.set()
            raise


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("inside", [inside_another, api])
def test_a_client_that_leaves_stops_the_work(
    desk: Desk, path: str, inside: Callable[[Desk], FastAPI], tmp_path: Path
) -> None:
    asked, answered = threading.Event(), threading.Event()

    def slow(request: Request) -> str:
        asked.set()
        answered.wait(60)
        return "NOT IN THE SOURCES"

    with OpenAIServer() as model:
        model.models, model.script = ["small"], slow
        settings = Settings(llm=LlmSettings(base_url=model.base_url, model="small", retries=0))
        chain = build_chain(settings, desk.library)
        noted = Noted(**{each.name: getattr(chain, each.name) for each in fields(chain)})
        with serving(inside(replace(desk, chain=noted))) as client:
            connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port)
            body = json.dumps(ASKED[path])
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            assert asked.wait(60)
            assert not noted.called_off.is_set()
            connection.close()
            assert noted.called_off.wait(60)
        answered.set()

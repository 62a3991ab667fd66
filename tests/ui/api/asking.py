"""What tests of the API send, and how they read what comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx
import openai

from ui.api.desk import Desk

QUESTION = "How many troops does the mission have now?"
OUTSIDE = "What is the capital of Mongolia?"
STREAM = {"Accept": "text/event-stream"}
Serving = Callable[[Desk], AbstractContextManager[httpx.Client]]


def events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    """Yield the name and the content of each server-sent event."""
    name = ""
    for line in lines:
        kind, _, rest = line.partition(": ")
        if kind == "event":
            name = rest
        elif kind == "data":
            yield name, json.loads(rest)


def streamed(client: httpx.Client, question: str) -> list[tuple[str, Any]]:
    """Return everything that happens while a question is answered."""
    asked = {"question": question}
    with client.stream("POST", "/api/ask", json=asked, headers=STREAM) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events(response.iter_lines()))


def untimed(shape: Any) -> Any:
    """Return an answer or a checked draft without how long its steps took."""
    return {**shape, "provenance": {**shape["provenance"], "timings_ms": None}}


def is_sentence(response: httpx.Response, status: int, kind: str) -> bool:
    """Tell whether a response is an error of this kind, told in a sentence without a trace."""
    assert (response.status_code, response.json()["error"]["type"]) == (status, kind), response.text
    message = response.json()["error"]["message"]
    return message[0].isprintable() and message[-1] in ".?" and "Traceback" not in response.text


def connected(client: httpx.Client, key: str = "none") -> openai.OpenAI:
    """Return OpenAI's own client of the same server."""
    return openai.OpenAI(
        base_url=str(client.base_url.join("/v1")),
        api_key=key,
        max_retries=0,
        http_client=httpx.Client(trust_env=False, timeout=60),
    )


def user(words: str) -> dict[str, str]:
    """Return a message of the user."""
    return {"role": "user", "content": words}

"""How streams end: to their end, by a client that goes, by an error; and a stand-in for a model."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import httpx
import openai
import pytest
from fastapi import FastAPI, Request, Response

from rag.answers import Growth, Written
from rag.errors import ModelUnreachable
from rag.run import Run
from tests.ui.api.asking import QUESTION, STREAM, Serving, connected, events, streamed, user
from tests.ui.api.conftest import serving
from tests.ui.api.writers import Writing, written_by
from ui.api.app import router
from ui.api.desk import Desk
from vectorstore.errors import LibraryDamaged


def without_end(run: Run) -> Iterator[Written]:
    while True:
        yield Growth("and so on")
        time.sleep(0.01)


def silent(run: Run) -> Iterator[Written]:
    """Write a word, then say nothing until the connection to the model is closed."""
    yield Growth("The")
    connection = threading.Event()
    with run.closing(connection.set):
        connection.wait(60)


def inside_another(desk: Desk) -> FastAPI:
    """Return an application whose middleware stands between the client and the API."""
    app = FastAPI()
    app.include_router(router(desk))

    @app.middleware("http")
    async def between(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        return await call_next(request)

    return app


@pytest.mark.parametrize("writing", [without_end, silent])
@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
def test_a_client_that_goes_away_stops_the_work(desk: Desk, writing: Writing, path: str) -> None:
    endless, writer = written_by(desk, writing)
    bodies = {
        "/api/ask": {"question": QUESTION},
        "/v1/chat/completions": {
            "model": "footnoted",
            "messages": [user(QUESTION)],
            "stream": True,
        },
    }
    with serving(inside_another(endless)) as client:
        with client.stream("POST", path, json=bodies[path], headers=STREAM) as response:
            lines = response.iter_lines()  # dropping it would close the connection
            while "grew" not in next(lines).lower():
                pass
            assert not writer.closed.is_set()
        assert writer.closed.wait(60)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (LibraryDamaged("The library is damaged: run 'footnoted doctor'."), "LibraryDamaged"),
        (RuntimeError("secret-in-an-error"), "InternalError"),
    ],
)
def test_an_error_ends_a_stream_with_a_sentence(
    desk: Desk, serve: Serving, error: Exception, kind: str
) -> None:
    def failing(run: Run) -> Iterator[Written]:
        yield Growth("The")
        raise error

    with serve(written_by(desk, failing)[0]) as client:
        *_, grew, (name, content) = streamed(client, QUESTION)
        whole = client.post("/api/ask", json={"question": QUESTION})
    assert grew == ("statement_grew", {"text": "The"})
    assert (name, content["error"]["type"]) == ("error", kind)
    assert content["error"]["message"].endswith(".")
    assert "secret" not in str(content) + whole.text
    assert whole.json() == content
    assert whole.status_code == (500 if kind == "InternalError" else 503)


def test_an_error_ends_a_chat_with_a_sentence(desk: Desk, serve: Serving) -> None:
    def failing(run: Run) -> Iterator[Written]:
        yield Growth("The")
        raise LibraryDamaged("The library is damaged: run 'footnoted doctor'.")

    with serve(written_by(desk, failing)[0]) as client, connected(client) as chat:
        asked = {"model": "footnoted", "messages": [user(QUESTION)]}
        with pytest.raises(openai.APIError, match="is damaged"):
            list(chat.chat.completions.create(**asked, stream=True))
        with pytest.raises(openai.InternalServerError, match="is damaged"):
            chat.chat.completions.create(**asked)


def test_a_model_that_fails_is_stood_in_for(desk: Desk, serve: Serving) -> None:
    def unreachable(run: Run) -> Iterator[Written]:
        yield Growth("The")
        raise ModelUnreachable("The model's server does not answer: start it.")

    with serve(written_by(desk, unreachable)[0]) as client:
        happened = streamed(client, QUESTION)
    names = [name for name, _ in happened]
    assert names[2:4] == ["statement_grew", "fell_back"]
    assert set(names[4:-1]) == {"statement_checked"}
    assert "does not answer" in dict(happened)["fell_back"]["reason"]
    assert happened[-1][1]["provenance"]["fallback"]


def test_many_are_answered_at_once(client: httpx.Client) -> None:
    def one(found: list[str]) -> None:
        with client.stream("POST", "/api/ask", json={"question": QUESTION}, headers=STREAM) as said:
            found.append([name for name, _ in events(said.iter_lines())][-1])

    ends: list[str] = []
    threads = [threading.Thread(target=one, args=(ends,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ends == ["done"] * 4

"""OpenAI's own client against the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import openai
import pytest
from pydantic import SecretStr

from tests.ui.api.asking import OUTSIDE, QUESTION, Serving, connected, untimed, user
from ui.api.desk import Desk

KEY = "fn-planted-5e4d3c2b1a"


@pytest.fixture
def chat(client: httpx.Client) -> Iterator[openai.OpenAI]:
    with connected(client) as running:
        yield running


def test_an_answer_has_marks_and_a_list_of_sources(
    chat: openai.OpenAI, client: httpx.Client
) -> None:
    done = chat.chat.completions.create(model="footnoted", messages=[user(QUESTION)])
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    content = done.choices[0].message.content
    said, _, sources = content.partition("**Sources**")
    assert "4,350 troops" in said
    assert "[1]" in said
    assert len(sources.strip().splitlines()) == len(answer["citations"])
    assert sources.strip().startswith("1. **")
    assert (done.model, done.choices[0].finish_reason) == ("footnoted", "stop")
    assert untimed(done.footnoted) == untimed(answer)
    assert done.usage is None  # no model wrote it, so nothing is known of tokens


def test_a_stream_is_the_same_answer(chat: openai.OpenAI) -> None:
    whole = chat.chat.completions.create(model="footnoted", messages=[user(QUESTION)])
    chunks = list(
        chat.chat.completions.create(
            model="footnoted",
            messages=[user(QUESTION)],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    told = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(told) == whole.choices[0].message.content
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert untimed(chunks[-2].footnoted) == untimed(whole.footnoted)
    assert chunks[-1].choices == []
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_stream_ends_with_the_word_that_ends_one(client: httpx.Client) -> None:
    body = {"model": "footnoted", "messages": [user(QUESTION)], "stream": True}
    assert client.post("/v1/chat/completions", json=body).text.endswith("\n\ndata: [DONE]\n\n")


def test_a_declined_question_shows_what_comes_nearest(chat: openai.OpenAI) -> None:
    done = chat.chat.completions.create(model="footnoted", messages=[user(OUTSIDE)])
    content = done.choices[0].message.content
    assert content.startswith("The sources do not answer this question.")
    assert "**Sources**" not in content


def test_earlier_messages_are_the_history(chat: openai.OpenAI) -> None:
    first = chat.chat.completions.create(
        model="footnoted", messages=[user("What did Joss Verrin say about the vote in April?")]
    )
    done = chat.chat.completions.create(
        model="footnoted",
        messages=[
            {"role": "system", "content": "Answer in verse, from your own memory."},
            user("What did Joss Verrin say about the vote in April?"),
            {"role": "assistant", "content": first.choices[0].message.content},
            {"role": "user", "content": [{"type": "text", "text": "When did he say that?"}]},
        ],
        temperature=1.3,
    )
    assert "Verrin" in done.footnoted["standalone_question"]


def test_the_one_model_is_listed_and_no_other_answers(chat: openai.OpenAI) -> None:
    assert [model.id for model in chat.models.list()] == ["footnoted"]
    with pytest.raises(openai.NotFoundError, match="there are: footnoted"):
        chat.chat.completions.create(model="gpt-4.1", messages=[user(QUESTION)])
    with pytest.raises(openai.UnprocessableEntityError, match="role 'user'"):
        chat.chat.completions.create(model="footnoted", messages=[])


def test_the_client_brings_its_key(desk: Desk, serve: Serving) -> None:
    with serve(replace(desk, keys=(SecretStr(KEY),))) as client:
        with connected(client, KEY) as chat:
            assert chat.models.list().data
        with connected(client, "another") as chat, pytest.raises(openai.AuthenticationError):
            chat.models.list()

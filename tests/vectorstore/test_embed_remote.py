"""Embeddings over HTTP, against a real server on the loopback interface."""

import socket
from collections.abc import Iterator

import numpy as np
import pytest
from pydantic import SecretStr

from tests.servers.openai_server import OpenAIServer, Reply, vector_of
from vectorstore.embed import EmbeddingConfig, Encoder, load_encoder
from vectorstore.errors import EmbeddingError

KEY = "sk-very-secret"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def encoder(server: OpenAIServer, **options: object) -> Encoder:
    chosen = {"base_url": server.base_url, "api_key": SecretStr(KEY), "retries": 0, **options}
    return load_encoder(EmbeddingConfig(provider="openai", **chosen))


def refusal(server: OpenAIServer, **options: object) -> str:
    with pytest.raises(EmbeddingError) as caught:
        encoder(server, **options).encode(["a text"])
    shown = f"{caught.value}{caught.value.__cause__}"
    assert KEY not in shown
    assert "None" in shown[-4:]
    return str(caught.value)


def unit(text: str, dimension: int = 8) -> np.ndarray:
    vector = np.array(vector_of(text, dimension))
    return vector / np.linalg.norm(vector)


def test_vectors_in_order_and_in_batches(server: OpenAIServer) -> None:
    texts = [f"text {i}" for i in range(7)]
    vectors = encoder(server, batch=3).encode(texts)
    assert [len(r.body["input"]) for r in server.requests] == [3, 3, 1]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [unit(text) for text in texts], atol=1e-6)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_batches_are_limited_by_characters(server: OpenAIServer) -> None:
    encoder(server).encode(["x" * 30_000] * 20)
    assert [len(r.body["input"]) for r in server.requests] == [12, 8]
    assert {len(text) for r in server.requests for text in r.body["input"]} == {20_000}


def test_the_dimension_is_learnt_once(server: OpenAIServer) -> None:
    remote = encoder(server)
    assert (remote.dimension, remote.dimension) == (8, 8)
    assert len(server.requests) == 1
    assert remote.fingerprint == "openai/text-embedding-3-small"


def test_a_configured_dimension_is_asked_for(server: OpenAIServer) -> None:
    remote = encoder(server, dimension=4)
    assert remote.dimension == 4
    assert remote.encode(["a"]).shape == (1, 4)
    assert server.requests[0].body["dimensions"] == 4
    assert remote.fingerprint == "openai/text-embedding-3-small/4"


def test_a_dimension_the_server_does_not_keep(server: OpenAIServer) -> None:
    server.fail(200, body={"data": [{"index": 0, "embedding": [1.0, 2.0]}]})
    assert "vectors of [2, 4] dimensions" in refusal(server, dimension=4)


def test_nothing_and_empty_texts(server: OpenAIServer) -> None:
    assert encoder(server).encode([]).shape[0] == 0
    assert not server.requests
    assert encoder(server).encode(["", "a"]).shape == (2, 8)


def test_passing_failures_are_retried(server: OpenAIServer) -> None:
    server.fail(429, headers={"Retry-After": "0"})
    server.fail(503, headers={"Retry-After": "0"})
    assert encoder(server, retries=2).encode(["a"]).shape == (1, 8)
    assert len(server.requests) == 3


def test_a_refused_key(server: OpenAIServer) -> None:
    server.key = "another"
    assert "refused the key: check embedding.api_key" in refusal(server)


def test_an_unknown_model(server: OpenAIServer) -> None:
    assert "knows no model 'mine'" in refusal(server, model="mine")


def test_a_server_that_repeats_the_key(server: OpenAIServer) -> None:
    server.fail(400, message=f"bad input from {KEY}")
    assert "status 400: " in refusal(server)


def test_too_many_requests(server: OpenAIServer) -> None:
    server.fail(429)
    assert "too many" in refusal(server)


def test_a_slow_server(server: OpenAIServer) -> None:
    server.fail(200, delay=0.5)
    assert "within 0.1 seconds, 1 times" in refusal(server, timeout=0.1)


def test_no_server() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    config = EmbeddingConfig(provider="openai", base_url=address, retries=0)
    with pytest.raises(EmbeddingError, match="cannot be reached"):
        load_encoder(config).encode(["a"])


@pytest.mark.parametrize(
    "body",
    [
        b"<html>hello</html>",
        {"data": None},
        {"data": []},
        {"data": [{"index": 0, "embedding": None}]},
        {"data": [{"index": 0, "embedding": [0.0, 0.0]}]},
        {"data": [{"index": 0, "embedding": [float("nan"), 1.0]}]},
        {"data": [{"index": i, "embedding": [1.0] * (i + 1)} for i in range(2)]},
        {"other": 1},
    ],
)
def test_answers_that_are_no_embedding(server: OpenAIServer, body: object) -> None:
    server.routes["POST", "/v1/embeddings"] = lambda _: Reply(body=body)
    assert "embedding" in refusal(server) or "vector" in refusal(server)


def test_openai_itself_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(EmbeddingError, match="OPENAI_API_KEY"):
        load_encoder(EmbeddingConfig(provider="openai"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    ours = load_encoder(EmbeddingConfig(provider="openai"))
    assert ours.name == "text-embedding-3-small (https://api.openai.com/v1)"


def test_the_environments_key_goes_to_openai_only(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    encoder(server, api_key=None).encode(["a"])
    assert server.requests[0].headers["authorization"] == "Bearer none"


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(EmbeddingConfig(provider="openai", api_key=SecretStr(KEY)))

"""llama-index embeddings by name, and ours as one of theirs."""

import asyncio
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from tests.servers.openai_server import OpenAIServer
from vectorstore.embed import EmbeddingConfig, QueryEncoder, encode_query, load_encoder
from vectorstore.encoders.local import LocalEncoder
from vectorstore.encoders.plugin import package_of
from vectorstore.errors import EmbeddingError

OPENAI = "llama_index.embeddings.openai:OpenAIEmbedding"


def plugin(model: str, **config: Any) -> Any:
    return load_encoder(EmbeddingConfig(provider="llama-index", model=model, **config))


def asymmetric() -> Any:
    from llama_index.core.embeddings import MockEmbedding

    class Asymmetric(MockEmbedding):
        """Questions and passages get other vectors."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return [3.0, 4.0]

        def _get_text_embedding(self, text: str) -> list[float]:
            if text == "fail":
                raise RuntimeError("the key sk-secret is wrong")
            return [0.0, float(len(text))]

    return Asymmetric(embed_dim=2)


def test_an_integration_by_name() -> None:
    with OpenAIServer() as server:
        server.key = "sk-x"
        server.models.append("mine")
        encoder = plugin(
            OPENAI,
            base_url=None,
            api_key=SecretStr("sk-x"),
            options={"model_name": "mine", "api_base": server.base_url, "max_retries": 0},
        )
        assert encoder.encode(["a", "b", "c"]).shape == (3, 8)
        assert encoder.dimension == 8
        assert encode_query(encoder, "who?").shape == (8,)
        assert "mine" in encoder.name
        assert "sk-x" not in encoder.fingerprint
        assert encoder.fingerprint.startswith(f"llama-index/{OPENAI}/")


def test_options_change_the_fingerprint_and_keys_do_not() -> None:
    mock = "llama_index.core.embeddings:MockEmbedding"
    one = plugin(mock, options={"embed_dim": 2}).fingerprint
    assert plugin(mock, options={"embed_dim": 3}).fingerprint != one
    again = plugin(mock, options={"embed_dim": 2, "api_token": "x"}).fingerprint
    assert again == one


def test_both_sides_of_an_asymmetric_model() -> None:
    from vectorstore.llamaindex import LlamaIndexEncoder

    encoder = LlamaIndexEncoder(asymmetric())
    assert isinstance(encoder, QueryEncoder)
    np.testing.assert_allclose(encoder.encode(["abc"]), [[0, 1]])
    np.testing.assert_allclose(encode_query(encoder, "abc"), [0.6, 0.8], rtol=1e-6)
    assert encoder.encode([]).shape[0] == 0
    with pytest.raises(EmbeddingError, match="failed with RuntimeError") as caught:
        encoder.encode(["fail"])
    assert "sk-secret" not in str(caught.value)
    with pytest.raises(EmbeddingError, match="zero"):
        encoder.encode([""])


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            "llama_index.embeddings.ollama:OllamaEmbedding",
            "pip install llama-index-embeddings-ollama",
        ),
        ("no_such_package.embed:Thing", "pip install no-such-package"),
        ("llama_index.core.embeddings:NoSuchThing", "no llama-index embedding called NoSuchThing"),
        ("json:JSONDecoder", "no llama-index embedding called JSONDecoder"),
        ("text-embedding-3-small", "package.module:Class"),
    ],
)
def test_names_that_cannot_be_used(model: str, said: str) -> None:
    with pytest.raises(EmbeddingError, match=said):
        plugin(model)


def test_options_that_do_not_fit() -> None:
    with pytest.raises(EmbeddingError, match="cannot be built from its options"):
        plugin(OPENAI, options={"num_workers": "sk-secret"})


def test_package_names() -> None:
    assert package_of("llama_index.embeddings.azure_openai.base") == (
        "llama-index-embeddings-azure-openai"
    )
    assert package_of("llama_index") == "llama-index"


def test_ours_as_a_llama_index_embedding() -> None:
    from vectorstore.llamaindex import FootnotedEmbedding

    ours = LocalEncoder()
    embedding = FootnotedEmbedding(ours)
    texts = ["France has 4,800 troops in the force.", "The junta asked the ambassador to leave."]
    expected = ours.encode(texts)
    np.testing.assert_allclose(embedding.get_text_embedding_batch(texts), expected, atol=1e-6)
    np.testing.assert_allclose(embedding.get_query_embedding(texts[0]), expected[0], atol=1e-6)
    asked = asyncio.run(embedding.aget_query_embedding(texts[1]))
    np.testing.assert_allclose(asked, expected[1], atol=1e-6)
    assert embedding.model_name == ours.name

"""A server whose certificate nobody vouches for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.errors import ModelUnreachable
from rag.llm import Message, build_model
from rag.settings import LlmSettings
from tests.servers import openai_server
from tests.servers.openai_server import OpenAIServer

# Self-signed for 127.0.0.1, made for this test with openssl; it vouches for nothing.
CERTIFICATE = Path(openai_server.__file__).with_name("self_signed.pem")
ASK = [Message("user", "Name a river.")]


def test_a_certificate_nobody_vouches_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with OpenAIServer(certificate=CERTIFICATE) as server:
        asked = build_model(
            LlmSettings(base_url=server.base_url, model="small", retries=5, timeout=5.0)
        )
        started = time.monotonic()
        with pytest.raises(ModelUnreachable, match=r"127\.0\.0\.1.*certificate.*SSL_CERT_FILE"):
            asked.complete(ASK)
        assert server.requests == []
    assert time.monotonic() - started < 5  # of no use to try again


def test_the_remedy_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with OpenAIServer(certificate=CERTIFICATE) as server:
        server.script = lambda request: "Dranje"
        asked = build_model(LlmSettings(base_url=server.base_url, model="small", timeout=5.0))
        assert asked.complete(ASK).text == "Dranje"

"""A chain over the sample library whose model is a script on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.answers import Evidence
from rag.assemble import build_chain
from rag.chain import Chain
from rag.settings import LlmSettings, Settings
from tests.rag.writing import BRIDGE, FERRY, evidence
from tests.servers.openai_server import OpenAIServer
from vectorstore.collection import Collection


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


@pytest.fixture
def chain(server: OpenAIServer, library: Collection) -> Chain:
    llm = LlmSettings(base_url=server.base_url, timeout=5.0, retries=0)
    return build_chain(Settings(llm=llm), library)


@pytest.fixture
def found() -> list[Evidence]:
    return [
        evidence(FERRY, title="Ferry sinks", date="2025-08-23", publisher="Lake Courier"),
        evidence(BRIDGE, "bridge", title="No bridge"),
    ]

"""Evidence of a few words, for tests of what a model is sent and what it writes."""

from __future__ import annotations

from typing import Any

from rag.answers import Claim, Evidence, Outcome, Written
from rag.generate import GeneratedAnswerer
from rag.llm import build_model
from rag.run import Run
from rag.settings import LlmSettings
from tests.servers.openai_server import OpenAIServer
from vectorstore.documents import Document, Passage, Published, RegionKind, Span

QUESTION = "What happened to the ferry?"
FERRY = "The ferry sank on 22 August. It was licensed to carry 120 people. Divers found 61 bodies."
BRIDGE = "The bridge at Halmet was blown up in 2021. It has not been rebuilt."


def evidence(
    text: str,
    name: str = "ferry",
    *,
    title: str | None = None,
    date: str | None = None,
    publisher: str | None = None,
    region: RegionKind = RegionKind.BODY,
    teaser: str | None = None,
    span: Span | None = None,
) -> Evidence:
    document = Document(
        id=name,
        source=f"/library/{name}.txt",
        text=text,
        content_hash="0" * 64,
        title=title,
        publisher=publisher,
        published=Published(date, "dateline") if date else None,
        language="en",
    )
    span = span or Span(0, len(text))
    passage = Passage(f"{name}-{span.start}", name, span, region, title=teaser)
    return Evidence(document, passage, 1.0)


def answerer(server: OpenAIServer, **settings: Any) -> GeneratedAnswerer:
    chosen = {"base_url": server.base_url, "timeout": 5.0, "retries": 0, **settings}
    return GeneratedAnswerer(build_model(LlmSettings(**chosen)))


def written(
    server: OpenAIServer, reply: str, found: list[Evidence], run: Run | None = None
) -> list[Written]:
    server.script = lambda request: reply
    return list(answerer(server).write(QUESTION, found, run or Run()))


def claims(written: list[Written]) -> list[Claim]:
    return [piece for piece in written if isinstance(piece, Claim)]


def outcome(written: list[Written]) -> Outcome:
    last = written[-1]
    assert isinstance(last, Outcome)
    return last

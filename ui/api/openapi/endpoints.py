"""What each endpoint is for and what it answers, for people and programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ui.api.openapi.components import Schema, ref

_JSON = "application/json"
EVENTS = "x-server-sent-events"
"""Where the document says which shape each server-sent event has."""

_ERRORS = {
    401: "There is no key, or not one of ours.",
    403: "Another origin, or a key or account that may only read.",
    404: "There is no such thing.",
    413: "The request is longer than 20 MB.",
    421: "Without keys, this machine alone is served.",
    422: "The request cannot be used as it is.",
    429: "More questions were asked in a minute than one may; `Retry-After` says how long to wait.",
    500: "Something went wrong that should not have; the server's log says what.",
    503: "The library, a model or the file of keys is not to be had.",
}
_ALWAYS = (403, 413, 421, 500, 503)
_COUNTED = (404, 422, 429)
_STREAMED = (
    "An event for whatever happens, each with the shape that `x-server-sent-events` names. "
    "`fell_back` takes back the statements before it, a decline in `done` all of them. A client "
    "that goes away stops the work."
)
_CHUNKS = "Chunks as OpenAI's clients read them, ended by `data: [DONE]`."
_HAPPENINGS = (
    *("searching", "evidence_found", "statement_grew", "checking", "statement_checked"),
    *("statement_withheld", "fell_back", "done", "error"),
)


@dataclass(frozen=True)
class Endpoint:
    """An endpoint in words: its name for programs, what it gives, how it can fail."""

    id: str
    summary: str
    gives: str | None
    said: str = "What the command of the same name prints as JSON."
    errors: tuple[int, ...] = (404, 422)
    keyed: bool = True
    more: dict[str, Schema] = field(default_factory=dict)

    def responses(self) -> dict[str, Any]:
        """Return the responses of the OpenAPI document."""
        content = {_JSON: {"schema": ref(self.gives)}} if self.gives else {}
        found: dict[str, Any] = {"200": {"description": self.said, "content": content | self.more}}
        for status in sorted({*_ALWAYS, *self.errors, *((401,) if self.keyed else ())}):
            content = {_JSON: {"schema": ref("Error")}}
            found[str(status)] = {"description": _ERRORS[status], "content": content}
        return found


_EVENT_STREAM: Schema = {
    "text/event-stream": {
        "schema": {"type": "string", "description": _STREAMED},
        EVENTS: {name: ref(f"event.{name}") for name in _HAPPENINGS},
    }
}
_CHUNK_STREAM: Schema = {
    "text/event-stream": {"schema": {"type": "string", "description": _CHUNKS}}
}
_EXPOSED: Schema = {"text/plain": {"schema": {"type": "string"}}}
ENDPOINTS = {
    ("post", "/api/ask"): Endpoint(
        "ask",
        "Answer a question, every sentence with its footnotes",
        "Answer",
        "The answer; with `Accept: text/event-stream`, an event for whatever happens.",
        errors=_COUNTED,
        more=_EVENT_STREAM,
    ),
    ("post", "/api/search"): Endpoint(
        "search", "Find the passages nearest to some words", "Passages"
    ),
    ("post", "/api/check"): Endpoint(
        "check", "Footnote a finished text", "CheckedDraft", errors=_COUNTED
    ),
    ("get", "/api/collections"): Endpoint(
        "collections",
        "List the collections that may be asked",
        "Collections",
        "Their names; the one to begin with comes first.",
        errors=(),
    ),
    ("get", "/api/sources"): Endpoint("sources", "List the documents of a collection", "Sources"),
    ("get", "/api/sources/{document_id}"): Endpoint(
        "source",
        "Read one document",
        "Source",
        "The document with its regions and its canonical text; its id may be shortened.",
    ),
    ("post", "/api/ingest"): Endpoint(
        "ingest",
        "Read files of the server's machine into the library",
        "IngestReport",
        "What became of the files; one that cannot be read is among `failed`.",
    ),
    ("post", "/v1/chat/completions"): Endpoint(
        "completions",
        "Answer the last message of a chat, as OpenAI's clients ask",
        "Completion",
        "The answer as a message; its own JSON is under `footnoted`.",
        errors=_COUNTED,
        more=_CHUNK_STREAM,
    ),
    ("get", "/v1/models"): Endpoint(
        "models",
        "List the models: `footnoted`, and `footnoted:NAME` for each further collection",
        "Models",
        "The list.",
        errors=(),
    ),
    ("get", "/health"): Endpoint(
        "health", "Say that all is well", "Health", "All is well.", errors=(), keyed=False
    ),
    ("get", "/metrics"): Endpoint(
        "metrics",
        "Tell Prometheus what was counted",
        None,
        "Counters, histograms and gauges.",
        errors=(),
        more=_EXPOSED,
    ),
}

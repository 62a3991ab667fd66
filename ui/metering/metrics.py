"""The instruments of one server, in a registry of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import generate_latest

from ui.metering.holdings import Holdings
from ui.metering.labels import Door
from vectorstore.events import Event, FileFailed, FileRead, FileUnchanged

if TYPE_CHECKING:
    from vectorstore.collection import Collection

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_WAITING = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0)
_REQUESTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """Counters, histograms and gauges. Labels are doors, outcomes, classes and routes: no text."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        asked = ("door", "outcome", "reason")
        Info("footnoted", "The version that runs.", registry=registry).info(
            {"version": version("footnoted")}
        )
        self.questions = Counter(
            "footnoted_questions", "Questions, by how they ended.", asked, registry=registry
        )
        self.in_progress = Gauge(
            "footnoted_questions_in_progress",
            "Questions that are being answered.",
            ("door",),
            registry=registry,
        )
        self.first_statement = Histogram(
            "footnoted_first_statement_seconds",
            "From a question to its first checked statement.",
            ("door",),
            buckets=_WAITING,
            registry=registry,
        )
        self.whole_answer = Histogram(
            "footnoted_answer_seconds",
            "From a question to its whole answer, a decline too.",
            ("door",),
            buckets=_WAITING,
            registry=registry,
        )
        self.statements = Counter(
            "footnoted_statements", "Statements said, by verdict.", ("verdict",), registry=registry
        )
        self.withheld = Counter(
            "footnoted_withheld", "Sentences withheld, by verdict.", ("verdict",), registry=registry
        )
        self.fallbacks = Counter(
            "footnoted_fallbacks", "Answers begun again without the model.", registry=registry
        )
        self.tokens = Counter(
            "footnoted_model_tokens", "Tokens a model took.", ("kind",), registry=registry
        )
        self.calls = Counter(
            "footnoted_model_calls", "Replies of a model, broken off ones too.", registry=registry
        )
        self.drafts = Counter(
            "footnoted_drafts", "Drafts checked, by how they ended.", asked, registry=registry
        )
        self.draft_seconds = Histogram(
            "footnoted_draft_seconds",
            "From a draft to the whole check.",
            ("door",),
            buckets=_WAITING,
            registry=registry,
        )
        self.searches = Counter(
            "footnoted_searches", "Searches without an answer.", ("door",), registry=registry
        )
        self.ingested = Counter(
            "footnoted_ingested_files",
            "Files that were to be read in, by what became of them.",
            ("outcome",),
            registry=registry,
        )
        self.requests = Counter(
            "footnoted_http_requests",
            "Requests, by the route that served them.",
            ("route", "method", "status"),
            registry=registry,
        )
        self.request_seconds = Histogram(
            "footnoted_http_request_seconds",
            "From a request to the end of what is sent.",
            ("route", "method"),
            buckets=_REQUESTS,
            registry=registry,
        )
        self._libraries: dict[Path, Collection] = {}
        registry.register(Holdings(lambda: list(self._libraries.values())))

    def watch(self, library: Collection) -> None:
        """Tell of what a library holds from now on."""
        self._libraries[library.folder] = library

    def counting(self, tell: Callable[[Event], None] | None = None) -> Callable[[Event], None]:
        """Return what takes an ingest's events, counts the files, and tells them on."""

        def take(event: Event) -> None:
            match event:
                case FileRead():
                    self.ingested.labels("new" if event.is_new else "changed").inc()
                case FileUnchanged():
                    self.ingested.labels("unchanged").inc()
                case FileFailed():
                    self.ingested.labels("failed").inc()
            if tell is not None:
                tell(event)

        return take

    def busy(self, door: Door) -> AbstractContextManager[object]:
        """Count a question as in progress for as long as the block runs."""
        return self.in_progress.labels(door).track_inprogress()

    def text(self) -> bytes:
        """Return everything as Prometheus reads it."""
        return generate_latest(self.registry)

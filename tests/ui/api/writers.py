"""Answerers that write as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rag.answers import Evidence, Written
from rag.run import Run
from ui.api.desk import Desk

Writing = Callable[[Run], Iterator[Written]]


@dataclass
class Writer:
    """An answerer that writes as a test wants, and knows when it was closed."""

    writing: Writing
    name: str = "writer"
    model: str | None = "writer"
    closed: threading.Event = field(default_factory=threading.Event)

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        try:
            yield from self.writing(run)
        finally:
            self.closed.set()


def written_by(desk: Desk, writing: Writing) -> tuple[Desk, Writer]:
    writer = Writer(writing)
    return replace(desk, chain=replace(desk.chain, answerer=writer)), writer

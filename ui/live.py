"""What a terminal shows while an answer is made: what is happening, then statements as they stand.

It is drawn on standard error and wiped when the answer is complete, so that nothing half-finished
stays on the screen or reaches a pipe.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rag.answers import Answer
from rag.events import (
    Checking,
    Done,
    Event,
    EvidenceFound,
    FellBack,
    Searching,
    StatementChecked,
    StatementGrew,
    StatementWithheld,
)
from ui.rendering import statement_text
from ui.terminal import one_line
from ui.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from rich.console import RenderableType


class Watching:
    """What is known of an answer so far, as a person would be told."""

    def __init__(self, wording: Wording = ENGLISH) -> None:
        self.wording = wording
        self.doing = ""
        self.said: list[str] = []
        self.withheld = 0

    def take(self, event: Event) -> None:
        """Take in what happened."""
        words = self.wording
        match event:
            case Searching(passages=passages):
                self.doing = words.counted(words.searching, passages)
            case EvidenceFound(evidence):
                self.doing = words.counted(words.reading, len(evidence))
            case StatementGrew():
                self.doing = words.writing
            case Checking(statements):
                self.doing = words.counted(words.checking, statements)
            case StatementChecked(statement):
                self.said.append(one_line(statement_text(statement)))
            case StatementWithheld():
                self.withheld += 1
            case FellBack():
                self.said, self.withheld = [], 0
                self.doing = words.model_failed
            case Done():
                self.doing = ""

    @property
    def status(self) -> str:
        """What is happening, in a few words."""
        words = self.wording
        withheld = words.counted(words.also_withheld, self.withheld) if self.withheld else ""
        return f"{self.doing}{withheld} …"


def watched(events: Iterable[Event]) -> Answer:
    """Return the answer the events end with, shown on the way where standard error is a terminal.

    Raises what answering raises.
    """
    if not sys.stderr.isatty():
        return _last(events)
    from rich.live import Live

    from ui.terminal import console

    watching = Watching()
    out = console(stderr=True)
    out.soft_wrap = False
    with Live(console=out, transient=True, auto_refresh=False) as live:

        def seen() -> Iterable[Event]:
            for event in events:
                watching.take(event)
                live.update(_drawn(watching), refresh=True)
                yield event

        return _last(seen())


def _last(events: Iterable[Event]) -> Answer:
    answer = None
    for event in events:
        if isinstance(event, Done):
            answer = event.answer
    assert answer is not None
    return answer


def _drawn(watching: Watching) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    said = Text(" ".join(watching.said))
    status = Text(watching.status, "dim")
    parts = [said, Text(), status] if watching.said else [status]
    return Group(*parts)

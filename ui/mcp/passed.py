"""What answers the tools where a server has the collection: it is asked, each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from rag.answers import Answer, Evidence, Filters, Turn
from rag.drafts import CheckedDraft
from rag.events import Done
from rag.manuscript.read import Form, Manuscript
from rag.run import Run

if TYPE_CHECKING:
    from ui.doors.client import RemoteDoor

_Item = TypeVar("_Item")
_FOUND = 10


@dataclass(frozen=True)
class Passed:
    """The chain of a server, through its door; a run that is called off stops the work there."""

    door: RemoteDoor

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        run: Run | None = None,
    ) -> Answer:
        """Answer a question."""
        last = _last(self.door.stream(question, history, filters), run)
        assert isinstance(last, Done)
        return last.answer

    def search(
        self, query: str, filters: Filters | None = None, k: int | None = None
    ) -> tuple[Evidence, ...]:
        """Return the passages nearest to a query."""
        return self.door.search(query, filters, k or _FOUND)

    def check(
        self, draft: str | Manuscript, filters: Filters | None = None, run: Run | None = None
    ) -> CheckedDraft:
        """Return a text with its claims footnoted."""
        given = Manuscript(draft, Form.MARKDOWN) if isinstance(draft, str) else draft
        last = _last(self.door.check(given, filters), run)
        assert isinstance(last, CheckedDraft)
        return last


def _last(events: Iterator[_Item], run: Run | None) -> _Item:
    with closing(events) as going:  # type: ignore[type-var]
        for event in going:
            if run is not None:
                run.go_on()
            found = event
    return found

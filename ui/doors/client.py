"""The door of a collection that a server has: calls go to it, what it tells comes back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from rag.answers import Answer, Evidence, Filters, Turn
from rag.events import Done
from rag.events import Event as Said
from ui.doors.calls import (
    Ask,
    Correct,
    Corrected,
    Examine,
    Examined,
    Found,
    Ingest,
    Remove,
    Removed,
    Search,
)
from ui.doors.errors import Failed, ServerFailed, ServerGone
from ui.doors.lines import Receiving, Sending
from ui.doors.note import Note
from vectorstore.events import Event, IngestDone, IngestReport

if TYPE_CHECKING:
    from rag.drafts import CheckedDraft, SentenceChecked
    from rag.manuscript.read import Manuscript
    from vectorstore.corrections import Corrections
    from vectorstore.findings import Finding
    from vectorstore.records import DocumentRow


@dataclass(frozen=True)
class RemoteDoor:
    """A collection, by the server that has it. Its methods raise what the server's raise.

    They raise ServerGone where it ends before it is done. Closing an iterator, or Ctrl-C, stops the
    work in the server, too.
    """

    note: Note
    name: str

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Said]:
        """Yield what `Chain.stream` yields."""
        return self._asked(Ask(question, tuple(history), filters), Done, *get_args(Said))

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Return what `Chain.ask` returns."""
        *_, last = self.stream(question, history, filters)
        assert isinstance(last, Done)
        return last.answer

    def check(
        self, draft: Manuscript, filters: Filters | None = None
    ) -> Iterator[SentenceChecked | CheckedDraft]:
        """Yield what `check_draft` yields."""
        from rag.drafts import CheckedDraft, SentenceChecked
        from ui.doors.checks import Check

        return self._asked(Check(draft, filters), CheckedDraft, SentenceChecked)

    def search(self, words: str, filters: Filters | None, k: int) -> tuple[Evidence, ...]:
        """Return what `Chain.search` returns."""
        (found,) = self._asked(Search(words, filters, k), Found)
        evidence: tuple[Evidence, ...] = found.evidence
        return evidence

    def ingest(
        self, paths: Sequence[Path], *, prune: bool, on_event: Callable[[Event], None] | None
    ) -> IngestReport:
        """Ingest as `vectorstore.ingest.ingest` does; paths are of this process."""
        # Not resolved, since a link is a source's name; `..` goes as it does in the server.
        whole = tuple(os.path.abspath(path) for path in paths)  # noqa: PTH100
        report = None
        for event in self._asked(Ingest(whole, prune), IngestDone, *get_args(Event)):
            if on_event is not None:
                on_event(event)
            if isinstance(event, IngestDone):
                report = event.report
        assert report is not None
        return report

    def correct(self, id_: str, corrections: Corrections) -> DocumentRow:
        """Correct a document by its id or the beginning of it; raises UnknownDocument."""
        (corrected,) = self._asked(Correct(id_, corrections), Corrected)
        row: DocumentRow = corrected.row
        return row

    def remove(self, ids: Sequence[str]) -> tuple[DocumentRow, ...]:
        """Take documents out by their ids or beginnings; raises UnknownDocument."""
        (removed,) = self._asked(Remove(tuple(ids)), Removed)
        rows: tuple[DocumentRow, ...] = removed.rows
        return rows

    def examine(self) -> tuple[Finding, ...]:
        """Return what is wrong with the collection; nothing is changed."""
        (examined,) = self._asked(Examine(), Examined)
        findings: tuple[Finding, ...] = examined.findings
        return findings

    def _asked(self, call: object, last: type, *kinds: type) -> Iterator[Any]:
        """Yield the values of one call, up to one of the kind that comes last."""
        receiving = Receiving(Failed, last, *kinds)
        with closing(self._lines(call)) as lines:
            for line in lines:
                value = receiving.value(line)
                if isinstance(value, Failed):
                    raise value.error()
                if value is not None:
                    yield value
                if isinstance(value, last):
                    return
        raise self._gone()

    def _lines(self, call: object) -> Generator[bytes]:
        try:
            with ExitStack() as held:
                connection = held.enter_context(closing(HTTPConnection(self.note.address)))
                headers = {"Authorization": f"Bearer {self.note.token}"}
                body = b"".join(Sending().lines(call))
                connection.request("POST", f"/door/{self.name}", body, headers)
                response = held.enter_context(closing(connection.getresponse()))
                if response.status != 200:
                    raise _refused(response)
                yield from response
        except (OSError, HTTPException) as error:
            raise self._gone() from error

    def _gone(self) -> ServerGone:
        return ServerGone(
            f"The server that has this collection (process {self.note.pid}) ended before it was "
            "done: give the command again."
        )


def _refused(response: HTTPResponse) -> Exception:
    try:
        told = json.loads(response.read())["error"]
        return Failed(told["type"], told["message"]).error()
    except (ValueError, LookupError, TypeError):
        return ServerFailed(f"The server refused what was asked: {response.status}.")

"""What happens while a question is answered, as server-sent events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

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
from ui.api.errors import Failure
from ui.api.routes import encoded
from ui.json_shapes import (
    answer_json,
    citation_json,
    error_json,
    search_json,
    statement_json,
    withheld_json,
)

_WORD = re.compile("(?<!^)(?=[A-Z])")


def told(events: Iterator[Event]) -> Iterator[bytes]:
    """Yield a server-sent event for each event: its name in snake case, its content as JSON."""
    standalone = ""
    for event in events:
        if isinstance(event, Searching):
            standalone = event.question
        yield _sent(_WORD.sub("_", type(event).__name__).lower(), _content(event, standalone))


def told_failure(failed: Failure) -> bytes:
    """Return the event that ends a stream whose answer failed."""
    return _sent("error", error_json(failed.kind, failed.message))


def _sent(name: str, content: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n" % (name.encode(), encoded(content))


def _content(event: Event, standalone: str) -> dict[str, Any]:
    match event:
        case Searching(question, passages):
            return {"question": question, "passages": passages}
        case EvidenceFound(evidence):
            return search_json(standalone, evidence)
        case StatementGrew(text):
            return {"text": text}
        case Checking(statements):
            return {"statements": statements}
        case StatementChecked(statement):
            whole = [citation_json(citation) for citation in statement.citations]
            return statement_json(statement) | {"citations": whole}
        case StatementWithheld(withheld):
            return withheld_json(withheld)
        case FellBack(reason):
            return {"reason": reason}
        case Done(answer):
            return answer_json(answer)

"""Values go over a door and come back equal, each document once."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from rag.answers import Filters, Turn
from rag.assemble import build_chain
from rag.drafts import CheckedDraft, SentenceChecked, check_draft
from rag.errors import ModelBusy, RequestError, RequestRefused
from rag.events import Done
from rag.events import Event as Said
from rag.manuscript.read import Form, Manuscript
from rag.settings import Settings
from ui.doors.calls import Ask, Examined, Ingest, Removed, Search
from ui.doors.checks import Check
from ui.doors.errors import Failed, ServerFailed
from ui.doors.lines import Receiving, Sending
from ui.wire import WireError
from vectorstore.collection import Collection
from vectorstore.documents import Region, RegionKind, Span
from vectorstore.events import (
    DocumentsStored,
    Event,
    FileFailed,
    FileRead,
    FilesFound,
    FileUnchanged,
    IngestDone,
    IngestReport,
    PassagesEmbedded,
    SourceGone,
)
from vectorstore.findings import Code, Finding
from vectorstore.records import Failure

QUESTIONS = ["How many troops does the mission have now?", "Who won the chess world cup?"]
REPORT = IngestReport(1, 2, 3, (Failure("a", "It is empty."),), ("b",), ("c",), 7, 0.25, 4)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_happens_comes_back_equal(library: Collection, question: str) -> None:
    sending, receiving = Sending(), Receiving(*get_args(Said))
    sent: dict[tuple[str, str], int] = {}
    for event in build_chain(Settings(), library).stream(question):
        *documents, line = sending.lines(event)
        for each in documents:
            assert receiving.value(each) is None
            assert each.startswith(b'{"Document":')
            sent[each[:80]] = sent.get(each[:80], 0) + 1  # type: ignore[index]
        back = receiving.value(line)
        assert back == event
        if isinstance(back, Done):
            held = {id(each.document) for each in back.answer.evidence}
            assert len(held) == len({each.document.id for each in back.answer.evidence})
    assert sent
    assert set(sent.values()) == {1}


def test_a_checked_draft_comes_back_equal(library: Collection) -> None:
    sending, receiving = Sending(), Receiving(SentenceChecked, CheckedDraft)
    draft = Manuscript("The deputy head is Joss Verrin.\r\n\ufeffNobody was hurt.", Form.TEXT)
    for event in check_draft(build_chain(Settings(), library), draft):
        *documents, line = sending.lines(event)
        assert all(receiving.value(each) is None for each in documents)
        assert receiving.value(line) == event


@pytest.mark.parametrize(
    "value",
    [
        Ask("Who?", (Turn("What?", "That."),), Filters(("a",), ("b\udcff",), dt.date(2024, 2, 29))),
        Check(
            Manuscript("A\x00\r\n\u2028b.", Form.DOCX, (Region(Span(0, 3), RegionKind.BODY),), "d")
        ),
        Search("ferry", None, 3),
        Ingest(("/caf\udce9", "/\x1b[31m\n"), prune=True),
        FilesFound(3, 1),
        FileUnchanged("a"),
        FileRead("a", 2, is_new=True),
        FileFailed("a", "b"),
        PassagesEmbedded(1),
        DocumentsStored(1),
        SourceGone("a", pruned=False),
        IngestDone(REPORT),
        Examined((Finding(Code.KEYWORDS_STRAY, "One.", True, frozenset({3, 1}), ("x",)),)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_calls_and_events_come_back_equal(value: object) -> None:
    (line,) = Sending().lines(value)
    assert line.count(b"\n") == 1
    assert Receiving(type(value)).value(line) == value


def test_every_event_of_an_ingest_is_known() -> None:
    assert {kind.__name__ for kind in get_args(Event)} == {
        *("FilesFound", "FileUnchanged", "FileRead", "FileFailed", "PassagesEmbedded"),
        *("DocumentsStored", "FileEmbedded", "SourceGone", "IngestDone"),
    }


def test_the_rows_of_documents_come_back_equal(library: Collection) -> None:
    removed = Removed(tuple(library.documents()))
    (line,) = Sending().lines(removed)
    assert Receiving(Removed).value(line) == removed


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"3",
        b"\xff",
        b'{"Ask": 3}',
        b'{"Other": {}}',
        b'{"Ask": {}, "Search": {}}',
        b'{"Ask": {"question": {"$document": 7}}}',
    ],
)
def test_a_line_that_holds_nothing_known_is_refused(line: bytes) -> None:
    with pytest.raises(WireError):
        Receiving(Ask, Search).value(line)


@pytest.mark.parametrize(
    "error", [RequestError("Ask.\nOnce."), ModelBusy("Wait."), WireError("No.")]
)
def test_an_error_is_raised_again_as_what_it_was(error: Exception) -> None:
    (line,) = Sending().lines(Failed(type(error).__name__, str(error)))
    back = Receiving(Failed).value(line).error()
    assert (type(back), str(back)) == (type(error), str(error))


def test_an_error_of_many_parts_and_an_unknown_one_keep_their_sentence() -> None:
    assert str(Failed("RequestRefused", "It is refused.").error()) == "It is refused."
    assert isinstance(Failed("RequestRefused", "It is refused.").error(), RequestRefused)
    assert isinstance(Failed("InternalError", "Look.").error(), ServerFailed)

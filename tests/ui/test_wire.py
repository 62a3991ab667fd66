"""Values go between processes and to the disk, and come back equal."""

from __future__ import annotations

import pytest

from rag.answers import Answer
from rag.assemble import build_chain
from rag.events import Event
from rag.settings import Settings
from ui.wire import WireError, packed, unpacked
from vectorstore.collection import Collection

QUESTIONS = ["How many troops does the mission have now?", "Who won the chess world cup?"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_and_all_that_happens_come_back_equal(library: Collection, question: str) -> None:
    for event in build_chain(Settings(), library).stream(question):
        assert unpacked(Event, packed(Event, event)) == event  # type: ignore[type-var]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"question": 3}'])
def test_what_holds_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(WireError, match="no Answer"):
        unpacked(Answer, data)


def test_a_citation_outside_its_passage_does_not_come_back(library: Collection) -> None:
    answer = build_chain(Settings(), library).ask(QUESTIONS[0])
    start = answer.citations[0].span.start
    spoiled = packed(Answer, answer).replace(b'"start":%d,' % start, b'"start":0,')
    with pytest.raises(WireError):
        unpacked(Answer, spoiled)

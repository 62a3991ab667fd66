"""Answers in channels that can be opened on the page, for as long as they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answers import Answer
from tests.slack.conftest import Running, bot
from tests.slack.local.server import LocalSlack
from ui.keeping.errors import UnknownWork

TROOPS = "How many troops does the mission have now?"
STRANGER = "somebody who has the link"


def _kept(running: Running, ts: str) -> str:
    """Return the id of the answer to a message."""
    running.idle()
    work = running.door.inbox.get(f"T0LOCAL/C1/{ts}")
    assert work is not None
    assert work.kept is not None
    return work.kept[1]


def test_only_the_answer_that_is_given_can_be_opened(home: Path, slack: LocalSlack) -> None:
    with bot(home, slack, web_url="https://notes.example") as running:
        works = running.shelves.shelf().kept.works
        event = slack.mentions("U1", "C1", TROOPS)
        ids = [_kept(running, event["ts"])]
        for question in ("Who leads the mission?", "How many people died?"):
            assert isinstance(works.get(ids[-1], STRANGER), Answer)
            slack.edits(event, f"<@U0FOOTNOTED> {question}")
            ids.append(_kept(running, event["ts"]))
            with pytest.raises(UnknownWork):
                works.get(ids[-2], STRANGER)
        assert isinstance(works.get(ids[-1], STRANGER), Answer)
        slack.deletes(event)
        running.idle()
        for id_ in ids:
            with pytest.raises(UnknownWork):
                works.get(id_, STRANGER)
            assert works.get(id_, "slack:T0LOCAL:C1")

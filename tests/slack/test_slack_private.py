"""What one person alone sees, over the addresses and the limits of the local Slack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slack.local.server import BOT_TOKEN, LocalSlack
from tests.slack.seeing import buttons, whole
from ui.slack.blocks import actions, button
from ui.slack.clock import RealClock
from ui.slack.inbox import Inbox
from ui.slack.messages import Message, Piece, messages, paragraph
from ui.slack.outbox import Outbox
from ui.slack.phrases import ENGLISH
from ui.slack.private import RESPOND, PrivatePoster, fuller
from ui.slack.web_slack import WebSlack
from ui.slack.works import Kind, New, Place

_ROW = actions([button("Share here", "footnoted_share", {})], "footnoted_deeds")


class _Token:
    def token(self, team: str) -> str:
        return BOT_TOKEN


def _answer(paragraphs: int) -> list[Message]:
    """Return an answer with so many paragraphs of 2,300 bytes, and with buttons below."""
    said = [f"{number}: " + "word " * 459 for number in range(paragraphs)]
    return messages([*(paragraph(each, said=each) for each in said), [Piece(block=_ROW)]], "More.")


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("paragraphs", [1, 12, 30])
def test_a_private_answer_is_whole_or_says_where_the_rest_is(
    tmp_path: Path, slack: LocalSlack, member: bool, paragraphs: int
) -> None:
    slack.opens("C9", "U1", bot=member)
    clock = RealClock()
    inbox = Inbox(tmp_path / "slack.sqlite3", clock.now)
    detail, place = {RESPOND: slack.response_url("C9", "U1")}, Place("T0LOCAL", "C9")
    inbox.take(New("a", Kind.ASK, place, "U1", "1.0", "How many?", detail=detail))
    answer = _answer(paragraphs)
    outbox = Outbox(WebSlack(_Token(), slack.api_url), clock, inbox.pauses)
    poster = PrivatePoster(inbox, outbox, ENGLISH)
    for _ in range(2):
        work = inbox.get("a")
        assert work is not None
        poster.deliver(work, answer)
    seen = [dict(each.message) for each in slack.workspace.private]
    said = "\n".join(map(whole, seen))
    shown = [number for number in range(paragraphs) if f"{number}: word" in said]
    assert list(buttons(seen[-1])) == ["Share here"]
    assert (ENGLISH.rest in said) is (paragraphs == 30 and not member)
    if ENGLISH.rest in said:
        assert len(seen) == 5
        assert len(shown) >= 16
    else:
        assert len(shown) == paragraphs
        assert len(seen) == len(fuller(answer)) < max(2, len(answer))
    inbox.close()

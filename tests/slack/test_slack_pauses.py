"""How long Slack asks to wait: kept, and over where no pause can be so long."""

from __future__ import annotations

import logging
from unittest.mock import patch

import pytest

from tests.slack.core_bot import CHANNEL, Bot
from ui.slack.clock import LONGEST
from ui.slack.errors import SlackBusy
from ui.slack.inbox_schema import INBOX_SCHEMA
from vectorstore.database import Database
from vectorstore.errors import LibraryError

_POST = "chat.postMessage"
_AHEAD = 3 * LONGEST


def _busy(method: str, number: int) -> Exception | None:
    return SlackBusy(method, 600.0)


def test_a_pause_of_a_clock_that_was_ahead_is_over_once_it_is_right(bot: Bot) -> None:
    bot.clock.time += _AHEAD
    bot.slack.before = _busy
    with pytest.raises(SlackBusy):
        bot.desk.outbox.once("T1", _POST, channel=CHANNEL, text="One.")
    bot.slack.before = lambda method, number: None
    bot.clock.time -= _AHEAD
    assert bot.desk.outbox.attempt("T1", _POST, channel=CHANNEL, text="Two.") is not None
    assert bot.inbox.pauses.left() == {}
    bot.restart()
    assert bot.desk.outbox.attempt("T1", _POST, channel=CHANNEL, text="Three.") is not None
    assert bot.slack.visible(CHANNEL) == ["Two.", "Three."]


def test_what_was_held_by_a_clock_that_was_ahead_is_tried_at_the_next_start(bot: Bot) -> None:
    bot.mention()
    (key,) = bot.inbox.due()
    far = bot.clock.now() + _AHEAD
    bot.inbox.hold(key, far, "Slack takes no more calls.", far)
    bot.restart()
    bot.inbox.hurry()
    assert bot.inbox.due() == [key]


def test_a_pause_that_cannot_be_kept_is_a_pause_all_the_same(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.slack.before = _busy
    full = LibraryError("The disk is full.")
    with (
        caplog.at_level(logging.WARNING, "footnoted.slack"),
        patch.object(bot.inbox.pauses, "note", side_effect=full),
        pytest.raises(SlackBusy),
    ):
        bot.desk.outbox.once("T1", _POST, channel=CHANNEL, text="One.")
    assert "The disk is full." in caplog.text
    bot.slack.before = lambda method, number: None
    assert bot.desk.outbox.attempt("T1", _POST, channel=CHANNEL, text="Two.") is None


def _paused(bot: Bot) -> int:
    with Database(bot.file, schema=INBOX_SCHEMA, read_only=True).reading() as connection:
        (found,) = connection.execute("SELECT COUNT(*) FROM paused_works").fetchone()
    return int(found)


def test_only_what_is_held_and_paused_has_a_pause(bot: Bot) -> None:
    until = bot.clock.now() + 600
    bot.inbox.hold("what is gone", until, "Slack takes no more calls.", until)
    bot.mention()
    (key,) = bot.inbox.due()
    bot.inbox.hold(key, until, "The token has expired.")
    assert _paused(bot) == 0
    bot.inbox.hold(key, until, "Slack takes no more calls.", until)
    assert _paused(bot) == 1
    bot.inbox.hold(key, until, "The token has expired.")
    assert _paused(bot) == 0
    bot.work()
    bot.inbox.hold(key, until, "Slack takes no more calls.", until)
    assert _paused(bot) == 0

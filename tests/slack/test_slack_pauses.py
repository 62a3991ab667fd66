"""How long Slack asks to wait: kept, and over where no pause can be so long."""

from __future__ import annotations

import pytest

from tests.slack.core_bot import CHANNEL, Bot
from ui.slack.clock import LONGEST
from ui.slack.errors import SlackBusy

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

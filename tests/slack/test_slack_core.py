"""Whatever is delivered, how often and in whatever order: one outcome for each question."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rag.answers import Label, Statement, Turn, Verdict, VerdictClass
from rag.events import FellBack, Searching, StatementChecked
from tests.slack.core_bot import CHANNEL, Bot, changed, deleted, growing
from tests.slack.memory_slack import US, FakeClock
from ui.slack.clock import RealClock
from ui.slack.crew import Crew
from ui.slack.desk import Reply
from ui.slack.inbox import Inbox
from ui.slack.inbox_schema import TABLES
from ui.slack.messages import plain_messages
from ui.slack.showing import Showing
from ui.slack.works import Outcome, Place, Work
from vectorstore.database import Database
from vectorstore.schema import Schema


def test_a_mention_is_answered_once_in_its_thread(bot: Bot) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    for kind in ("app_mention", "message", "app_mention"):
        bot.hear({**event, "type": kind}, times=2)
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How many? 0"]
    bot.hear(event)
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How many? 0"]
    assert bot.inbox.standing().outcomes == {"answer": 1}


def test_a_thread_goes_on_without_a_mention(bot: Bot) -> None:
    ts = bot.mention()
    bot.work()
    bot.hear(bot.slack.say(CHANNEL, "And now?", ts))
    bot.hear(bot.slack.say(CHANNEL, "<@U2> what do you think?", ts))
    bot.hear(bot.slack.say(CHANNEL, "Nobody asked the bot."))
    bot.work()
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0", "And now? 0"]
    assert bot.echo.asked[-1] == ("And now?", [Turn("How many?", "How many? 0")])


def test_what_was_said_in_a_thread_before_the_bot_was_mentioned_stays_unanswered(bot: Bot) -> None:
    root = bot.slack.say(CHANNEL, "We have three ships.")
    early = bot.slack.say(CHANNEL, "Or for?", root["ts"])
    bot.hear(bot.slack.say(CHANNEL, f"<@{US}> How many?", root["ts"]))
    bot.work()
    bot.hear(changed(early, "Or four?", "1800000000.000001"))
    bot.hear(bot.slack.say(CHANNEL, "And now?", root["ts"]))
    bot.work()
    assert bot.slack.visible(CHANNEL, root["ts"]) == ["How many? 0", "And now? 0"]


def test_threads_may_be_followed_by_mentions_only(bot: Bot) -> None:
    bot.receiving.follow = "mentions"
    ts = bot.mention()
    bot.hear(bot.slack.say(CHANNEL, "And now?", ts))
    bot.work()
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]


def test_history_is_read_back_after_a_restart(bot: Bot) -> None:
    ts = bot.mention("One?")
    bot.work()
    bot.mention("Two?", ts)
    bot.work()
    bot.inbox.close()
    bot.file.unlink()
    bot.restart()
    bot.mention("Three?", ts)
    bot.work()
    assert bot.echo.asked[-1][1] == [Turn("One?", "One? 0"), Turn("Two?", "Two? 0")]


def test_a_follow_up_that_comes_before_its_mention(bot: Bot) -> None:
    first = bot.slack.say(CHANNEL, f"<@{US}> One?")
    second = bot.slack.say(CHANNEL, "Two?", first["ts"])
    bot.hear(second)
    again = bot.slack.say(CHANNEL, f"<@{US}> Zero?", first["ts"])
    bot.hear(again)
    bot.hear(first)
    bot.work()
    said = bot.slack.visible(CHANNEL, first["ts"])
    assert sorted(said) == ["One? 0", "Two? 0", "Zero? 0"]


def test_direct_messages_have_their_history(bot: Bot) -> None:
    for text in ("One?", "Two?"):
        bot.hear(bot.slack.say("D1", text))
        bot.work()
    assert bot.slack.visible("D1") == ["One? 0", "Two? 0"]
    assert bot.echo.asked[-1][1] == [Turn("One?", "One? 0")]


def test_an_answer_that_came_after_the_next_question_is_in_its_history(bot: Bot) -> None:
    for text in ("One?", "Two?"):
        bot.hear(bot.slack.say("D1", text))
    bot.work()
    assert bot.echo.asked[-1] == ("Two?", [Turn("One?", "One? 0")])


def test_an_edited_question_gets_its_answerchanged(bot: Bot) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    bot.hear(event)
    bot.echo.long = 3
    bot.work()
    bot.echo.long = 1
    bot.hear(changed(event, f"<@{US}> How few?", "1800000000.000001"), times=2)
    bot.hear(changed(event, f"<@{US}> How old?", "1700000000.000001"))
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How few? 0"]
    bot.hear(event)
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How few? 0"]


def test_an_edit_while_it_is_answered(bot: Bot) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    bot.hear(event)

    def edited(work: Work, showing: Showing) -> None:
        bot.echo.meanwhile = growing
        growing(work, showing)
        bot.hear(changed(event, f"<@{US}> How few?", "1800000000.000001"))

    bot.echo.meanwhile = edited
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How few? 0"]
    assert bot.slack.streaming() == []


def test_an_answer_that_is_ready_after_an_edit_is_withdrawn(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    bot.hear(event)
    given = iter("ab")

    def reply(work: Work, *_: object) -> Reply:
        kept = ("default", next(given))
        bot.hear(changed(event, f"<@{US}> How few?", "1800000000.000001"))
        return Reply(plain_messages(work.text), Outcome.ANSWER, kept)

    monkeypatch.setattr(bot.echo, "reply", reply)
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How few?"]
    assert bot.echo.withdrawn == [("default", "a")]


@pytest.mark.parametrize("order", ["after", "before", "never"])
def test_a_deleted_question_has_no_answer(bot: Bot, order: str) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    if order == "after":
        bot.hear(event)
        bot.work()
    bot.hear(deleted(event), times=2)
    if order == "before":
        bot.hear(event)
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == []
    assert bot.inbox.standing().outcomes == {"removed": 1}


def test_deleted_messages_of_others_leave_nothing(bot: Bot) -> None:
    event = bot.slack.say(CHANNEL, "Hello.")
    bot.hear(deleted(event))
    assert bot.inbox.unfinished() == []


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("statuses", [True, False])
def test_an_answer_is_shown_as_it_grows(bot: Bot, streams: bool, statuses: bool) -> None:
    bot.slack.streams, bot.slack.statuses = streams, statuses
    bot.echo.meanwhile = growing
    ts = bot.mention()
    bot.work()
    methods = [method for method, _ in bot.slack.calls]
    assert ("chat.startStream" in methods) == statuses
    assert ("chat.appendStream" in methods) == (streams and statuses)
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]
    assert bot.slack.streaming() == []
    status = next(a for m, a in bot.slack.calls if m != "conversations.replies")
    assert "searching 1,204 passages" in str(status)


def test_a_stream_that_begins_without_the_model_grows(bot: Bot) -> None:
    def fell_back(work: Work, showing: Showing) -> None:
        showing.take(FellBack("it is down"))
        growing(work, showing)

    bot.echo.meanwhile = fell_back
    bot.mention()
    bot.work()
    assert "chat.appendStream" in [method for method, _ in bot.slack.calls]


@pytest.mark.parametrize(
    ("method", "code", "again"),
    [
        ("assistant.threads.setStatus", "channel_not_found", True),
        ("assistant.threads.setStatus", "service_unavailable", True),
        ("assistant.threads.setStatus", "unknown_method", False),
        ("chat.startStream", "channel_type_not_supported", True),
        ("chat.startStream", "missing_scope", False),
    ],
)
def test_only_what_a_workspace_lacks_is_not_tried_again(
    bot: Bot, method: str, code: str, again: bool
) -> None:
    bot.echo.meanwhile = growing
    bot.slack.refuse[method] = code
    ts = bot.mention()
    bot.work()
    bot.slack.refuse.clear()
    before = len(bot.slack.calls)
    other = bot.mention("How few?")
    bot.work()
    assert (method in [name for name, _ in bot.slack.calls[before:]]) is again
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]
    assert bot.slack.visible(CHANNEL, other) == ["How few? 0"]


def test_changes_keep_their_distance(bot: Bot) -> None:
    bot.slack.streams = bot.slack.statuses = False

    def fast(work: Work, showing: Showing) -> None:
        showing.take(Searching(work.text, 3))
        showing.clock.sleep(1.0)
        verdict = Verdict(Label.SUPPORTED, VerdictClass.QUOTED, "x", "y")
        for number in range(100):
            showing.clock.sleep(0.05)
            showing.take(StatementChecked(Statement(f"Say {number}.", (), verdict)))

    bot.echo.meanwhile = fast
    bot.mention()
    bot.work()
    changes = [method for method, _ in bot.slack.calls].count("chat.update")
    assert 3 <= changes <= 7


def test_who_says_that_there_is_work_never_waits_for_the_inbox(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, may_go_on = threading.Event(), threading.Event()

    def due(busy: frozenset[Place]) -> list[str]:
        reads.set()
        may_go_on.wait(60)
        return []

    monkeypatch.setattr(bot.inbox, "due", due)
    crew = Crew(bot.desk, RealClock(), workers=1)
    crew.start()
    try:
        assert reads.wait(60)
        waking = threading.Thread(target=crew.wake)
        waking.start()
        waking.join(60)
        assert not waking.is_alive()
    finally:
        may_go_on.set()
        crew.stop()


def test_an_inbox_of_before_is_read_and_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "slack.sqlite3"
    Database(file, schema=Schema(TABLES, 1)).close()
    old = Inbox(file, FakeClock().now, read_only=True)
    assert old.standing().waiting == 0
    old.close()
    new = Inbox(file, FakeClock().now)
    assert new.errands.take("a click", {"a": 1})
    assert not new.errands.take("a click", {"a": 1})
    assert new.errands.left() == [("a click", {"a": 1})]
    new.errands.done("a click")
    assert new.errands.left() == []
    new.pauses.note("T1", "chat.postMessage", FakeClock().now() + 5)
    assert new.pauses.left() == {("T1", "chat.postMessage"): FakeClock().now() + 5}
    new.close()

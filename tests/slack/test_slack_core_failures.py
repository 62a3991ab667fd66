"""Whatever fails, wherever it breaks off: one outcome for each question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.slack.core_bot import CHANNEL, Bot, changed, deleted, growing
from tests.slack.memory_slack import US, Crash, Echo
from ui.slack.clock import LONGEST, Stopping
from ui.slack.desk import STARTS
from ui.slack.errors import SlackBusy, SlackRefused, SlackUnreachable
from ui.slack.given_up import GivenUp
from ui.slack.phrases import ENGLISH
from ui.slack.showing import Showing
from ui.slack.works import Kind, New, Place, State, Work
from vectorstore.errors import LibraryError

_DOWN = SlackUnreachable("x", "it is down", sent=False)
_AFTER = SlackUnreachable("x", "it is slow", sent=True)


def _at(number: int, error: BaseException) -> Callable[[str, int], Exception | None]:
    def fault(method: str, count: int) -> Exception | None:
        if count == number:
            if isinstance(error, Crash):
                raise error
            assert isinstance(error, Exception)
            return error
        return None

    return fault


def _once(method: str) -> Callable[[str, int], Exception | None]:
    """Return what loses the reply to the first call of a method."""
    left = [_AFTER]
    return lambda name, count: left.pop() if left and name == method else None


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("long", [1, 3])
@pytest.mark.parametrize(
    ("when", "error"),
    [
        ("before", Crash()),
        ("after", Crash()),
        ("before", _DOWN),
        ("before", _AFTER),
        ("after", _AFTER),
        ("before", SlackBusy("x", 3.0)),
    ],
    ids=["crash-before", "crash-after", "down", "lost-undone", "lost-done", "busy"],
)
def test_a_failure_at_every_call(
    tmp_path: Path, error: BaseException, when: str, long: int, streams: bool
) -> None:
    number = 0
    while True:
        bot = Bot(tmp_path / f"{number}.sqlite3")
        bot.echo.long, bot.echo.meanwhile = long, growing
        bot.slack.streams = streams
        setattr(bot.slack, when, _at(number, error))
        ts = bot.mention()
        bot.survive()
        expected = [f"How many? {part}" for part in range(long)]
        assert bot.slack.visible(CHANNEL, ts) == expected, f"call {number}: {bot.slack.calls}"
        assert bot.slack.streaming() == []
        assert bot.inbox.standing().outcomes == {"answer": 1}
        bot.close()
        if number > len(bot.slack.calls):
            return
        number += 1


@pytest.mark.parametrize("lost", ["chat.postMessage", "chat.startStream"])
def test_what_is_read_back_late_is_not_seen_twice(tmp_path: Path, lost: str) -> None:
    """A reply is lost, and the process ends at any call before or after."""
    for number in range(40):
        bot = Bot(tmp_path / f"{number}.sqlite3")
        bot.echo.long, bot.echo.meanwhile = 3, growing
        bot.slack.late, bot.slack.streams = 1.5, lost == "chat.startStream"
        bot.slack.before = _at(number, Crash())
        bot.slack.after = _once(lost)
        ts = bot.mention()
        bot.survive()
        expected = [f"How many? {part}" for part in range(3)]
        assert bot.slack.visible(CHANNEL, ts) == expected, f"call {number}: {bot.slack.calls}"
        assert bot.slack.streaming() == []
        bot.close()
    assert number > len(bot.slack.calls)


def test_an_expired_token_holds_the_question(bot: Bot) -> None:
    ts = bot.mention()
    for method in ("chat.postMessage", "chat.startStream", "assistant.threads.setStatus"):
        bot.slack.refuse[method] = "token_expired"
    bot.desk.settle(bot.inbox.due()[0])
    assert bot.inbox.unfinished()[0].state is State.HELD
    assert bot.inbox.due() == []
    bot.slack.refuse.clear()
    bot.work()
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]


def test_an_end_while_something_is_waited_for_is_no_outcome(bot: Bot) -> None:
    def ends(work: Work, showing: Showing) -> None:
        raise Stopping

    bot.echo.meanwhile = ends
    ts = bot.mention()
    with pytest.raises(Stopping):
        bot.desk.settle(bot.inbox.due()[0])
    bot.restart()
    bot.echo.meanwhile = lambda work, showing: None
    bot.inbox.hurry()
    bot.work()
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]
    assert bot.inbox.standing().outcomes == {"answer": 1}


def test_a_long_pause_that_slack_asks_for_is_kept(bot: Bot) -> None:
    bot.mention()
    bot.slack.before = lambda method, number: SlackBusy(method, 600.0)
    bot.desk.settle(bot.inbox.due()[0])
    due = bot.inbox.next_due()
    assert due is not None
    assert due >= bot.clock.now() + 600


def test_a_pause_that_slack_asks_for_outlives_the_process_and_a_retry(bot: Bot) -> None:
    ts = bot.mention()
    (key,) = bot.inbox.due()
    bot.slack.before = lambda method, number: SlackBusy(method, 600.0)
    bot.desk.settle(key)
    until = bot.inbox.next_due()
    assert until is not None
    called = len(bot.slack.calls)
    bot.slack.before = lambda method, number: None
    bot.restart()
    bot.inbox.hurry()
    assert bot.inbox.next_due() == until
    outbox = bot.desk.outbox
    assert outbox.attempt("T1", "chat.postMessage", channel=CHANNEL, text="One.") is None
    assert len(bot.slack.calls) == called
    bot.work()
    assert bot.clock.now() >= until
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]
    bot.restart()
    assert bot.inbox.pauses.left() == {}


def test_a_retry_ends_our_own_waiting_at_once(bot: Bot) -> None:
    bot.mention()
    (key,) = bot.inbox.due()
    bot.slack.refuse["chat.postMessage"] = "token_expired"
    for _ in range(6):
        bot.desk.settle(key)
    assert bot.inbox.due() == []
    bot.restart()
    bot.inbox.hurry()
    assert bot.inbox.due() == [key]


def test_what_is_tried_again_in_one_workspace_lifts_no_pause_of_another(bot: Bot) -> None:
    for team in ("T1", "T2"):
        bot.receiving.event(bot.slack.say(CHANNEL, f"<@{US}> How many?"), team)
    one, other = bot.inbox.due()
    bot.inbox.hold(one, bot.clock.now() + 600, "Slack takes no more calls.")
    bot.inbox.die(other, 0, "is_archived")
    assert bot.inbox.standing("T1").dead == bot.inbox.standing("T2").held == 0
    given_up = GivenUp(bot.inbox, ENGLISH)
    assert "0 questions wait" in str([*given_up.blocks("T2")])
    assert given_up.retry("T2", None).startswith("1 is tried again")
    assert bot.inbox.due() == [other]


def test_a_pause_that_slack_asks_for_is_kept_by_every_call_of_the_method(bot: Bot) -> None:
    bot.slack.before = _at(0, SlackBusy("chat.delete", 30.0))
    outbox = bot.desk.outbox
    began = bot.clock.now()
    with pytest.raises(SlackBusy):
        outbox.once("T1", "chat.postMessage", channel=CHANNEL, text="One.")
    assert outbox.attempt("T1", "chat.postMessage", channel=CHANNEL, text="Two.") is None
    outbox.call("T2", "chat.postMessage", channel=CHANNEL, text="Elsewhere.")
    outbox.call("T1", "assistant.threads.setStatus", status="Another method.")
    assert bot.clock.now() < began + 30
    outbox.call("T1", "chat.postMessage", channel=CHANNEL, text="Three.")
    assert bot.clock.now() >= began + 30
    assert bot.slack.visible(CHANNEL) == ["Elsewhere.", "Three."]
    assert len(bot.slack.calls) == 4


def test_a_follow_up_waits_for_a_token_that_can_read_what_came_before(bot: Bot) -> None:
    ts = bot.mention()
    bot.work()
    bot.hear(bot.slack.say(CHANNEL, "And now?", ts))
    bot.slack.refuse["conversations.replies"] = "token_expired"
    bot.desk.settle(bot.inbox.due()[0])
    assert bot.inbox.unfinished()[0].state is State.HELD
    bot.slack.refuse.clear()
    bot.work()
    assert [turn.question for turn in bot.echo.asked[-1][1]] == ["How many?"]


def test_what_is_held_for_a_day_is_given_up_and_may_be_tried_again(bot: Bot) -> None:
    ts = bot.mention()
    bot.slack.refuse["chat.postMessage"] = "invalid_auth"
    bot.desk.settle(bot.inbox.due()[0])
    bot.clock.time += LONGEST + 1
    bot.work()
    (dead,) = bot.inbox.dead.all()
    assert "invalid_auth" in dead.why
    bot.slack.refuse.clear()
    assert bot.inbox.dead.revive(dead.id) == 1
    bot.work()
    assert bot.slack.visible(CHANNEL, ts) == ["How many? 0"]


def test_what_is_edited_or_deleted_after_a_day_is_put_off_like_anything_new(bot: Bot) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    bot.hear(event)
    bot.work()
    told = [(changed(event, f"<@{US}> How few?", "1800000000.000001"), ["How few? 0"])]
    told.append((deleted(event), []))
    for heard, seen in told:
        bot.clock.time += LONGEST + 1
        bot.slack.refuse.update({"chat.update": "token_expired", "chat.delete": "token_expired"})
        bot.hear(heard)
        bot.desk.settle(bot.inbox.due()[0])
        assert bot.inbox.unfinished()[0].state is State.HELD
        bot.slack.refuse.clear()
        bot.work()
        assert bot.slack.visible(CHANNEL, event["ts"]) == seen


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel"])
def test_a_channel_that_takes_nothing_is_a_dead_letter(bot: Bot, code: str) -> None:
    bot.mention()
    bot.slack.refuse["chat.postMessage"] = code
    bot.work()
    assert code in bot.inbox.dead.all()[0].why


def test_blocks_that_are_refused_are_said_as_text(bot: Bot) -> None:
    ts = bot.mention()

    def refused(method: str, number: int) -> Exception | None:
        if method == "chat.postMessage" and number < 2:
            return SlackRefused(method, "invalid_blocks")
        return None

    bot.slack.before = refused
    bot.work()
    assert bot.slack.visible(CHANNEL, ts) == ["How many?"]


def test_an_error_inside_is_an_outcome(bot: Bot) -> None:
    def breaks(work: Work, showing: Showing) -> None:
        raise ZeroDivisionError

    bot.echo.meanwhile = breaks
    ts = bot.mention()
    bot.work()
    (said,) = bot.slack.visible(CHANNEL, ts)
    assert said.startswith("This could not be answered: something broke inside Footnoted")
    assert bot.inbox.standing().outcomes == {"error": 1}


def test_a_question_that_kills_the_process_is_answered_with_that(bot: Bot) -> None:
    def dies(work: Work, showing: Showing) -> None:
        raise Crash

    bot.echo.meanwhile = dies
    ts = bot.mention()
    for _ in range(5):
        with pytest.raises(Crash):
            bot.work()
        bot.restart()
    bot.work()
    (said,) = bot.slack.visible(CHANNEL, ts)
    assert said.startswith("This was tried 5 times")


def _command(text: str) -> New:
    detail = {"response_url": "https://hooks.example/1"}
    place = Place("T1", CHANNEL)
    return New("T1/trigger", Kind.ASK, place, "U1", "1700000000.0", text, detail=detail)


def test_a_private_answer_goes_to_its_address(bot: Bot) -> None:
    assert bot.inbox.take(_command("How many?"))
    assert not bot.inbox.take(_command("How many?"))
    bot.echo.long = 6
    bot.work()
    (said,) = bot.slack.private
    assert said["text"] == "\n".join(f"How many? {n}" for n in range(6))
    assert bot.slack.visible(CHANNEL) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_private_answer_whose_reply_is_lost_is_rather_seen_twice_than_never(
    bot: Bot, when: str
) -> None:
    bot.inbox.take(_command("How many?"))
    bot.slack.refuse["response_url"] = "used_url"
    setattr(bot.slack, when, _at(1, _AFTER))
    bot.work()
    expected = ["How many? 0"] * (1 if when == "before" else 2)
    assert [said["text"] for said in bot.slack.private] == expected
    assert bot.inbox.standing().outcomes == {"answer": 1}


def test_a_private_answer_whose_blocks_are_refused_is_said_whole(bot: Bot) -> None:
    asked = ("How many? " * 700).strip()
    bot.inbox.take(_command(asked))
    bot.echo.long = 2
    bot.slack.before = _at(1, SlackRefused("response_url", "invalid_blocks"))
    bot.work()
    _, said = bot.slack.private  # what was posted of it before cannot be replaced
    assert said["text"].split() == asked.split()


def test_a_message_that_somebody_removed_is_posted_anew_when_it_changes(bot: Bot) -> None:
    event = bot.slack.say(CHANNEL, f"<@{US}> How many?")
    bot.hear(event)
    bot.work()
    bot.slack.messages[CHANNEL] = [m for m in bot.slack.messages[CHANNEL] if m["user"] != US]
    bot.hear(changed(event, f"<@{US}> How few?", "1800000000.000001"))
    bot.work()
    assert bot.slack.visible(CHANNEL, event["ts"]) == ["How few? 0"]


def test_what_cannot_be_taken_back_keeps_no_question_without_an_outcome(tmp_path: Path) -> None:
    class Stuck(Echo):
        def withdraw(self, work: Work, kept: Sequence[tuple[str, str]]) -> None:
            raise LibraryError("What was kept cannot be read.")

    bot = Bot(tmp_path / "inbox.sqlite3", echo=Stuck())
    ts = bot.mention()
    for _ in range(STARTS):
        with pytest.raises(LibraryError):
            bot.work()
    bot.work()
    (said,) = bot.slack.visible(CHANNEL, ts)
    assert f"tried {STARTS} times" in said
    bot.close()

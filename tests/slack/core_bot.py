"""The bot's core over a Slack in memory."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from rag.answers import Label, Statement, Verdict, VerdictClass
from rag.events import Searching, StatementChecked
from tests.slack.memory_slack import US, Crash, Echo, FakeClock, MemorySlack
from ui.slack.desk import Desk
from ui.slack.inbox import Inbox
from ui.slack.outbox import Outbox
from ui.slack.phrases import ENGLISH
from ui.slack.receiving import Receiving
from ui.slack.showing import Showing
from ui.slack.works import Work

CHANNEL = "C1"


def growing(work: Work, showing: Showing) -> None:
    """Let an answer grow so slowly that it is shown on the way."""
    verdict = Verdict(Label.SUPPORTED, VerdictClass.QUOTED, "x", "y")
    showing.take(Searching(work.text, 1_204))
    for said in ("One.", "Two.", "Three."):
        showing.clock.sleep(1.0)
        showing.take(StatementChecked(Statement(said, (), verdict)))


def core(inbox: Inbox, slack: MemorySlack, echo: Echo, seed: int = 0) -> tuple[Receiving, Desk]:
    """Return what takes events in and what settles them, as one process has them."""
    outbox = Outbox(slack, slack.clock, inbox.pauses, random.Random(seed).random)
    receiving = Receiving(inbox, slack)
    desk = Desk(inbox, outbox, slack.clock, echo, slack, ENGLISH, heard=receiving.heard)
    receiving.call_off = desk.call_off
    return receiving, desk


@dataclass
class Bot:
    """The core over a Slack in memory; `restart` is a new process over the same file."""

    file: Path
    clock: FakeClock = field(default_factory=FakeClock)
    echo: Echo = field(default_factory=Echo)

    def __post_init__(self) -> None:
        self.slack = MemorySlack(self.clock)
        self._begin()

    def restart(self) -> None:
        self.close()
        self._begin()

    def close(self) -> None:
        self.inbox.close()

    def _begin(self) -> None:
        self.inbox = Inbox(self.file, self.clock.now)
        self.receiving, self.desk = core(self.inbox, self.slack, self.echo)

    def hear(self, event: dict[str, object], times: int = 1) -> None:
        for _ in range(times):
            self.receiving.event(event, "T1")

    def work(self) -> None:
        """Work everything off, also what is put off."""
        for _ in range(200):
            keys = self.inbox.due()
            for key in keys:
                self.desk.settle(key)
            if not keys:
                later = self.inbox.next_due()
                if later is None:
                    return
                self.clock.time = max(self.clock.time, later)
        raise AssertionError("it comes to no end")

    def survive(self) -> None:
        """Work everything off, in a new process where this one ends in the middle."""
        try:
            self.work()
        except Crash:
            self.restart()
            self.work()

    def mention(self, text: str = "How many?", thread: str = "") -> str:
        event = self.slack.say(CHANNEL, f"<@{US}> {text}", thread)
        self.hear({**event, "type": "app_mention"})
        self.hear(event)
        return str(event["ts"])


def deleted(event: dict[str, object]) -> dict[str, object]:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "channel": event["channel"],
        "deleted_ts": event["ts"],
        "previous_message": event,
    }


def changed(event: dict[str, object], text: str, edited: str) -> dict[str, object]:
    message = {**event, "text": text, "edited": {"ts": edited, "user": "U1"}}
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": event["channel"],
        "message": message,
    }

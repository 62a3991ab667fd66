"""Generated sequences of what may happen to the bot, and what must be seen at the end.

A sequence is drawn by its seed: questions in threads, in channels, in direct messages and by
command, answers that are shared, edits and deletions; each event delivered once or more often, in
any order, also while an answer is made; restarts in between; and every call to Slack may fail,
before it is done or after, or end the process; and what is posted may be read back only later.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.answers import Label, Statement, Verdict, VerdictClass
from rag.events import Searching, StatementChecked
from tests.slack.core_bot import core
from tests.slack.memory_slack import US, Crash, Echo, FakeClock, MemorySlack, QuickInbox
from tests.slack.sequence_outcomes import Asked, Question, problems
from ui.slack.desk import Reply
from ui.slack.errors import SlackBusy, SlackRefused, SlackUnreachable
from ui.slack.inbox import Inbox
from ui.slack.messages import plain_messages
from ui.slack.showing import Showing
from ui.slack.works import Kind, New, Outcome, Place, Work

_SUPPORTED = Verdict(Label.SUPPORTED, VerdictClass.QUOTED, "x", "y")
_KINDS = ("plain", "plain", "long", "slowly", "slowly and long", "declined", "breaks")
_FAILURES = ("crash", "down", "busy", "code")
_FAILURES_AFTER = ("crash", "lost", "internal")
Event = dict[str, Any]


@dataclass
class Moody(Echo):
    """Answers as a question's own words say: long, slowly, not at all, or by dying.

    What was answered is kept, as the real one keeps it, and outlives the process.
    """

    between: Callable[[], None] = lambda: None
    kept: dict[str, Reply] = field(default_factory=dict)

    def reply(self, work: Work, history: Any, showing: Showing, run: Any) -> Reply:
        if "slowly" in work.text:
            showing.take(Searching(work.text, 1_204))
            for number in range(3):
                showing.clock.sleep(0.9)
                showing.take(StatementChecked(Statement(f"Say {number}.", (), _SUPPORTED)))
                self.between()
        self.between()
        if "breaks" in work.text:
            raise ZeroDivisionError
        if "kills" in work.text:
            raise Crash
        run.go_on()
        found = self._reply(work)
        name = str(len(self.kept))
        self.kept[name] = found
        return Reply(found.messages, found.outcome, ("default", name), found.otherwise)

    def again(self, work: Work) -> Reply | None:
        assert work.kept is not None
        return self.kept[work.kept[1]]

    def _reply(self, work: Work) -> Reply:
        if "declined" in work.text:
            return Reply(plain_messages(f"{work.text} 0"), Outcome.DECLINE, otherwise=work.text)
        self.long = 3 if "long" in work.text and not work.private else 1
        return super()._reply(work)


@dataclass
class Sequence:
    """One sequence, in a file of its own; `run` carries it out and returns what is wrong."""

    seed: int
    file: Path
    crashes: int = 0
    delivered: int = 0
    failed: int = 0
    questions: list[Question] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.clock = FakeClock()
        self.slack = MemorySlack(self.clock)
        self.slack.streams = self.chance.random() < 0.6
        self.slack.statuses = self.chance.random() < 0.6
        self.slack.skew = self.chance.choice([0.0, 0.0, -2.0, 2.0])
        self.slack.late = self.chance.choice([0.0, 0.0, 0.5, 1.5, 2.5])
        self.echo = Moody(between=self._meanwhile)
        self.inbox: Inbox | None = None
        self.left: list[Event] = []
        """What is still to be delivered."""
        self.restart()

    def restart(self) -> None:
        """End the process and begin a new one over the same file."""
        if self.inbox is not None:
            self.inbox.close()
            self.crashes += 1
        self.inbox = QuickInbox(self.file, self.clock.now)
        self.receiving, self.desk = core(self.inbox, self.slack, self.echo, self.seed)

    def close(self) -> None:
        """Close the file."""
        assert self.inbox is not None
        self.inbox.close()

    def run(self) -> list[str]:
        """Carry the sequence out; return what is wrong in the end."""
        self.left = self._happen()
        rate = self.chance.choice([0.0, 0.05, 0.15, 0.4])
        self.slack.before = self._fault(rate, _FAILURES)
        self.slack.after = self._fault(rate, _FAILURES_AFTER)
        while self.left:
            event = self.left.pop(0)
            fate = self.chance.random()
            if fate < 0.05:
                self.restart()  # it was not taken in, and comes again
                self._again(event)
                continue
            self._take(event)
            if fate < 0.15:
                self.restart()  # it was taken in and never acknowledged
                self._again(event)
            if fate > 0.6:
                self._some_work()
        self.slack.before = self.slack.after = lambda method, number: None
        found = self._settle()
        return found or problems(self.slack, self.questions, self.asked, self.crashes)

    def _again(self, event: Event) -> None:
        self.left.insert(self.chance.randrange(len(self.left) + 1), event)

    def _meanwhile(self) -> None:
        """Deliver something while an answer is made."""
        if self.left and self.chance.random() < 0.2:
            self._take(self.left.pop(0))

    def _take(self, event: Event) -> None:
        assert self.inbox is not None
        self.delivered += 1
        if "new" in event:
            self.inbox.take(event["new"])
        else:
            self.receiving.event(event, "T1")

    def _some_work(self) -> None:
        assert self.inbox is not None
        for key in self.inbox.due()[: self.chance.randint(1, 3)]:
            self._guarded(key)

    def _guarded(self, key: str) -> None:
        try:
            self.desk.settle(key)
        except Crash:
            self.restart()

    def _settle(self) -> list[str]:
        for _ in range(400):
            assert self.inbox is not None
            if keys := self.inbox.due():
                self._guarded(keys[0])
            elif (later := self.inbox.next_due()) is not None:
                self.clock.time = max(self.clock.time, later)
            else:
                return []
        return ["it comes to no end"]

    def _happen(self) -> list[Event]:
        """Let people write; return what is delivered, in the order in which it is."""
        delivered: list[Event] = []
        for _ in range(self.chance.randint(1, 5)):
            delivered += self._asked() if self.chance.random() < 0.85 else self._commanded()
        for event in list(delivered):
            delivered += [event] * self.chance.choice([0, 0, 0, 1, 2])
        if self.chance.random() < 0.7:
            # Slack's order is nearly that in which it was said; sometimes it is any.
            far = self.chance.choice([2.0, 5.0, 50.0])
            places = [place + self.chance.random() * far for place in range(len(delivered))]
            order = sorted(range(len(delivered)), key=places.__getitem__)
            delivered = [delivered[place] for place in order]
        return delivered

    def _commanded(self) -> list[Event]:
        """Ask by command, which one person alone sees, or share what was asked so."""
        number = len(self.asked)
        kind = self.chance.choice([each for each in _KINDS if each != "breaks"])
        asked = Asked(f"Command {number}, {kind}?", f"url{number}", self.chance.random() < 0.5)
        self.asked.append(asked)
        now = f"{self.clock.time:.6f}"
        detail, place = {"response_url": asked.url}, Place("T1", "C1", f"private/{number}")
        if not asked.shared:
            return [{"new": New(f"T1/{number}", Kind.ASK, place, "U1", now, asked.text,
                                detail=detail)}]  # fmt: skip
        return [{"new": New(f"T1/C1/{number}/share", Kind.SHARE, Place("T1", "C1"), "U1", now,
                            asked.text)}]  # fmt: skip

    def _asked(self) -> list[Event]:
        kind = self.chance.choice([*_KINDS, "kills"] if self.seed % 7 == 0 else _KINDS)
        words = f"Question {len(self.questions)}, {kind}?"
        where = self.chance.choice(["mention", "mention", "follow", "follow", "direct"])
        threads = [q for q in self.questions if not q.event["channel"].startswith("D")]
        if where == "direct":
            event = self.slack.say("D1", words)
        elif where == "follow" and threads:
            thread = self.chance.choice(threads)
            mention = f"<@{US}> " if self.chance.random() < 0.3 else ""
            event = self.slack.say(thread.event["channel"], mention + words, thread.thread)
        else:
            # Some threads begin among people, and the bot is mentioned in them only later.
            mention = f"<@{US}> " if self.chance.random() < 0.85 else ""
            event = self.slack.say(self.chance.choice(["C1", "C2"]), mention + words)
        question = Question(event, words, event["text"])
        self.questions.append(question)
        found = [event]
        if US in event["text"]:
            found.append({**event, "type": "app_mention"})
        if self.chance.random() < 0.2:
            found.append(question.edit(self.slack))
        if self.chance.random() < 0.15:
            found.append(question.delete(self.slack))
        return found

    def _fault(self, rate: float, kinds: tuple[str, ...]) -> Callable[[str, int], Exception | None]:
        def fault(method: str, number: int) -> Exception | None:
            if self.chance.random() >= rate:
                return None
            self.failed += 1
            match self.chance.choice(kinds):
                case "crash":
                    raise Crash
                case "busy":
                    return SlackBusy(method, self.chance.choice([1.0, 30.0, 200.0]))
                case "code":
                    codes = ["token_expired", "service_unavailable", "ratelimited"]
                    return SlackRefused(method, self.chance.choice(codes))
                case "internal":
                    return SlackRefused(method, "internal_error")
                case "down":
                    return SlackUnreachable(method, "it is down", sent=False)
                case _:
                    return SlackUnreachable(method, "it is slow", sent=True)

        return fault

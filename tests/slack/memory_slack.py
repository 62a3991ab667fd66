"""A Slack in memory for the bot's core: channels, threads, metadata, streams, and failures."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.answers import Turn
from rag.run import Run
from ui.slack.desk import Reply
from ui.slack.errors import SlackRefused
from ui.slack.inbox import Inbox
from ui.slack.inbox_schema import INBOX_SCHEMA
from ui.slack.messages import plain_messages
from ui.slack.showing import Showing
from ui.slack.works import Outcome, Work
from vectorstore.database import Database

US = "U0BOT"
Fault = Callable[[str, int], Exception | None]
"""What happens at a call: given the method and how many calls there were, an error or nothing."""


class Crash(BaseException):
    """The process ends here."""


@dataclass
class FakeClock:
    """Time that passes when somebody waits."""

    time: float = 1_700_000_000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class _Unsynced(Database):
    """A file that outlives the process, and that no test waits for the disk for."""

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.execute("PRAGMA synchronous = OFF")
        return connection


class QuickInbox(Inbox):
    """An inbox that would not outlive the machine."""

    def _opened(self, file: Path, *, read_only: bool) -> Database:
        return _Unsynced(file, schema=INBOX_SCHEMA, read_only=read_only)


@dataclass
class MemorySlack:
    """One workspace. `before` and `after` may fail a call before or after it is done."""

    clock: FakeClock
    before: Fault = lambda method, number: None
    after: Fault = lambda method, number: None
    streams: bool = True
    statuses: bool = True
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    private: list[dict[str, Any]] = field(default_factory=list)
    unsaid: Counter[str] = field(default_factory=Counter)
    """How often something was done at an address, and the reply lost or the process ended."""
    shown: dict[str, float] = field(default_factory=dict)
    """When what the bot posts can be read back."""
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    late: float = 0.0
    """Seconds after which what was posted can be read back."""
    skew: float = 0.0
    """Seconds by which its clock is ahead of the bot's."""

    def user(self, team: str) -> str:
        return US

    def say(self, channel: str, text: str, thread: str = "", user: str = "U1") -> dict[str, Any]:
        """Let somebody say something; return it as an event."""
        message = self._add(channel, {"user": user, "text": text}, thread)
        return {"type": "message", "channel": channel, **message}

    def call(self, team: str, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        number = len(self.calls)
        self.calls.append((method, dict(arguments)))
        if (fault := self.before(method, number)) is not None:
            raise fault
        if code := self.refuse.get(method):
            raise SlackRefused(method, code)
        done = getattr(self, "_" + method.replace(".", "_").lower())(arguments)
        self._replied(method, number, arguments)
        return {"ok": True, **(done or {})}

    def _replied(self, method: str, number: int, arguments: Mapping[str, Any]) -> None:
        fault: BaseException | None = None
        try:
            fault = self.after(method, number)
        except Crash as crash:
            fault = crash
        if fault is not None:
            self.unsaid[str(arguments.get("url", ""))] += 1
            raise fault

    def visible(self, channel: str, thread: str = "") -> list[str]:
        """Return what the bot says in a thread, as it stands."""
        return [
            message["text"]
            for message in self.messages.get(channel, ())
            if message.get("user") == US and message.get("thread_ts", "") == thread
        ]

    def streaming(self) -> list[dict[str, Any]]:
        """Return the messages whose streams were never ended."""
        return [m for found in self.messages.values() for m in found if m.get("streaming")]

    def _add(self, channel: str, message: dict[str, Any], thread: str = "") -> dict[str, Any]:
        # Real time moves on, and a later message has a later name.
        self.clock.time += 0.001
        whole = {**message, "ts": f"{self.clock.time + self.skew:.6f}"}
        if message["user"] == US:
            self.shown[whole["ts"]] = self.clock.time + self.late
        if thread:
            whole["thread_ts"] = thread
        self.messages.setdefault(channel, []).append(whole)
        return dict(whole)

    def _find(self, arguments: Mapping[str, Any], method: str) -> dict[str, Any]:
        for message in self.messages.get(arguments["channel"], ()):
            if message["ts"] == arguments["ts"]:
                return message
        raise SlackRefused(method, "message_not_found")

    def _chat_postmessage(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        content = {name: arguments.get(name) for name in ("text", "blocks", "metadata")}
        message = self._add(
            arguments["channel"], {"user": US, **content}, arguments.get("thread_ts", "")
        )
        return {"ts": message["ts"], "channel": arguments["channel"]}

    def _chat_update(self, arguments: Mapping[str, Any]) -> None:
        message = self._find(arguments, "chat.update")
        if message.get("streaming"):
            raise SlackRefused("chat.update", "streaming_state_conflict")
        names = ("text", "blocks", "metadata")
        message.update({name: arguments[name] for name in names if name in arguments})

    def _chat_delete(self, arguments: Mapping[str, Any]) -> None:
        message = self._find(arguments, "chat.delete")
        self.messages[arguments["channel"]].remove(message)

    def _chat_startstream(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if not self.streams:
            raise SlackRefused("chat.startStream", "unknown_method")
        started = {"user": US, "text": arguments["markdown_text"], "streaming": True}
        message = self._add(arguments["channel"], started, arguments["thread_ts"])
        return {"ts": message["ts"], "channel": arguments["channel"]}

    def _chat_appendstream(self, arguments: Mapping[str, Any]) -> None:
        message = self._find(arguments, "chat.appendStream")
        message["text"] += arguments["markdown_text"]

    def _chat_stopstream(self, arguments: Mapping[str, Any]) -> None:
        message = self._find(arguments, "chat.stopStream")
        if not message.pop("streaming", False):
            raise SlackRefused("chat.stopStream", "message_not_in_streaming_state")

    def _assistant_threads_setstatus(self, arguments: Mapping[str, Any]) -> None:
        if not self.statuses:
            raise SlackRefused("assistant.threads.setStatus", "missing_scope")

    def _conversations_replies(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        root = arguments["ts"]
        found = [
            dict(message)
            for message in self.messages.get(arguments["channel"], ())
            if root in (message["ts"], message.get("thread_ts")) and self._shows(message)
        ]
        return {"messages": found}

    def _conversations_history(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        low, high = arguments.get("oldest", "0"), arguments.get("latest", "9")
        found = [
            dict(message)
            for message in self.messages.get(arguments["channel"], ())
            if not message.get("thread_ts") and low < message["ts"] < high and self._shows(message)
        ]
        return {"messages": found[-arguments["limit"] :][::-1]}

    def _shows(self, message: Mapping[str, Any]) -> bool:
        return self.shown.get(message["ts"], 0.0) <= self.clock.time

    def _response_url(self, arguments: Mapping[str, Any]) -> None:
        # The address of a command has no original that could be replaced.
        self.private.append(dict(arguments))

    def _chat_postephemeral(self, arguments: Mapping[str, Any]) -> None:
        self.private.append({"url": "", **arguments})


@dataclass
class Echo:
    """Answers with the question, as often as it is asked; remembers what it was asked with."""

    long: int = 1
    asked: list[tuple[str, list[Turn]]] = field(default_factory=list)
    withdrawn: list[tuple[str, str]] = field(default_factory=list)
    meanwhile: Callable[[Work, Showing], None] = lambda work, showing: None

    def reply(self, work: Work, history: Sequence[Turn], showing: Showing, run: Run) -> Reply:
        self.asked.append((work.text, list(history)))
        self.meanwhile(work, showing)
        run.go_on()
        return self._reply(work)

    def again(self, work: Work) -> Reply | None:
        return None

    def withdraw(self, work: Work, kept: Sequence[tuple[str, str]]) -> None:
        self.withdrawn += kept

    def _reply(self, work: Work) -> Reply:
        parts = [m for n in range(self.long) for m in plain_messages(f"{work.text} {n}")]
        return Reply(parts, Outcome.ANSWER, otherwise=work.text)

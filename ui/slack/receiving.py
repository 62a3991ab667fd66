"""What Slack delivers becomes works: who addressed the bot, where, with what; the rest is left.

Delivered twice, late or in any order, one thing becomes one work: its key is where and when it was
said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from ui.slack.inbox import Inbox
from ui.slack.posting import Us
from ui.slack.thread import by_a_person, plain_words
from ui.slack.works import Kind, New, Place, Work, message_key

Event = Mapping[str, Any]


@dataclass
class Receiving:
    """Writes down what addresses the bot. `wake` is called when there is something to do.

    `call_off` is given the key of a question that was edited or deleted.
    """

    inbox: Inbox
    us: Us
    follow: Literal["all", "mentions"] = "all"
    wake: Callable[[], None] = lambda: None
    call_off: Callable[[str], None] = lambda key: None

    def event(self, event: Event, team: str, enterprise: str = "") -> None:
        """Take in an event; one that does not address the bot leaves nothing behind."""
        if event.get("type") not in ("message", "app_mention"):
            return
        match event.get("subtype"):
            case "message_changed":
                self._changed(event, team, enterprise)
            case "message_deleted":
                self._deleted(event, team, enterprise)
            case _:
                self.message(event, event.get("channel", ""), team, enterprise)

    def heard(self, work: Work, messages: Sequence[Event]) -> None:
        """Take in what stands in a thread and was perhaps never delivered: later words, edits."""
        place = work.place
        for message in messages:
            if float(message["ts"]) >= float(work.ts) and not self._edited(message, place):
                self.message(message, place.channel, place.team, place.enterprise)

    def _edited(self, message: Event, place: Place) -> bool:
        """Take in what a known question says now; False for one that is not known."""
        key = message_key(place.team, place.channel, message["ts"])
        if not self.inbox.known(key):
            return False
        edited = (message.get("edited") or {}).get("ts", "")
        text = plain_words(message.get("text", ""), self.us.user(place.team))
        if edited and self.inbox.edit(key, text, edited):
            self.call_off(key)
            self.wake()
        return True

    def message(self, message: Event, channel: str, team: str, enterprise: str) -> bool:
        """Take in a message; True where something is to be done that was not known."""
        if not by_a_person(message) or message.get("user") == self.us.user(team):
            return False
        if not self._addresses(message, channel, team, enterprise):
            return False
        taken = False
        files = message.get("files") or ()
        text = plain_words(message.get("text", ""), self.us.user(team))
        if text or not files:
            new = self._new(message, channel, team, enterprise)
            taken = self.inbox.take(new)
        for file in files:
            taken |= self.inbox.take(_of_file(self._new(message, channel, team, enterprise), file))
        if taken:
            self.wake()
        return taken

    def _new(self, message: Event, channel: str, team: str, enterprise: str) -> New:
        ts = message["ts"]
        place = _place(message, channel, team, enterprise)
        return New(
            message_key(team, channel, ts),
            Kind.ASK,
            place,
            message.get("user", ""),
            ts,
            plain_words(message.get("text", ""), self.us.user(team)),
            (message.get("edited") or {}).get("ts", ""),
        )

    def _addresses(self, message: Event, channel: str, team: str, enterprise: str) -> bool:
        us = self.us.user(team)
        text = message.get("text", "")
        if message.get("type") == "app_mention" or channel.startswith("D"):
            return True
        if us and f"<@{us}" in text:
            return True
        if self.follow == "mentions" or not message.get("thread_ts"):
            return False
        if message["thread_ts"] == message["ts"] or text.lstrip().startswith("<@"):
            return False  # it begins a thread, or turns to somebody else
        return self.inbox.follows(_place(message, channel, team, enterprise), message["ts"])

    def _changed(self, event: Event, team: str, enterprise: str) -> None:
        message = event.get("message") or {}
        channel = event.get("channel", "")
        if message.get("subtype") == "tombstone":
            # What has replies leaves a stone in its place; the event tells what stood there.
            self._deleted({**event, "deleted_ts": message.get("ts")}, team, enterprise)
            return
        if not message.get("edited") or not by_a_person(message):
            return  # a preview was added, or the bot changed its own
        if not self._edited(message, _place(message, channel, team, enterprise)):
            self.message(message, channel, team, enterprise)

    def _deleted(self, event: Event, team: str, enterprise: str) -> None:
        channel = event.get("channel", "")
        ts = event.get("deleted_ts") or ""
        before = {**(event.get("previous_message") or {}), "ts": ts}
        if not ts:
            return
        key = message_key(team, channel, ts)
        addressed = by_a_person(before) and self._addresses(before, channel, team, enterprise)
        if not (self.inbox.known(key) or addressed):
            self.inbox.never(key)
            return
        base = self._new(before, channel, team, enterprise)
        works = [base, *(_of_file(base, file) for file in before.get("files") or ())]
        for work in works:
            if self.inbox.remove(work):
                self.call_off(work.key)
                self.wake()


def _of_file(base: New, file: Event) -> New:
    """Return the work that a file of a message is."""
    detail = {name: file.get(name) for name in ("id", "name", "size", "url_private_download")}
    return replace(
        base,
        key=f"{base.key}/{file.get('id', '')}",
        kind=Kind.FILE,
        text=str(file.get("name") or ""),
        detail={"file": detail},
    )


def _place(message: Event, channel: str, team: str, enterprise: str) -> Place:
    """Return where an answer belongs: the thread; in direct messages only where there is one."""
    thread = message.get("thread_ts") or ""
    if not thread and not channel.startswith("D"):
        thread = message["ts"]
    return Place(team, channel, thread, enterprise)

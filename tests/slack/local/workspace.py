"""What a workspace holds: people, channels, messages, files, views."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack.local.refusals import Refused

US = "U0FOOTNOTED"
BOT = "B0FOOTNOTED"
APP = "A0FOOTNOTED"
TEAM = "T0LOCAL"
Message = dict[str, Any]


@dataclass
class Channel:
    """A conversation; the bot reads and writes where it is a member."""

    id: str
    name: str = ""
    members: set[str] = field(default_factory=lambda: {US})
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def direct(self) -> bool:
        return self.id.startswith("D")

    def find(self, ts: str) -> Message:
        """Return a message. Raises message_not_found."""
        for message in self.messages:
            if message["ts"] == ts:
                return message
        raise Refused("message_not_found")


@dataclass
class Private:
    """What one person alone sees."""

    channel: str
    user: str
    message: Mapping[str, Any]


class Workspace:
    """One workspace's state. Hold `lock` while touching it."""

    def __init__(self, team: str = TEAM, enterprise: str = "") -> None:
        self.team = team
        self.enterprise = enterprise
        """The organization it belongs to, which has installed the app for all of its own."""
        self.lock = threading.RLock()
        self.channels: dict[str, Channel] = {}
        self.private: list[Private] = []
        self.files: dict[str, tuple[dict[str, Any], bytes]] = {}
        self.statuses: list[tuple[str, str, str]] = []
        self.titles: dict[tuple[str, str], str] = {}
        self.prompts: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        self.homes: dict[str, Mapping[str, Any]] = {}
        self.views: list[Mapping[str, Any]] = []
        self.triggers: dict[str, float] = {}
        self.responses: dict[str, tuple[str, str, int]] = {}
        self.commanded: set[str] = set()
        """The addresses that came with commands: they have no original to be replaced."""
        self._count = itertools.count(1)

    def id(self, letter: str) -> str:
        """Return a new id."""
        return f"{letter}{next(self._count):08d}"

    def channel(self, id_: str) -> Channel:
        """Return a channel the bot may use. Raises channel_not_found, not_in_channel."""
        found = self.channels.get(id_)
        if found is None:
            raise Refused("channel_not_found")
        if US not in found.members:
            # What is private is not there for who is not in it.
            raise Refused("channel_not_found" if id_.startswith("G") else "not_in_channel")
        return found

    @property
    def people(self) -> set[str]:
        """Everybody who is in one of its channels, but for the bot."""
        return {who for each in self.channels.values() for who in each.members} - {US}

    def writable(self, id_: str) -> Channel:
        """Return a channel that takes messages. Raises is_archived besides."""
        found = self.channel(id_)
        if found.archived:
            raise Refused("is_archived")
        return found

    def add(self, channel: Channel, message: Message, thread: str = "") -> Message:
        """Put a message at the end of a channel or of a thread in it."""
        with self.lock:
            whole = {"type": "message", "team": self.team, **message, "ts": self._ts()}
            if thread:
                root = next((m for m in channel.messages if m["ts"] == thread), None)
                if root is None:
                    raise Refused("thread_not_found")
                whole["thread_ts"] = root.get("thread_ts", thread)
                root.setdefault("thread_ts", thread)
            channel.messages.append(whole)
            return whole

    def _ts(self) -> str:
        return f"{int(time.time())}.{next(self._count):06d}"

    def trigger(self) -> str:
        """Return a trigger as comes with what somebody clicks; it is good for three seconds."""
        made = f"{next(self._count)}.{self.team}.trigger"
        self.triggers[made] = time.monotonic() + 3.0
        return made

    def use(self, trigger: str) -> None:
        """Use a trigger up. Raises invalid_trigger_id, expired_trigger_id."""
        with self.lock:
            ends = self.triggers.get(trigger)
            if ends is None:
                raise Refused("invalid_trigger_id")
            if ends == 0:
                raise Refused("exchanged_trigger_id")
            if time.monotonic() > ends:
                raise Refused("expired_trigger_id")
            self.triggers[trigger] = 0

    def seen(self, channel: str, thread: str = "") -> Iterator[Message]:
        """Yield what the bot says in a thread, or beside all threads, as it stands."""
        with self.lock:
            for message in list(self.channels[channel].messages):
                inside = message.get("thread_ts", message["ts"])
                if message.get("user") == US and (
                    inside == thread or (not thread and inside == message["ts"])
                ):
                    yield dict(message)

"""What the bot has to do: one work for everything in Slack that addresses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a work is."""

    ASK = "ask"
    CHECK = "check"
    SHARE = "share"
    FILE = "file"
    ADD = "add"


class State(StrEnum):
    """How far a work is. One that is taken or held is unfinished."""

    TAKEN = "taken"
    HELD = "held"
    DONE = "done"
    DEAD = "dead"


class Outcome(StrEnum):
    """What people see in the end."""

    ANSWER = "answer"
    DECLINE = "decline"
    ERROR = "error"
    REMOVED = "removed"
    DISMISSED = "dismissed"
    """Nothing: it was given up, and an admin let it be."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a workspace, a channel in it, and a thread or none."""

    team: str
    channel: str
    thread: str = ""
    enterprise: str = ""

    @property
    def direct(self) -> bool:
        """Whether it is between the bot and one person."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class New:
    """A work that is to be taken: what, who, where, and its place in time.

    `key` tells it from every other one, however often Slack delivers it. `detail` holds what only
    its kind needs.
    """

    key: str
    kind: Kind
    place: Place
    user: str
    ts: str
    text: str = ""
    edited: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Work:
    """A work as it stands in the inbox.

    `id` is in the metadata of its messages; `revision` counts the edits of the question; `unsure`
    is set when something may have been posted that is not among `posts`; `starts` counts the
    beginnings that came to no end. `kept` is the collection and the id its answer is kept under.
    """

    key: str
    id: str
    kind: Kind
    place: Place
    user: str
    ts: str
    text: str
    detail: Mapping[str, Any]
    state: State
    revision: int = 0
    removed: bool = False
    unsure: bool = False
    posts: Mapping[int, Post] = field(default_factory=dict)
    kept: tuple[str, str] | None = None
    outcome: str = ""
    why: str = ""
    starts: int = 0
    holds: int = 0
    taken: float = 0.0
    due: float = 0.0

    @property
    def private(self) -> bool:
        """Whether one person alone sees the outcome."""
        return bool(self.detail.get("response_url"))

    @property
    def withdrawn(self) -> list[tuple[str, str]]:
        """Where answers are kept that this work no longer gives: it was edited or removed."""
        replaced = [(kept_in, id_) for kept_in, id_ in self.detail.get("replaced", ())]
        return [*replaced, self.kept] if self.removed and self.kept else replaced


def message_key(team: str, channel: str, ts: str) -> str:
    """Return the key of what a message asks; a mention and its message are the same."""
    return f"{team}/{channel}/{ts}"

"""What people see while an answer is made: what is happening, then statements as they stand.

Where Slack shows a status by itself it is that; where it has streams the answer grows in one;
otherwise a message is changed, about once a second at most. None of it decides anything: whatever
is shown here is changed into the outcome at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rag.events import Event, FellBack, StatementChecked
from ui.live import Watching
from ui.rendering import statement_text
from ui.slack import limits
from ui.slack.blocks import context
from ui.slack.clock import Clock
from ui.slack.errors import SlackBusy, SlackError, SlackRefused, SlackUnreachable
from ui.slack.escape import escaped, markdown
from ui.slack.inbox import Inbox
from ui.slack.messages import Message, messages, paragraph
from ui.slack.outbox import LACKING, Outbox
from ui.slack.phrases import SlackPhrases
from ui.slack.posting import Poster, metadata
from ui.slack.works import Post, Work
from ui.terminal import one_line

_BETWEEN = 1.2
"""Seconds between two changes of a message."""
_PATIENCE = 0.7
"""Seconds in which an answer may be complete without any of it being shown before."""


@dataclass
class Abilities:
    """What workspaces do not have, as far as that has been seen."""

    no_status: set[str] = field(default_factory=set)
    no_stream: set[str] = field(default_factory=set)


@dataclass
class Showing:
    """One answer on its way, as it is shown; a revision and a private one are shown at the end."""

    work: Work
    poster: Poster
    outbox: Outbox
    inbox: Inbox
    clock: Clock
    words: SlackPhrases
    abilities: Abilities
    streaming: bool = True

    def __post_init__(self) -> None:
        self._watching = Watching(self.words.wording)
        self._quiet = self.work.private or bool(self.work.posts) or self.work.unsure
        self._began = self._changed = self.clock.now()
        self._said: list[str] = []
        self._told = ""
        self._streamed = 0
        self._stream: Post | None = None
        self._draft: Post | None = None
        self._broken = False
        self._stated = False

    def say(self, status: str) -> None:
        """Show what is happening."""
        if not self._quiet and status != self._told:
            self._told = status
            self._safely(self._status)

    def take(self, event: Event) -> None:
        """Show what happened."""
        self._watching.take(event)
        match event:
            case StatementChecked(statement):
                self._said.append(one_line(statement_text(statement)))
                if not self._quiet:
                    self._safely(self._grow)
            case FellBack():
                # What stands in a stream cannot be taken back.
                self._said, self._broken = [], self._stream is not None
        if self._watching.doing and not self._said:
            self.say(self._watching.status)

    def end(self) -> None:
        """End a stream, so that its message can be changed. Raises SlackError, Stopping."""
        if self._stream is None:
            return
        try:
            self.outbox.call(
                self.work.place.team,
                "chat.stopStream",
                channel=self._stream.channel,
                ts=self._stream.ts,
            )
        except SlackRefused:
            return

    def leave(self) -> None:
        """Take away a status that no message follows, which would stand for minutes."""
        if self._stated and self._stream is None and self._draft is None:
            self.outbox.attempt(
                self.work.place.team, "assistant.threads.setStatus", **self._stating("")
            )

    def _stating(self, status: str) -> dict[str, Any]:
        place = self.work.place
        return {"channel_id": place.channel, "thread_ts": place.thread, "status": status}

    def _safely(self, show: Callable[[], None]) -> None:
        """Show something; where that fails nothing more is shown before the outcome."""
        try:
            show()
        except SlackError:
            self._quiet = True

    def _status(self) -> None:
        team, place = self.work.place.team, self.work.place
        if self._stream is not None:
            return
        if self._draft is None and place.thread and team not in self.abilities.no_status:
            self._stated = True
            try:
                self.outbox.once(
                    team, "assistant.threads.setStatus", **self._stating(self._told[:50])
                )
            except SlackRefused as refused:
                if refused.code in LACKING:
                    self.abilities.no_status.add(team)
            except (SlackBusy, SlackUnreachable):
                return
            else:
                return
        self._edit()

    def _grow(self) -> None:
        if self.clock.now() - self._began < _PATIENCE:
            return
        if self._stream is not None:
            self._append()
        elif not self._begin_stream():
            self._edit()

    def _begin_stream(self) -> bool:
        place = self.work.place
        if (
            not self.streaming
            or self._draft is not None
            or not place.thread
            or place.team in self.abilities.no_stream
        ):
            return False
        self.inbox.posts.will_post(self.work.key)
        more = {}
        if not place.direct:
            more = {"recipient_team_id": place.team, "recipient_user_id": self.work.user}
        text = self._next()
        try:
            sent = self.outbox.once(
                place.team,
                "chat.startStream",
                channel=place.channel,
                thread_ts=place.thread,
                markdown_text=text,
                **more,
            )
        except SlackRefused as refused:
            if refused.code in LACKING:
                self.abilities.no_stream.add(place.team)
            self._streamed = 0
            return False
        self._stream = Post(sent.get("channel") or place.channel, sent["ts"])
        self.inbox.posts.posted(self.work.key, 0, self._stream)
        return True

    def _append(self) -> None:
        assert self._stream is not None
        if self._broken or not (text := self._next()):
            return
        self.outbox.attempt(
            self.work.place.team,
            "chat.appendStream",
            channel=self._stream.channel,
            ts=self._stream.ts,
            markdown_text=text,
        )

    def _next(self) -> str:
        """Return the Markdown of the statements that were not shown yet, as far as it fits."""
        new = self._said[self._streamed :]
        self._streamed = len(self._said)
        text = "".join(f"{markdown(each)}\n\n" for each in new)
        return text if len(text) <= limits.STREAMED else ""

    def _edit(self) -> None:
        now = self.clock.now()
        message = self._so_far()
        if self._draft is None:
            self._draft = self.poster.post(self.work, 0, message)
        elif now - self._changed >= _BETWEEN:
            self.outbox.attempt(
                self.work.place.team,
                "chat.update",
                channel=self._draft.channel,
                ts=self._draft.ts,
                text=message.text,
                blocks=list(message.blocks),
                metadata=metadata(self.work, 0),
            )
        else:
            return
        self._changed = self.clock.now()

    def _so_far(self) -> Message:
        status = self._watching.status if self._watching.doing else self._told or "…"
        groups = [paragraph(each, said=each) for each in self._said]
        if not groups:
            return Message(escaped(status), (context(status),))
        first = messages(groups, status)[0]
        return Message(first.text, (*first.blocks, context(status)))

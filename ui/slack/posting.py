"""The messages of an outcome, put where they belong so that exactly these are seen.

Each carries its work's id and its part in its metadata. Whatever was begun before, by this process
or one that died, is found by that and changed into what it should be; nothing is posted beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from ui.slack.clock import Clock
from ui.slack.errors import SlackRefused, SlackUnreachable
from ui.slack.inbox import Inbox
from ui.slack.messages import Message, content
from ui.slack.outbox import FORMS, KEYS, Lost, Outbox
from ui.slack.thread import EVENT, payload_of, seen
from ui.slack.works import Kind, Post, Work

_LOOKS = 4
_LATEST = 3.0
"""Seconds after which what was posted is seen."""
_GONE = frozenset({"message_not_found", "thread_not_found"})


class Us(Protocol):
    """Who the bot is in a workspace."""

    def user(self, team: str) -> str:
        """Return the id of its user; empty where it is not known."""


class Poster:
    """Posts, changes and takes away messages. Safe between threads."""

    def __init__(self, inbox: Inbox, outbox: Outbox, clock: Clock, us: Us) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._clock = clock
        self._us = us

    def deliver(self, work: Work, messages: Sequence[Message]) -> None:
        """Let exactly these messages be seen. Raises SlackError, Stopping."""
        posts = self.standing(work)
        for part, message in enumerate(messages):
            post = posts.get(part)
            if post is None or not self.change(work, part, post, message):
                self.post(work, part, message)
        for part, post in self._in_the_end(work).items():
            if part >= len(messages):
                self._take_away(work, part, post)

    def take_away(self, work: Work) -> None:
        """Let nothing be seen. Raises SlackError, Stopping."""
        for part, post in self._in_the_end(work).items():
            self._take_away(work, part, post)

    def standing(self, work: Work) -> dict[int, Post]:
        """Return the messages of a work that stand; looks in Slack where that is not sure."""
        found = self._inbox.get(work.key)
        if found is None:
            return {}
        if not found.unsure:
            return dict(found.posts)
        posts = self._look(work)
        self._inbox.posts.stands(work.key, posts, sure=False)
        return posts

    def _in_the_end(self, work: Work) -> dict[int, Post]:
        """Return the messages that stand, once what was posted late has had time to be seen."""
        found = self._inbox.get(work.key)
        if found is None or not found.unsure:
            return dict(found.posts) if found else {}
        self._clock.sleep(_LATEST)
        posts = self._look(work)
        self._inbox.posts.stands(work.key, posts)
        return posts

    def post(self, work: Work, part: int, message: Message) -> Post:
        """Post a part that does not stand yet; one whose reply is lost is looked for first."""
        place = work.place
        arguments: dict[str, Any] = {
            **content(message),
            "channel": place.channel,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": metadata(work, part),
        }
        if place.thread:
            arguments["thread_ts"] = place.thread
        self._inbox.posts.will_post(work.key)
        for _ in range(_LOOKS):
            try:
                sent = self._outbox.call(place.team, "chat.postMessage", **arguments)
            except Lost:
                self._clock.sleep(1.0)
                if post := self._look(work).get(part):
                    break
                self._inbox.posts.doubt(work.key)
            else:
                post = Post(sent.get("channel") or place.channel, sent["ts"])
                break
        else:
            raise SlackUnreachable("chat.postMessage", "its replies are lost", sent=True)
        self._inbox.posts.posted(work.key, part, post)
        return post

    def change(self, work: Work, part: int, post: Post, message: Message) -> bool:
        """Let a message say something else; False where it stands no more."""
        arguments = {
            **content(message),
            "channel": post.channel,
            "ts": post.ts,
            "metadata": metadata(work, part),
        }
        team = work.place.team
        try:
            try:
                self._outbox.call(team, "chat.update", **arguments)
            except SlackRefused as refused:
                if refused.code != "streaming_state_conflict":
                    raise
                self._end_stream(team, post)
                self._outbox.call(team, "chat.update", **arguments)
        except SlackRefused as refused:
            if refused.code in FORMS | KEYS:
                raise
            if refused.code not in _GONE:
                self._delete(team, post)
            self._inbox.posts.gone(work.key, part)
            return False
        return True

    def _end_stream(self, team: str, post: Post) -> None:
        try:
            self._outbox.call(team, "chat.stopStream", channel=post.channel, ts=post.ts)
        except SlackRefused as refused:
            # Its first reply may have been lost.
            if refused.code != "message_not_in_streaming_state":
                raise

    def _take_away(self, work: Work, part: int, post: Post) -> None:
        self._delete(work.place.team, post)
        self._inbox.posts.gone(work.key, part)

    def _delete(self, team: str, post: Post) -> None:
        try:
            self._outbox.call(team, "chat.delete", channel=post.channel, ts=post.ts)
        except SlackRefused as refused:
            if refused.code not in (*_GONE, "cant_delete_message"):
                raise

    def _look(self, work: Work) -> dict[int, Post]:
        """Return the messages of a work that are noted, and those that Slack shows.

        Of two for one part that which is not noted is deleted.
        """
        found = dict((self._inbox.get(work.key) or work).posts)
        for message in self._seen(work):
            payload = payload_of(message)
            post = Post(work.place.channel, message["ts"])
            ours = payload.get("work") == work.id
            if not ours and not self._is_orphan(message, work):
                continue
            if found.setdefault(int(payload.get("part", 0)), post) != post:
                self._delete(work.place.team, post)
        return found

    def _is_orphan(self, message: Mapping[str, Any], work: Work) -> bool:
        """Tell whether a message is the beginning of a stream, which has no metadata yet."""
        us = self._us.user(work.place.team)
        return bool(
            work.place.thread
            and us
            and message.get("user") == us
            and not message.get("metadata")
            and message["ts"] > work.ts
            and not self._inbox.posts.stands_at(Post(work.place.channel, message["ts"]))
        )

    def _seen(self, work: Work) -> Iterator[Mapping[str, Any]]:
        try:
            yield from seen(self._outbox, work)
        except SlackRefused as refused:
            # Where the bot may not read, it is better seen twice than never.
            if refused.code in KEYS - {"missing_scope"}:
                raise
            return


def metadata(work: Work, part: int) -> dict[str, Any]:
    """Return what tells a message to be part of a work's outcome."""
    payload: dict[str, Any] = {"work": work.id, "part": part, "asked": work.ts}
    if work.kind is Kind.SHARE:
        payload["question"] = work.text
    return {"event_type": EVENT, "event_payload": payload}

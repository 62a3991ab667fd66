"""Outcomes that one person alone sees: they go to the address that came with a command."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ui.slack import limits
from ui.slack.blocks import context, shortened, size
from ui.slack.errors import SlackError, SlackRefused
from ui.slack.escape import escaped, unmarked
from ui.slack.inbox import Inbox
from ui.slack.messages import Message, content
from ui.slack.outbox import FORMS, KEYS, Outbox
from ui.slack.phrases import SlackPhrases
from ui.slack.splitting import bytes_of
from ui.slack.works import Post, Work

RESPOND = "response_url"
"""The method under which the outbox sends to an address of Slack's."""
TELL = "tell_url"
"""Where in the detail of what all see the address is at which who asked for it is told of it."""
_USES = 4
"""How many messages go to the address: Slack takes five in half an hour, and the fifth is kept to
say where the rest is."""
_TOO_LATE = frozenset({"used_url", "expired_url", "no_service", "invalid_url", "not_found"})


class PrivatePoster:
    """Posts what only who asked sees; Slack cannot be asked whether it stands."""

    def __init__(self, inbox: Inbox, outbox: Outbox, words: SlackPhrases) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._words = words

    def deliver(self, work: Work, messages: Sequence[Message]) -> None:
        """Post the messages that are not noted as posted. Raises SlackError, Stopping."""
        whole = fuller(messages)
        for part, message in enumerate(whole):
            if part in work.posts:
                continue
            try:
                self._post(work, part, message)
            except SlackRefused as refused:
                if refused.code in FORMS:
                    # What is posted in place of them is to be read from its beginning.
                    self._inbox.posts.stands(work.key, {})
                if part < _USES or refused.code in FORMS | KEYS:
                    raise
                self._respond(work, self._rest(whole[-1]))
                self._note(work, range(part, len(whole)))
                return
            self._note(work, [part])

    def tell(self, work: Work, said: str) -> None:
        """Tell who clicked, where they gave an address, what became of it. Raises Stopping."""
        if url := work.detail.get(TELL):
            with suppress(SlackError):
                self._outbox.call(work.place.team, RESPOND, **alone(url, said))

    def _post(self, work: Work, part: int, message: Message) -> None:
        if part < _USES:
            try:
                self._respond(work, message)
            except SlackRefused as refused:
                if refused.code not in _TOO_LATE:
                    raise
            else:
                return
        # One whose reply is lost is posted again: it is better seen twice than never.
        text = shortened(message.text, limits.TEXT) if message.blocks else message.text
        self._outbox.call(
            work.place.team,
            "chat.postEphemeral",
            channel=work.place.channel,
            user=work.user,
            **content(Message(text, message.blocks)),
        )

    def _respond(self, work: Work, message: Message) -> None:
        self._outbox.call(
            work.place.team,
            RESPOND,
            url=work.detail[RESPOND],
            response_type="ephemeral",
            replace_original=False,
            **content(message),
        )

    def _rest(self, last: Message) -> Message:
        """Return what says where the rest is, with the buttons of the last message."""
        rows = [block for block in last.blocks if block["type"] == "actions"]
        return Message(escaped(self._words.rest), (context(self._words.rest), *rows))

    def _note(self, work: Work, parts: Sequence[int]) -> None:
        for part in parts:
            self._inbox.posts.posted(work.key, part, Post(work.place.channel, ""))


def alone(url: str, said: str) -> dict[str, Any]:
    """Return what says something at an address of Slack's to one person, in place of nothing."""
    how = {"url": url, "response_type": "ephemeral", "replace_original": False}
    return {**how, **content(Message(unmarked(said)))}


def fuller(messages: Sequence[Message]) -> list[Message]:
    """Return the same in fewer messages, each as full as the address takes it."""
    found: list[Message] = []
    for message in messages:
        if found and (both := _joined(found[-1], message)):
            found[-1] = both
        else:
            found.append(message)
    return found


def _joined(one: Message, other: Message) -> Message | None:
    both = Message(f"{one.text}\n{other.text}", (*one.blocks, *other.blocks))
    fits = (
        bool(one.blocks) == bool(other.blocks)
        and len(both.blocks) <= limits.BLOCKS
        and size(both.blocks) <= limits.MESSAGE
        and bytes_of(both.text) <= limits.PRIVATE
    )
    return both if fits else None

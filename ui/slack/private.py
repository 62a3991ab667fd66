"""Outcomes that one person alone sees: they go to the address that came with a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.slack.errors import SlackRefused
from ui.slack.inbox import Inbox
from ui.slack.messages import Message
from ui.slack.outbox import Lost, Outbox
from ui.slack.works import Post, Work

RESPOND = "response_url"
"""The method under which the outbox sends to an address of Slack's."""
_USES = 4
"""How many messages go to the address; Slack takes five in half an hour."""
_TOO_LATE = frozenset({"used_url", "expired_url", "no_service", "invalid_url", "not_found"})


class PrivatePoster:
    """Posts what only who asked sees; Slack cannot be asked whether it stands."""

    def __init__(self, inbox: Inbox, outbox: Outbox) -> None:
        self._inbox = inbox
        self._outbox = outbox

    def deliver(self, work: Work, messages: Sequence[Message]) -> None:
        """Post the messages that are not noted as posted. Raises SlackError, Stopping."""
        posts = work.posts
        for part, message in enumerate(messages):
            if part not in posts:
                self._post(work, part, message)
                self._inbox.posts.posted(work.key, part, Post(work.place.channel, ""))

    def _post(self, work: Work, part: int, message: Message) -> None:
        content: dict[str, Any] = {"text": message.text, "blocks": list(message.blocks)}
        url = work.detail[RESPOND]
        if part < _USES:
            try:
                self._outbox.call(
                    work.place.team,
                    RESPOND,
                    url=url,
                    response_type="ephemeral",
                    replace_original=part == 0,
                    **content,
                )
            except SlackRefused as refused:
                if refused.code not in _TOO_LATE:
                    raise
            else:
                return
        try:
            self._outbox.call(
                work.place.team,
                "chat.postEphemeral",
                channel=work.place.channel,
                user=work.user,
                **content,
            )
        except Lost:
            return

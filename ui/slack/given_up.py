"""What was given up, for admins: listed in the home, where it is tried again or dismissed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ui.slack.blocks import (
    Block,
    actions,
    button,
    context,
    date,
    rich_text,
    section,
    shortened,
    words,
)
from ui.slack.inbox import Inbox
from ui.slack.phrases import SlackPhrases
from ui.slack.works import Work
from ui.terminal import one_line

RETRY = "footnoted_retry_dead"
DISMISS = "footnoted_dismiss_dead"
_SHOWN = 20
"""How many are listed; the home has room for three times as many."""
_TEXT = 300


@dataclass(frozen=True)
class GivenUp:
    """The works of a workspace that were given up."""

    inbox: Inbox
    words: SlackPhrases

    def blocks(self, team: str, told: str = "") -> Iterator[Block]:
        """Yield the admins' part of the home; `told` is what became of a click in it."""
        words_, wording, standing = self.words, self.words.wording, self.inbox.standing(team)
        dead = self._dead(team)
        yield {"type": "divider"}
        if told:
            yield rich_text(section(words(told, bold=True)))
        waiting = wording.counted(words_.waiting, standing.waiting + standing.held)
        yield context(words_.home_state.format(waiting, wording.counted(words_.dead, len(dead))))
        for work in dead[:_SHOWN]:
            yield rich_text(self._line(work))
            yield self._buttons(f"footnoted_dead_{work.id}", {"k": work.id})
        if len(dead) > 1:
            yield rich_text(section(words(words_.all_dead.format(len(dead)), bold=True)))
            yield self._buttons("footnoted_dead", {})

    def retry(self, team: str, id_: str | None) -> str:
        """Let what was given up be tried again, one by its id or all; return what to say of it."""
        count = sum(self.inbox.dead.revive(work.id) for work in self._dead(team, id_))
        return self.words.wording.counted(self.words.retried, count)

    def dismiss(self, team: str, id_: str | None) -> str:
        """Let it be, one by its id or all; return what to say of it."""
        count = sum(self.inbox.dead.dismiss(work.id) for work in self._dead(team, id_))
        return self.words.wording.counted(self.words.dismissed, count)

    def _dead(self, team: str, id_: str | None = None) -> list[Work]:
        return [
            work
            for work in self.inbox.dead.all()
            if work.place.team == team and id_ in (None, work.id)
        ]

    def _line(self, work: Work) -> Block:
        """Return who asked what, where and when, and why it was given up.

        What was not asked for all to see stays between who asked and the bot.
        """
        alone = work.private or work.place.direct
        text = self.words.asked_alone if alone else shortened(one_line(work.text), _TEXT)
        where = [] if alone else [words(" "), {"type": "channel", "channel_id": work.place.channel}]
        return section(
            words(f"{text} ", bold=not alone, italic=alone),
            {"type": "user", "user_id": work.user},
            *where,
            words(" "),
            date(work.taken, self.words.moment, self.words.wording),
            words(": "),
            words(shortened(one_line(self.words.wording.told(work.why)), _TEXT), italic=True),
        )

    def _buttons(self, name: str, value: dict[str, object]) -> Block:
        row = [
            button(self.words.retry_dead, RETRY, value),
            button(self.words.dismiss_dead, DISMISS, value),
        ]
        return actions(row, name)

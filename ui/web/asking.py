"""A question of a conversation, answered and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rag.answers import Filters
from rag.errors import Cancelled
from rag.events import Done
from rag.request import question_text
from rag.run import Run
from ui.keeping.conversations import Asked, Conversation
from ui.keeping.errors import UnknownConversation
from ui.live import Watching
from ui.metering.labels import Door
from ui.shelves import Shelf
from ui.web.phrases import Phrases
from ui.web.turns import Place, Turn, turn_html
from vectorstore.cache import Memo
from vectorstore.errors import FootnotedError

DRAWN = 256
"""How many turns are remembered as they are shown, of some 10 kB each."""


class Shown(NamedTuple):
    """A turn as it grows, the conversation it is in, and whether it is kept there."""

    html: str
    conversation: Conversation
    kept: bool = False


@dataclass(frozen=True)
class Desk:
    """Where somebody asks: a collection, whose conversations they are, and in which words.

    `adds` tells whether they may add documents; `drawn` remembers turns as they are shown; `tab` is
    that of their browser.
    """

    shelf: Shelf
    owner: str
    words: Phrases
    adds: bool = False
    drawn: Memo[str] = field(default_factory=lambda: Memo(DRAWN))
    tab: str = ""

    def answering(
        self,
        question: str,
        filters: Filters,
        so_far: Conversation,
        run: Run,
        *,
        replacing: bool = False,
    ) -> Iterator[Shown]:
        """Yield the turn as it grows and the conversation; at the end the turn is kept in it.

        Where no model writes, all follows the first statement at once, and is shown with the last.
        Closing the iterator or calling the run off stops the work; the question stays. What cannot
        be kept is shown all the same, and why. With `replacing` it is asked in place of what the
        conversation holds behind `so_far`.
        """
        number = len(so_far.turns) + 1
        here = Place(number, collection=self.shelf.name)
        watching = Watching(self.words.wording)
        turn = Turn(question.strip(), filters=filters, watching=watching)
        kept = self.shelf.kept
        try:
            asked = question_text(question)
            chain = self.shelf.through(Door.WEB)
            at_once = chain.answerer.name == chain.standby.answerer.name
            seen = None
            history = kept.conversations.history(so_far) if so_far.turns else []
            for event in chain.stream(asked, history, filters, run):
                turn.take(event)
                shown = _shown(turn, at_once=at_once)
                if turn.answer is None and shown != seen:
                    yield Shown(turn_html(turn, here, self.words), so_far)
                seen = shown
        except Cancelled:
            turn.error = self.words.stopped
        except FootnotedError as error:
            turn.error = str(error)
        asked_turn = Asked(turn.question, turn.answer, turn.error, filters)
        try:
            whole = kept.conversations.add(so_far, self.owner, asked_turn, replacing=replacing)
        except FootnotedError as error:
            turn.unkept, turn.error = str(error), turn.error or str(error)
            yield Shown(turn_html(turn, here, self.words), so_far)
            return
        there = self.place(whole, len(whole.turns))
        yield Shown(turn_html(turn, there, self.words), whole, kept=True)

    def waiting(self, question: str, filters: Filters, so_far: Conversation) -> Shown:
        """Return a turn that is not begun yet: enough are at work."""
        watching = Watching(self.words.wording)
        watching.doing = self.words.waiting
        turn = Turn(question.strip(), filters=filters, watching=watching)
        here = Place(len(so_far.turns) + 1, collection=self.shelf.name)
        return Shown(turn_html(turn, here, self.words), so_far)

    @property
    def latest(self) -> str:
        """The id of the conversation that stands first in the list, "" where that is not known."""
        try:
            return self.shelf.kept.conversations.latest(self.owner)
        except FootnotedError:
            return ""

    def place(self, conversation: Conversation, number: int) -> Place:
        """Return where a turn of a kept conversation stands."""
        work = conversation.turns[number - 1].work
        return Place(number, conversation.id, self.shelf.name, work)

    def turn(self, here: str, number: int, *, last: bool = False) -> Asked:
        """Return a turn of a conversation, counted from 1; with `last` it is to be the last one.

        Raises UnknownConversation, also where another tab has gone on with it or taken it back.
        """
        turns = self.shelf.kept.conversations.outline(here, self.owner).turns
        if not 0 < number <= len(turns) or (last and number != len(turns)):
            raise UnknownConversation(
                "This conversation went on in another tab: open it from the list, then try again."
            )
        return turns[number - 1]

    def html(self, conversation: Conversation, past: int | None = None) -> str:
        """Return the turns before `past` (counted from 1) as they stand; all without it."""
        turns = conversation.turns if past is None else conversation.turns[: past - 1]
        return "\n".join(
            self._html(turn, self.place(conversation, number))
            for number, turn in enumerate(turns, start=1)
        )

    def last_html(self, conversation: Conversation) -> str:
        """Return the last turn as it stands."""
        return self._html(conversation.turns[-1], self.place(conversation, len(conversation.turns)))

    def _html(self, turn: Asked, place: Place) -> str:
        if turn.work is None:
            return turn_html(_turn(turn), place, self.words)

        def drawn() -> str:
            answer = turn.answer or self.shelf.kept.conversations.answer(str(turn.work))
            return turn_html(_turn(replace(turn, answer=answer)), place, self.words)

        return self.drawn.get((place, turn.filters, self.words.language), drawn)

    def before(self, here: str, editing: str, *, forked: bool = True) -> Conversation:
        """Return the conversation that a question goes on with, the one with the id `here`.

        `editing` is the turn that it is asked in place of, counted from 1, or nothing. Where later
        turns would be lost, the question begins a conversation of its own, with the same beginning.
        """
        if not here:
            return Conversation()
        kept = self.shelf.kept.conversations
        whole = kept.outline(here, self.owner)
        if not editing.isdecimal() or not 0 < int(editing) <= len(whole.turns):
            return whole
        place = int(editing)
        beginning = Conversation(whole.id, whole.title, whole.turns[: place - 1])
        if place == len(whole.turns) or not forked:
            return beginning
        turns = kept.get(here, self.owner).turns[: place - 1]
        return kept.fork(replace(beginning, turns=turns), self.owner)


def _shown(turn: Turn, *, at_once: bool) -> tuple[object, ...]:
    """Return what a turn that grows is worth showing for, once it is another."""
    if at_once:
        return (bool(turn.statements),)
    return (turn.watching.status, len(turn.statements), len(turn.withheld))


def _turn(kept: Asked) -> Turn:
    turn = Turn(kept.question, error=kept.error, filters=kept.filters)
    if kept.answer:
        turn.take(Done(kept.answer))
    return turn

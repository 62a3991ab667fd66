"""Where works are settled: each ends in exactly one outcome that people see, whatever fails.

It knows nothing of Bolt, of threads or of how answers are made: `settle` takes a work from wherever
it stands to its end, or puts it off. Killed at any moment, it goes on where it was.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rag.answers import Turn
from rag.errors import Cancelled
from rag.run import Run
from ui.slack.blocks import shortened
from ui.slack.clock import LONGEST, Clock, Stopping
from ui.slack.errors import SlackBusy, SlackError, SlackRefused, SlackSetup, SlackUnreachable
from ui.slack.inbox import Inbox
from ui.slack.messages import Message, plain_messages
from ui.slack.outbox import FORMS, KEYS, Lost, Outbox
from ui.slack.phrases import SlackPhrases
from ui.slack.posting import Poster, Us
from ui.slack.private import PrivatePoster
from ui.slack.showing import Abilities, Showing
from ui.slack.thread import before, seen, turns
from ui.slack.works import Kind, Outcome, Work
from vectorstore.errors import FootnotedError

_LOG = logging.getLogger("footnoted.slack")
STARTS = 5
"""After so many beginnings that came to no end, a question is answered with that."""
_SOON, _LATER = 5.0, 300.0
_TITLE = 80


@dataclass(frozen=True, slots=True)
class Reply:
    """What is to be seen: messages, what they amount to, and where the answer is kept.

    `otherwise` is the same as plain text, for where Slack does not take the blocks.
    """

    messages: Sequence[Message]
    outcome: Outcome
    kept: tuple[str, str] | None = None
    otherwise: str = ""


class Answering(Protocol):
    """What makes replies."""

    def reply(self, work: Work, history: Sequence[Turn], showing: Showing, run: Run) -> Reply:
        """Answer a work; tells `showing` what happens. Raises FootnotedError, Cancelled."""

    def again(self, work: Work) -> Reply | None:
        """Return the reply that is kept of a work, None where nothing is."""

    def withdraw(self, work: Work, kept: Sequence[tuple[str, str]]) -> None:
        """Let answers that a work no longer gives be seen by nobody who has their links."""


@dataclass
class Desk:
    """Settles works. Safe between threads, each with a work of its own.

    `heard` is given what stands in a thread that is read, for what was never delivered.
    """

    inbox: Inbox
    outbox: Outbox
    clock: Clock
    answering: Answering
    us: Us
    words: SlackPhrases
    streaming: bool = True
    heard: Callable[[Work, Sequence[Mapping[str, Any]]], None] = lambda work, messages: None
    abilities: Abilities = field(default_factory=Abilities)
    _runs: dict[str, Run] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.poster = Poster(self.inbox, self.outbox, self.clock, self.us)
        self._private = PrivatePoster(self.inbox, self.outbox, self.words)

    def call_off(self, key: str) -> None:
        """Stop answering a question, which was edited or removed."""
        with self._lock:
            run = self._runs.get(key)
        if run is not None:
            run.cancel()

    def leave(self) -> None:
        """Stop answering whatever is being answered; it is gone on with at the next start."""
        with self._lock:
            runs = [*self._runs.values()]
        for run in runs:
            run.cancel()

    def settle(self, key: str) -> None:
        """Take a work to its end, or put it off. Raises Stopping, and nothing that Slack does."""
        work = self.inbox.begin(key)
        if work is None:
            return
        try:
            self._settle(work)
        except SlackRefused as refused:
            self._refused(work, refused)
        except SlackBusy as busy:
            self._put_off(work, str(busy), busy.pause)
        except (SlackUnreachable, SlackSetup, Lost) as error:
            self._put_off(work, str(error))

    def _settle(self, work: Work) -> None:
        self._withdraw(work)
        if work.removed:
            if not work.private:
                self.poster.take_away(work)
            self.inbox.done(work.key, work.revision, Outcome.REMOVED)
            return
        reply = self._reply(work)
        if reply is None:
            return
        self._deliver(work, reply)
        self._look_around(work)
        self.inbox.done(work.key, work.revision, reply.outcome)

    def _withdraw(self, work: Work) -> None:
        """Take back what was kept before an edit; where that never works, it is left."""
        try:
            self.answering.withdraw(work, work.withdrawn)
        except Exception:
            if work.starts <= STARTS:
                raise
            _LOG.exception("what was kept of work %s stays", work.id)

    def _reply(self, work: Work) -> Reply | None:
        """Return what is to be seen; None where the question was edited meanwhile."""
        if work.starts > STARTS:
            return self._error(self.words.failed_again.format(STARTS))
        if work.kept and (kept := self.answering.again(work)):
            return kept
        showing = Showing(
            work,
            self.poster,
            self.outbox,
            self.inbox,
            self.clock,
            self.words,
            self.abilities,
            self.streaming,
        )
        run = Run()
        with self._lock:
            self._runs[work.key] = run
        try:
            if self.inbox.revision(work.key) != work.revision:
                return None
            reply = self._answered(work, showing, run)
        finally:
            with self._lock:
                self._runs.pop(work.key, None)
        showing.end()
        if reply and reply.kept and not self.inbox.keep(work.key, work.revision, reply.kept):
            self.answering.withdraw(work, [reply.kept])
            reply = None
        if reply is None:
            showing.leave()
        return reply

    def _answered(self, work: Work, showing: Showing, run: Run) -> Reply | None:
        try:
            history = self._history(work)
            self._name(work, history)
            return self.answering.reply(work, history, showing, run)
        except Cancelled:
            return None
        except (SlackError, Stopping):
            raise
        except FootnotedError as error:
            return self._error(self.words.failed.format(self.words.wording.told(str(error))))
        except Exception as error:
            _LOG.exception("work %s broke", work.id)
            told = self.words.unexpected.format(type(error).__name__)
            return self._error(self.words.failed.format(told))

    def _name(self, work: Work, history: Sequence[Turn]) -> None:
        """Name a conversation of the assistant pane by its first question."""
        place = work.place
        if work.kind is Kind.ASK and place.direct and place.thread and not history:
            self.outbox.attempt(
                place.team,
                "assistant.threads.setTitle",
                channel_id=place.channel,
                thread_ts=place.thread,
                title=shortened(work.text, _TITLE),
            )

    def _history(self, work: Work) -> list[Turn]:
        if work.kind is not Kind.ASK or work.private:
            return []
        if self._begins_thread(work):
            return []
        try:
            read = seen if work.place.thread else before
            messages = list(read(self.outbox, work))
        except SlackRefused as refused:
            # A token that is not good now will be; where the bot may not read it never can.
            if refused.code in KEYS - {"missing_scope"}:
                raise
            return []
        self.heard(work, messages)
        return turns(messages, work, self.us.user(work.place.team))

    def _look_around(self, work: Work) -> None:
        """Hear what was said in a thread before it was known to be the bot's."""
        if not work.private and self._begins_thread(work):
            try:
                self.heard(work, list(seen(self.outbox, work)))
            except SlackRefused:
                return

    @staticmethod
    def _begins_thread(work: Work) -> bool:
        return work.place.thread == work.ts and not work.revision

    def _deliver(self, work: Work, reply: Reply) -> None:
        poster = self._private if work.private else self.poster
        try:
            poster.deliver(work, reply.messages)
        except SlackRefused as refused:
            if refused.code not in FORMS:
                raise
            _LOG.warning("work %s is shown as plain text: %s", work.id, refused)
            told = reply.otherwise or "\n".join(message.text for message in reply.messages)
            try:
                poster.deliver(self._now(work), plain_messages(told))
            except SlackRefused as again:
                if again.code not in FORMS:
                    raise
                said = self.words.not_shown.format(again.code)
                poster.deliver(self._now(work), plain_messages(said))

    def _now(self, work: Work) -> Work:
        return self.inbox.get(work.key) or work

    def _error(self, said: str) -> Reply:
        return Reply(plain_messages(said), Outcome.ERROR, otherwise=said)

    def _refused(self, work: Work, refused: SlackRefused) -> None:
        if refused.code in KEYS:
            self._put_off(work, str(refused))
            return
        _LOG.error("work %s is given up: %s", work.id, refused)
        why = self.words.wording.told(str(refused))
        self._private.tell(work, self.words.not_shared.format(why))
        self.inbox.die(work.key, work.revision, str(refused))

    def _put_off(self, work: Work, why: str, pause: float = 0.0) -> None:
        now = self.clock.now()
        if now - work.taken > LONGEST:
            _LOG.error("work %s is given up after a day: %s", work.id, why)
            self.inbox.die(work.key, work.revision, why)
            return
        _LOG.warning("work %s is put off: %s", work.id, why)
        due = now + max(pause, min(_LATER, _SOON * 2**work.holds))
        self.inbox.hold(work.key, due, why, now + pause if pause else 0.0)

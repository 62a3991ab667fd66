"""A follow-up question becomes a standalone one, by rules, from the conversation before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.answers import Turn
from rag.conversation import ellipsis, lexicon
from rag.conversation.coreference import resolve
from rag.conversation.discourse import Discourse
from rag.conversation.entities import shown
from rag.conversation.leaning import leans
from rag.conversation.naming import Kind, Phrase
from rag.conversation.substitution import substitute
from rag.run import Run

_LONGEST = 2_000
_TURNS = 30
_LONG = 14
_REGARDING = ", regarding "
_LONG_OPENING = re.compile(r"\S+\s+\S+\s+\S+\s+[^.?!;:]*[.?!;:]\s+\S")


class RuleRewriter:
    """Makes follow-ups standalone with word lists and rules; needs no model."""

    def rewrite(self, question: str, history: Sequence[Turn], run: Run | None = None) -> str:
        """Return the question as it reads without its history.

        `history` is oldest first; footnote marks in its answers are ignored. A question that
        already stands alone, or has no history, comes back byte for byte. No name is used that
        stands neither in the history nor in the question. At most the last 30 turns are read, and
        2,000 characters of each question and answer; a longer question is left as it is.
        """
        turns = [turn for turn in history if turn.question.strip()][-_TURNS:]
        if not turns or not question.strip() or len(question) > _LONGEST:
            return question
        thread = _Thread()
        for turn in turns:
            thread.follow(turn)
        return thread.standalone(question)


@dataclass(slots=True)
class _Thread:
    """A conversation: what it spoke of, and the last question one can lean on with its topic."""

    discourse: Discourse = field(default_factory=Discourse)
    before: ellipsis.Before | None = None
    topic: str = ""

    def follow(self, turn: Turn) -> None:
        """Take in a turn of the history, its question made standalone first."""
        question = self.standalone(turn.question[:_LONGEST])
        self.discourse.hear(question)
        self.discourse.read(question, turn.answer[:_LONGEST])
        if self.before is None or _REGARDING not in question:
            self.before = ellipsis.Before.of(question)
            self.topic = self._topic()

    def standalone(self, question: str) -> str:
        """Return a question as it reads without the turns taken in so far."""
        before = self.before
        if before is None:
            return question
        if ellipsis.asks_more(question):
            return f"Tell me more about {self.topic}." if self.topic else question
        if whole := ellipsis.complete(question, before):
            return f"{whole[:1].upper()}{whole[1:]}?"
        resolution = resolve(question, self.discourse)
        if whole := substitute(resolution.text, before, self.discourse):
            return f"{whole}?"
        if _LONG_OPENING.match(question.strip()):
            return resolution.text  # what it is about was said in its first sentence
        if len(question.split()) > _LONG:
            return resolution.text  # and a long question says itself what it is about
        clause = before.clause
        if resolution.event and clause is not None and clause.eventful:
            return _regarding(resolution.text, clause.regarded())
        settled = resolution.changed or resolution.within
        leaning = not settled and leans(resolution.text, self.discourse.known)
        if resolution.unresolved or leaning:
            return _regarding(resolution.text, self.topic)
        return resolution.text

    def _topic(self) -> str:
        """Return what the last question is about: its most present entity."""
        turn = self.discourse.turn
        entity = self.discourse.best(
            lambda e: 0.0 if e.last_asked() == turn and _may_be_topic(e.phrase) else None
        )
        return shown(entity) if entity is not None else self.topic


def _may_be_topic(phrase: Phrase) -> bool:
    asked_for = phrase.before in ("how", "which", "what", "whose")
    return not (asked_for or phrase.kind is Kind.TIME or phrase.head in lexicon.EMPTY_HEADS)


def _regarding(question: str, topic: str) -> str:
    if not topic or topic.lower() in question.lower():
        return question
    stem = question.rstrip().rstrip("?.! ")
    return f"{stem}{_REGARDING}{topic}?"

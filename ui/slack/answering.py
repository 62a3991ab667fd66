"""Replies as the chain gives them: answers, checked drafts, and what is kept of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answers import Answer, Turn
from rag.drafts import CheckedDraft, SentenceChecked
from rag.events import Done
from rag.request import question_text
from rag.run import Run
from ui.keeping.conversations import Asked, Conversation
from ui.metering.labels import Door
from ui.rendering import answer_page
from ui.slack.answer_messages import Kept, answer_messages
from ui.slack.audience import Audiences, Scope, owner
from ui.slack.blocks import words
from ui.slack.desk import Reply
from ui.slack.draft_messages import draft_messages
from ui.slack.messages import Group, Piece, plain_messages
from ui.slack.phrases import SlackPhrases
from ui.slack.showing import Showing
from ui.slack.works import Kind, Outcome, Work
from vectorstore.errors import FootnotedError, UnknownCollection

if TYPE_CHECKING:
    from ui.shelves import Shelves
    from ui.slack.files import Files


_LOG = logging.getLogger("footnoted.slack")


@dataclass(frozen=True)
class ChainAnswering:
    """Answers from the collections that the settings map conversations to."""

    shelves: Shelves
    audiences: Audiences
    words: SlackPhrases
    files: Files
    web: str | None = None

    def reply(self, work: Work, history: Sequence[Turn], showing: Showing, run: Run) -> Reply:
        """Answer a work; tells `showing` what happens. Raises FootnotedError, Cancelled."""
        if not self.audiences.may_ask(work.place, work.user):
            return self._says(self.words.not_you)
        scope = self.audiences.scope(work.place, work.user)
        if scope is None:
            return self._says(self.words.not_here)
        try:
            return self._replied(work, scope, history, showing, run)
        except UnknownCollection as error:
            # Which other libraries there are is nobody's business here.
            _LOG.error("%s", error)
            return self._says(self.words.not_here)

    def _replied(
        self, work: Work, scope: Scope, history: Sequence[Turn], showing: Showing, run: Run
    ) -> Reply:
        match work.kind:
            case Kind.CHECK:
                return self._check(work, scope, showing, run)
            case Kind.SHARE:
                return self._share(work, scope)
            case Kind.FILE:
                return self.files.ask(work)
            case Kind.ADD:
                return self.files.add(work, scope, showing)
        if not work.text:
            return self._says(self.words.empty)
        return self._ask(work, scope, history, showing, run)

    def again(self, work: Work) -> Reply | None:
        """Return the reply that is kept of a work, None where it is gone or may not be seen."""
        if work.kept is None:
            return None
        scope = self.audiences.scope(work.place, work.user)
        collection, id_ = work.kept
        try:
            kept = self.shelves.shelf(collection).kept.works.get(id_, owner(work.place, work.user))
        except FootnotedError:
            return None
        if scope is None or not scope.holds(collection, kept):
            return None
        return self._shown(work, collection, id_, kept)

    def withdraw(self, work: Work, kept: Sequence[tuple[str, str]]) -> None:
        """Let answers that a work no longer gives be seen by nobody who has their links."""
        for collection, id_ in kept:
            try:
                works = self.shelves.shelf(collection).kept.works
                works.unshare(id_, owner(work.place, work.user))
            except FootnotedError as error:
                _LOG.error("an answer of work %s stays open on the page: %s", work.id, error)

    def _ask(
        self, work: Work, scope: Scope, history: Sequence[Turn], showing: Showing, run: Run
    ) -> Reply:
        asked = question_text(work.text)
        shelf = self.shelves.shelf(scope.collection)
        answer = None
        for event in shelf.through(Door.SLACK).stream(asked, history, scope.filters, run):
            showing.take(event)
            if isinstance(event, Done):
                answer = event.answer
        assert answer is not None
        turn = Asked(asked, answer, filters=scope.filters)
        whose = owner(work.place, work.user)
        kept = shelf.kept.conversations.add(Conversation(), whose, turn).turns[-1].work
        assert kept is not None
        return self._shown(work, shelf.name, kept, answer)

    def _check(self, work: Work, scope: Scope, showing: Showing, run: Run) -> Reply:
        if not work.text:
            return self._says(self.words.nothing_to_check)
        shelf = self.shelves.shelf(scope.collection)
        draft = None
        from rag.manuscript.read import Form, Manuscript

        text = Manuscript(work.text, Form.TEXT)
        for event in shelf.through(Door.SLACK).checking(text, scope.filters, run):
            match event:
                case SentenceChecked(number=number, total=total):
                    showing.say(self.words.checking.format(number, total))
                case CheckedDraft():
                    draft = event
        assert draft is not None
        kept = shelf.kept.works.keep(owner(work.place, work.user), draft)
        return self._shown(work, shelf.name, kept, draft)

    def _share(self, work: Work, scope: Scope) -> Reply:
        """Show to a whole channel what one person asked for in it."""
        collection, id_ = work.detail["c"], work.detail["w"]
        kept = self.shelves.shelf(collection).kept.works.get(id_, owner(work.place, work.user))
        if not scope.holds(collection, kept):
            return self._says(self.words.gone)
        return self._shown(work, collection, id_, kept)

    def _shown(self, work: Work, collection: str, id_: str, found: Answer | CheckedDraft) -> Reply:
        private = work.private and not work.place.direct
        web, thread = self._web(work, collection, id_), str(work.detail.get("thread", ""))
        kept = Kept(collection, id_, web, private=private, thread=thread)
        above = [self._sharer(work)] if work.kind is Kind.SHARE else []
        if isinstance(found, Answer):
            shown = answer_messages(found, kept, self.words, above)
            outcome = Outcome.DECLINE if found.declined else Outcome.ANSWER
            otherwise = answer_page(found)
        else:
            from ui.draft_page import draft_page

            shown, outcome = draft_messages(found, kept, self.words, above), Outcome.ANSWER
            otherwise = draft_page(found)
        return Reply(shown, outcome, (collection, id_), otherwise)

    def _sharer(self, work: Work) -> Group:
        """Return who shares it, and what was asked."""
        before, after = self.words.shared_by.format("\0", work.text or "…").split("\0", 1)
        who = {"type": "user", "user_id": work.user}
        return [Piece((words(before), who, words(after)))]

    def _web(self, work: Work, collection: str, id_: str) -> str | None:
        if self.web is None or work.private or work.place.direct:
            return None  # who has a link sees the answer
        self.shelves.shelf(collection).kept.works.share(id_, owner(work.place, work.user))
        return self.web

    def _says(self, said: str) -> Reply:
        return Reply(plain_messages(said), Outcome.DECLINE, otherwise=said)

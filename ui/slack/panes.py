"""The app home and the assistant pane: what the library holds, how to ask, what to begin with."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from rag.answers import Answer
from ui.samples import sample_questions
from ui.slack import limits
from ui.slack.audience import Scope
from ui.slack.blocks import rich_text, section, shortened, words
from ui.slack.errors import NotToSee
from ui.slack.escape import escaped
from ui.slack.given_up import GivenUp
from ui.slack.inbox import Inbox
from ui.slack.kept import KeptWorks
from ui.slack.outbox import Outbox
from ui.slack.phrases import SlackPhrases
from ui.slack.views import home_view
from ui.slack.works import Place, message_key
from ui.terminal import one_line
from vectorstore.errors import FootnotedError, UnknownCollection

if TYPE_CHECKING:
    from ui.shelves import Shelf
    from vectorstore.collection import Collection

NOTE = "footnoted_note"
"""The type of the metadata of a message that is no outcome."""
_LOG = logging.getLogger("footnoted.slack")
_DIRECT = "D"
_TITLE = 75
_ASKED = 20
"""How many of somebody's last questions are looked at for some to begin with."""
_LONG = 300
"""Characters of a question that is too long to begin with."""


@dataclass
class Panes:
    """Fills the home and the assistant pane."""

    inbox: Inbox
    given_up: GivenUp
    outbox: Outbox
    kept: KeptWorks
    words: SlackPhrases

    def home(self, team: str, enterprise: str, user: str, told: str = "") -> None:
        """Show somebody the home; `told` tells an admin what became of a click in it."""
        place = Place(team, _DIRECT, "", enterprise)
        questions: tuple[str, ...] = ()
        try:
            library = self._library(self.kept.shelf(place, user))
            questions = self.questions(place, user)
        except FootnotedError as error:
            library = self._why(error)
        below = self.given_up.blocks(team, told) if self.kept.audiences.admin(user) else ()
        view = home_view(library, self.words, questions=questions, below=below)
        self.outbox.attempt(team, "views.publish", user_id=user, view=view)

    def new(self, event: Mapping[str, Any], team: str) -> bool:
        """Note that a pane was opened; False where that is known already."""
        thread = event["assistant_thread"]
        key = f"pane/{message_key(team, thread['channel_id'], thread['thread_ts'])}"
        return self.inbox.errands.take(key)

    def begin(self, event: Mapping[str, Any], team: str, enterprise: str) -> None:
        """Greet somebody who opens the assistant pane, with questions to begin with."""
        thread = event["assistant_thread"]
        channel, ts = thread["channel_id"], thread["thread_ts"]
        self._say(team, channel, ts, self.words.greeting)
        try:
            place = Place(team, channel, ts, enterprise)
            user = thread.get("user_id", "")
            questions = self.questions(place, user)
        except FootnotedError as error:
            self._say(team, channel, ts, self._why(error))
            return
        prompts = [
            {"title": shortened(one_line(each), _TITLE), "message": each}
            for each in questions[: limits.PROMPTS]
        ]
        if prompts:
            self.outbox.attempt(
                team,
                "assistant.threads.setSuggestedPrompts",
                channel_id=channel,
                thread_ts=ts,
                title=self.words.prompts_title,
                prompts=prompts,
            )

    def questions(self, place: Place, user: str) -> tuple[str, ...]:
        """Return questions to begin with: the settings', or some that the library answers.

        Where it is not the sample library, what somebody asked it before. Where a language model
        answers, it is asked of the newest documents, too; the embedded answerer declines most
        questions of that kind.
        """
        shelf, scope = self.kept.shelf(place, user), self.kept.scope(place, user)
        if scope.prompts:
            return scope.prompts
        seen = shelf.library.document_ids(
            scope.filters.sources, scope.filters.published_from, scope.filters.published_to
        )
        if found := sample_questions(shelf.library, seen):
            return found
        asked = self._asked(place.team, user, shelf.name, scope)
        if shelf.chain.answerer is not shelf.chain.standby.answerer:
            titles = newest(shelf.library, seen)
            asked = chain(asked, map(self.words.prompt_of.format, titles))
        return first_short(asked)

    def _asked(self, team: str, user: str, collection: str, scope: Scope) -> Iterator[str]:
        """Yield what somebody asked and was answered, as far as it stands for itself."""
        for place, work in self.inbox.answered(team, user, collection, _ASKED):
            with suppress(NotToSee):
                answer = self.kept.get(place, user, {"c": collection, "w": work})
                if not isinstance(answer, Answer) or not scope.holds(collection, answer):
                    continue
                if answer.standalone_question == answer.question:
                    yield answer.question

    def _say(self, team: str, channel: str, ts: str, said: str) -> None:
        self.outbox.attempt(
            team,
            "chat.postMessage",
            channel=channel,
            thread_ts=ts,
            text=escaped(said),
            blocks=[rich_text(section(words(said)))],
            metadata={"event_type": NOTE, "event_payload": {}},
        )

    def _why(self, error: FootnotedError) -> str:
        """Return why nothing is shown; which other libraries there are is nobody's business."""
        _LOG.warning("a library is not shown: %s", error)
        if isinstance(error, NotToSee | UnknownCollection):
            return self.words.home_nothing
        return self.words.wording.told(str(error))

    def _library(self, shelf: Shelf) -> str:
        if shelf.library.empty:
            return self.words.home_empty
        wording = self.words.wording
        documents = shelf.library.library.document_count
        passages = shelf.library.passage_count
        return self.words.home_library.format(
            wording.counted(self.words.documents, documents),
            wording.counted(self.words.passages, passages),
        )


def first_short(questions: Iterable[str]) -> tuple[str, ...]:
    """Return the first different questions that are short, and look at no more of them."""
    found: dict[str, None] = {}
    for each in questions:
        if len(each) <= _LONG:
            found[each] = None
        if len(found) == limits.PROMPTS:
            break
    return tuple(found)


def newest(library: Collection, seen: frozenset[str] | None) -> list[str]:
    """Return the titles of the newest documents, of those that may be seen; None means all."""
    dated = {
        row.title: (row.published.date if row.published else "", row.ingested_at)
        for row in library.documents()
        if row.title and (seen is None or row.id in seen)
    }
    return sorted(dated, key=lambda title: dated[title], reverse=True)[: limits.PROMPTS]

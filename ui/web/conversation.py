"""Asking on the page: what the browser sends, and what is shown for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from rag.answers import Filters
from rag.request import question_text
from ui.exporting.page import text
from ui.people.person import person_of
from ui.samples import QUESTIONS, sample_questions
from ui.shelves import Shelves
from ui.web.asking import DRAWN, Desk
from ui.web.drafts import failed_html
from ui.web.library.phrases import LIBRARY
from ui.web.library.shell import samples_html
from ui.web.narrowing import chosen
from ui.web.past import Searches, past_html
from ui.web.phrases import Phrases
from ui.web.runs import Runs, Ticket
from ui.web.screen import Narrowed, Screen
from vectorstore.cache import Memo
from vectorstore.errors import FootnotedError

if TYPE_CHECKING:
    import gradio as gr

    from ui.people.limits import Limits


@dataclass(frozen=True)
class Conversing:
    """The conversations of everybody who has the page open.

    While `changes` says so, admins add documents.
    """

    shelves: Shelves
    words: Phrases
    limits: Limits
    changes: Callable[[], bool] = lambda: True
    runs: Runs = field(default_factory=Runs)
    drawn: Memo[str] = field(default_factory=lambda: Memo(DRAWN))
    searches: Searches = field(default_factory=Searches)
    refusals: Iterator[int] = field(default_factory=count)

    def collections(self, chosen: str) -> Any:
        """Return the field that says which collection is asked, with those that there are now."""
        import gradio as gr

        names = self.shelves.names
        value = chosen if chosen in names else names[0]
        return gr.update(choices=names, value=value, visible=len(names) > 1)

    def offered(self, chosen: str) -> Any:
        """Return that field with what it offers now; what is chosen meanwhile stays chosen."""
        import gradio as gr

        names = self.shelves.names
        if chosen not in names:
            return self.collections(chosen)
        return gr.update(choices=names, visible=len(names) > 1)

    def desk(self, collection: str, request: gr.Request) -> Desk:
        """Return where the person of a request asks. Raises what opening a collection raises."""
        shelf, person = self.shelves.shelf(collection or None), person_of(request)
        adds = self.changes() and person.admin
        tab = str(request.session_hash)
        return Desk(shelf, person.id, self.words, adds, self.drawn, tab)

    def asked(
        self, question: str, here: str, editing: str, narrowed: Narrowed, request: gr.Request
    ) -> Iterator[Screen]:
        """Answer a question."""
        import gradio as gr

        try:  # what is refused calls nothing off
            question_text(question)
            filters = chosen(narrowed.source, narrowed.since, narrowed.until, self.words)
            desk = self.desk(narrowed.collection, request)
            self.limits.question(person_of(request))
        except FootnotedError as error:
            yield self._refused(error, question, editing)
            return
        with self.runs.begin(desk.tab) as ticket:
            try:
                latest = desk.latest
                so_far = desk.before(_gone_on(here, ticket), editing)
                hidden = gr.update(visible=False)
                screen = Screen(desk.html(so_far), examples=hidden, refused="")
            except FootnotedError as error:
                yield self._refused(error, question, editing)
                return
            shown = desk.answering(question, filters, so_far, ticket.run, replacing=bool(editing))
            meanwhile = desk.waiting(question, filters, so_far)
            for growing, after, kept in self.runs.in_turn(ticket.run, shown, meanwhile):
                ticket.conversation = after.id
                if kept and after.id != latest:  # else the list stays as it is
                    screen = screen._replace(past=self._past(desk, after.id))
                if self.runs.is_last(desk.tab, ticket):
                    yield screen._replace(now=growing, here=after.id)
                    screen = Screen()
                elif screen.past is not None:
                    yield Screen(past=screen.past)

    def deed(
        self, deed: str, here: str, narrowed: Narrowed, request: gr.Request
    ) -> Iterator[Screen]:
        """Do what a button of the conversation stands for; `deed` is JSON of the page's script."""
        told = json.loads(deed)
        try:
            desk = self.desk(told.get("collection") or narrowed.collection, request)
            conversations = desk.shelf.kept.conversations
            match told["do"]:
                case "open":
                    found = self.opened(told["conversation"], desk)
                    self.runs.let_go(desk.tab)
                    yield found
                case "resume":
                    self.runs.let_go(desk.tab)
                    yield self._resumed(told["conversation"], told["question"], desk)
                case "forget":
                    conversations.remove(told["conversation"], desk.owner)
                    past = self._past(desk, here)
                    mine = told["conversation"] == here
                    anew = self.begun_anew(desk, request) if mine else None
                    yield anew or Screen(past=past, refused="")
                case "again":
                    turn = desk.turn(here, int(told["turn"]))
                    yield from self._again(turn.question, turn.filters, here, told, request, desk)
                case "undo":
                    number = int(told["turn"])
                    turn = desk.turn(here, number, last=True)
                    conversations.cut(here, desk.owner, number - 1)
                    more = number > 1
                    left = self.opened(here, desk) if more else self.begun_anew(desk, request)
                    yield left._replace(question=turn.question)
        except FootnotedError as error:
            yield self._refused(error, told.get("question", ""))

    def _again(
        self,
        question: str,
        filters: Filters,
        here: str,
        told: dict[str, Any],
        request: gr.Request,
        desk: Desk,
    ) -> Iterator[Screen]:
        if told.get("wide"):
            filters = Filters()
        source = filters.sources[0] if filters.sources else ""
        since, until = (str(day or "") for day in (filters.published_from, filters.published_to))
        narrowed = Narrowed(desk.shelf.name, source, since, until)
        yield from self.asked(question, here, str(told["turn"]), narrowed, request)

    def opened(self, conversation: str, desk: Desk) -> Screen:
        """Show a kept conversation. Raises UnknownConversation."""
        import gradio as gr

        whole = desk.shelf.kept.conversations.get(conversation, desk.owner)
        return Screen(
            desk.html(whole, len(whole.turns)),
            desk.last_html(whole),
            whole.id,
            "",
            "",
            gr.update(visible=False),
            self._past(desk, whole.id),
            self.collections(desk.shelf.name),
            "",
        )

    def _resumed(self, conversation: str, question: str, desk: Desk) -> Screen:
        """Show what is kept where an answer broke off; its question can be sent again."""
        if not conversation:
            return self.fresh(desk)._replace(question=question)
        turns = desk.shelf.kept.conversations.get(conversation, desk.owner).turns
        unanswered = turns[-1].answer is None and turns[-1].question == question.strip()
        editing = str(len(turns)) if unanswered else ""
        return self.opened(conversation, desk)._replace(question=question, editing=editing)

    def fresh(self, desk: Desk) -> Screen:
        """Show the page before the first question."""
        import gradio as gr

        answered = sample_questions(desk.shelf.library)
        examples = gr.update(visible=len(answered) == len(QUESTIONS))
        past, collections = self._past(desk, ""), self.collections(desk.shelf.name)
        return Screen("", self.welcome(desk), "", "", "", examples, past, collections, "")

    def welcome(self, desk: Desk) -> str:
        """Return what a conversation begins with; over an empty library, also a way to fill it."""
        begins, offered = self.words.welcome, ""
        if desk.shelf.library.empty:
            begins = self.words.empty_library
            offered = samples_html(LIBRARY[self.words.language]) if desk.adds else ""
        where = f'data-collection="{text(desk.shelf.name)}"'
        return f'<p class="welcome" {where}>{begins}</p>{offered}'

    def found(self, find: str, here: str, collection: str, request: gr.Request) -> str:
        """Return the conversations whose turns have these words."""
        desk = self.desk(collection, request)
        self.searches.put(desk.tab, find)
        return self._past(desk, here)

    def loaded(self, request: gr.Request) -> Screen:
        """Show what the address of the page names, else the page before the first question.

        What was typed already stays.
        """
        named = dict(request.query_params)
        wanted, desk = named.get("conversation", ""), None
        try:
            desk = self.desk(named.get("collection", ""), request)
            found = self.opened(wanted, desk) if wanted else self.fresh(desk)
        except FootnotedError as error:
            desk = desk or self.desk("", request)
            found = self.fresh(desk)._replace(now=failed_html(error, self.words))
        return found._replace(question=None)

    def changed(self, collection: str, request: gr.Request) -> Screen:
        """Begin anew in another collection."""
        try:
            return self.begun_anew(self.desk(collection, request), request)
        except FootnotedError as error:
            return Screen(
                before="", now=failed_html(error, self.words), collection=self.collections("")
            )

    def left(self, request: gr.Request) -> None:
        """Call off what a tab is waiting for."""
        self.runs.cancel(str(request.session_hash))

    def begun_anew(self, desk: Desk, request: gr.Request) -> Screen:
        """Call off what a tab is waiting for, and show the page before the first question."""
        self.closed(request)
        return self.fresh(desk)

    def closed(self, request: gr.Request) -> None:
        """Let go of a tab."""
        self.runs.forget(str(request.session_hash))

    def _refused(self, error: FootnotedError, question: str, editing: str = "") -> Screen:
        """Say why below what is shown; the page gives the question back. No two are the same."""
        given = f'data-question="{escape(question)}" data-editing="{escape(editing)}"'
        told = failed_html(error, self.words)
        return Screen(refused=f'<div {given} data-number="{next(self.refusals)}">{told}</div>')

    def _past(self, desk: Desk, here: str) -> str:
        """Return the list of conversations, narrowed to what the tab looks for."""
        try:
            find = self.searches.of(desk.tab)
            listed = desk.shelf.kept.conversations.listed(desk.owner, find)
        except FootnotedError as error:
            return failed_html(error, self.words)
        return past_html(listed, here, desk.shelf.name, self.words)


def _gone_on(here: str, ticket: Ticket) -> str:
    """Return the conversation to go on with; the browser may not know yet what a question began."""
    return here or (ticket.before.conversation if ticket.before else "")

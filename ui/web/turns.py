"""One question and its answer as HTML, growing while it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.answers import Answer, Filters, Statement, VerdictClass, Withheld
from rag.events import Done, Event, FellBack, Searching, StatementChecked, StatementWithheld
from rag.request import question_text
from ui.exporting.facts import reason_of
from ui.exporting.page import phrase, text
from ui.live import Watching
from ui.origins import title_of
from ui.rendering import answer_text
from ui.web.citing import (
    button_html,
    citation_html,
    folded_html,
    passages_html,
    sources_html,
    spoken_html,
)
from ui.web.deeds import deeds_html, say_html, widen_html
from ui.web.narrowing import narrowed
from ui.web.phrases import Phrases
from ui.wording import (
    MARKS,
    as_of_words,
    fallback_words,
    missing_words,
    nearest_heading,
    verdict_words,
)

_BAD = (VerdictClass.NOT_FOUND, VerdictClass.CONTRADICTED)
_SOURCE_WORDS = (VerdictClass.QUOTED, VerdictClass.CLOSE_WORDING)
_NEAREST = 3
_UNFOLDED = 4
"""How many numbers stand behind a statement before they are folded."""


@dataclass
class Turn:
    """One question as far as it is answered; `take` its events in order."""

    question: str
    asked: str = ""
    """How the question was understood, where that is something else than was asked."""
    statements: list[Statement] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    answer: Answer | None = None
    error: str = ""
    unkept: str = ""
    """Why it could not be kept, once that is known."""
    filters: Filters = field(default_factory=Filters)
    watching: Watching = field(default_factory=Watching)

    def take(self, event: Event) -> None:
        """Take in what happened."""
        self.watching.take(event)
        match event:
            case Searching(asked):
                self._understood(asked)
            case StatementChecked(statement):
                self.statements.append(statement)
            case StatementWithheld(withheld):
                self.withheld.append(withheld)
            case FellBack():
                self.statements, self.withheld = [], []
            case Done(answer):
                self.answer = answer
                self._understood(answer.standalone_question)
                self.statements, self.withheld = list(answer.statements), list(answer.withheld)

    def _understood(self, asked: str) -> None:
        self.asked = "" if asked == question_text(self.question) else asked


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn stands: counted from 1, in a conversation once it is kept, of a collection.

    `work` is the id its answer is kept under.
    """

    number: int
    conversation: str = ""
    collection: str = ""
    work: str | None = None


def turn_html(turn: Turn, place: Place, words: Phrases) -> str:
    """Return a turn as an article."""
    name = f"question-{place.number}"
    return "\n".join(
        [
            f'<article class="turn" aria-labelledby="{name}" data-turn="{place.number}" '
            f'data-conversation="{text(place.conversation)}" '
            f'data-collection="{text(place.collection)}">',
            f'<h2 id="{name}" class="question" dir="auto">{text(turn.question)}</h2>',
            *_body(turn, place, words),
            *deeds_html(place, words, failed=bool(turn.error)),
            "</article>",
        ]
    )


def _body(turn: Turn, place: Place, words: Phrases) -> Iterator[str]:
    answer = turn.answer
    if turn.filters:
        yield f'<p class="facts">{words.only} {phrase(narrowed(turn.filters, words))}</p>'
    if turn.asked:
        yield f'<p class="facts">{words.asked_as} <q dir="auto">{text(turn.asked)}</q></p>'
    if answer:
        if fallback := fallback_words(answer, words.wording):
            yield f'<p class="facts">{phrase(fallback)}</p>'
        if answer.declined:
            yield f'<p class="declined">{phrase(answer_text(answer, words.wording))}</p>'
    for number, statement in enumerate(turn.statements, start=1):
        yield statement_html(statement, words, say_html(place, number, words))
    if answer is None:
        status = words.wording.told(turn.error) or turn.watching.status
        kind = "status failed" if turn.error else "status"
        yield f'<p class="{kind}" role="status">{phrase(status)}</p>'
        return
    if missing := missing_words(answer, words.wording):
        yield f'<p class="missing">{phrase(missing)}</p>'
    yield from _facts(answer, words)
    if answer.citations:
        yield from sources_html(answer.citations, words)
    if answer.nearest:
        yield from _nearest(answer, words)
        yield from widen_html(place, words, narrowed=bool(turn.filters))
    yield from _withheld(turn.withheld, words)
    if turn.unkept:
        yield unkept_html(turn.unkept, words)


def unkept_html(why: str, words: Phrases) -> str:
    """Return what is said below what could not be kept."""
    return f'<p class="failed" role="alert">{words.unkept} {phrase(words.wording.told(why))}</p>'


def statement_html(statement: Statement, words: Phrases, behind: str = "") -> str:
    """Return a statement with its citation buttons, its verdict in words, and what goes behind."""
    marks = "".join(citation_html(citation, words) for citation in statement.citations)
    if len(statement.citations) > _UNFOLDED:
        marks = folded_html(statement.citations, marks, words)
    verdict = statement.verdict
    alarm = " alarm" if verdict.kind in _BAD else ""
    mark = MARKS[verdict.kind]
    own = statement.citations and verdict.kind in _SOURCE_WORDS
    spoken = spoken_html(statement.citations[0].document) if own else ""
    said = f'<span class="words"{spoken}>{text(statement.text)}</span>'
    return (
        f'<div class="statement" dir="auto">{said}{marks} '
        f'<span class="verdict{alarm}"><span aria-hidden="true">{mark}</span>&#160;'
        f"{phrase(verdict_words(verdict, words.wording))}</span>{behind}</div>"
    )


def _facts(answer: Answer, words: Phrases) -> Iterator[str]:
    facts = []
    if answer.statements:
        facts.append(words.counted("checked", len(answer.statements)))
    if answer.withheld:
        facts.append(words.counted("withheld", len(answer.withheld)))
    if as_of := as_of_words(answer, words.wording):
        facts.append(as_of)
    if facts:
        yield f'<p class="facts">{" · ".join(facts)}</p>'


def _nearest(answer: Answer, words: Phrases) -> Iterator[str]:
    heading = nearest_heading(answer, words.wording).rstrip(":")
    yield f"<h3>{phrase(heading)}</h3>"
    nearest = answer.nearest[:_NEAREST]
    yield passages_html([(c.number, c.evidence, c.span) for c in nearest], words)


def _withheld(withheld: list[Withheld], words: Phrases) -> Iterator[str]:
    if not withheld:
        return
    yield f"<details>\n<summary>{words.counted('withheld', len(withheld))}</summary>\n<ul>"
    for one in withheld:
        buttons = "".join(
            button_html(evidence, span, words.open.format(title), words.to_source)
            for evidence, span in one.spans
            for title in [title_of(evidence, words.wording)]
        )
        yield (
            f'<li dir="auto"><span class="words">{text(one.text)}</span> '
            f'<span class="verdict">{phrase(reason_of(one, words.wording))}</span> {buttons}</li>'
        )
    yield "</ul>\n</details>"

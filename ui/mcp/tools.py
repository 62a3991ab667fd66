"""The tools: what each takes, does and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rag.errors import RequestError
from rag.request import question_text
from rag.run import Run
from ui.api.bodies import Asked, Body, Draft, Sought
from ui.documents import resolve
from ui.draft_json import draft_json
from ui.exporting.draft_markdown import draft_markdown
from ui.json_shapes import SCHEMA, answer_json, search_json, sources_json
from ui.mcp.bodies import Excerpt, Listed
from ui.mcp.texts import answer_words, excerpt_words, passages_words, sources_words
from vectorstore.documents import Document, Span

if TYPE_CHECKING:
    from rag.chain import Chain
    from ui.mcp.passed import Passed
    from ui.metering.metered import Metered
    from vectorstore.catalog import LibraryView
    from vectorstore.collection import Collection


class Held(NamedTuple):
    """A collection: what answers from it, and what is read from."""

    chain: Chain | Metered | Passed
    library: Collection | LibraryView


class Collections(Protocol):
    """The collections that may be asked."""

    @property
    def names(self) -> Sequence[str]:
        """Their names; the one to begin with comes first."""

    def held(self, name: str | None) -> AbstractContextManager[Held]:
        """Give one, by default the first. Raises what opening it raises, UnknownCollection."""


class Given(NamedTuple):
    """What a tool gives: an object for programs, and words."""

    shape: dict[str, Any]
    words: str


@dataclass(frozen=True)
class Tool:
    """A tool; `schema` names the published shape of what it gives. Every one only reads."""

    name: str
    title: str
    description: str
    takes: type[Body]
    schema: str
    do: Callable[[Any, Run], Given]


COUNTED = frozenset({"ask", "check"})
"""The tools whose calls are questions, of which nobody may ask too many in a minute."""


def tools(there: Collections) -> tuple[Tool, ...]:
    """Return the tools over some collections."""

    def ask(asked: Asked, run: Run) -> Given:
        question, wanted = question_text(asked.question), asked.filters.filters()
        with there.held(asked.collection) as held:
            answer = held.chain.ask(question, asked.turns(), wanted, run)
        return Given(answer_json(answer), answer_words(answer))

    def search(sought: Sought, run: Run) -> Given:
        words = question_text(sought.query)
        with there.held(sought.collection) as held:
            found = held.chain.search(words, sought.filters.filters(), sought.k)
        return Given(search_json(words, found), passages_words(found))

    def check(draft: Draft, run: Run) -> Given:
        with there.held(draft.collection) as held:
            checked = held.chain.check(draft.manuscript(), draft.filters.filters(), run)
        return Given(draft_json(checked), draft_markdown(checked))

    def read_source(wanted: Excerpt, run: Run) -> Given:
        with there.held(wanted.collection) as held:
            row = resolve(wanted.document_id, held.library.documents())
            shape = excerpt_json(held.library.document(row.id), wanted)
        return Given(shape, excerpt_words(shape))

    def list_sources(listed: Listed, run: Run) -> Given:
        with there.held(listed.collection) as held:
            rows = held.library.documents()
        return Given(sources_json(rows), sources_words(rows))

    return (
        Tool("ask", "Answer from the library", _ASK, Asked, "answer", ask),
        Tool("search", "Find passages", _SEARCH, Sought, "search", search),
        Tool("check", "Check a draft", _CHECK, Draft, "check", check),
        Tool("read_source", "Read around a span", _READ, Excerpt, "excerpt", read_source),
        Tool("list_sources", "List the documents", _LIST, Listed, "sources", list_sources),
    )


def excerpt_json(document: Document, wanted: Excerpt) -> dict[str, Any]:
    """Return the object of `docs/excerpt.schema.json`. Raises RequestError for no such span."""
    text, start, end = document.text, wanted.start, wanted.end
    if not start <= end <= len(text):
        raise RequestError(
            f"There is no {start}..{end}: the document has {len(text):,} code points, and a span "
            "ends where it starts or behind that."
        )
    around = Span(max(0, start - wanted.around), min(len(text), end + wanted.around))
    date = document.published
    return {
        "schema": SCHEMA,
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "source": document.source,
        "published": date.date if date else None,
        "published_how": date.how if date else None,
        "characters": len(text),
        "start": start,
        "end": end,
        "quote": text[start:end],
        "text_start": around.start,
        "text_end": around.end,
        "text": around.of(text),
    }


_ASK = (
    "Answer a question from the documents of the library. Every statement has footnotes that are "
    "exact spans of a source and a verdict on how it stands to them; what no source supports is "
    "withheld, and a question that they do not answer is declined, with what comes closest. "
    "`history` completes a follow-up and is never a source."
)
_SEARCH = "Find the passages nearest to some words, best first, without an answer."
_CHECK = (
    "Footnote a finished text, plain or Markdown: each claim gets its source, or is said to have "
    "none, or is shown what contradicts it."
)
_READ = (
    "Read a span of a document and the text around it, by the document's id and the offsets that "
    "the other tools give; offsets are code points of its canonical text."
)
_LIST = "List the documents of the library with their ids, titles and dates."

"""A checked draft on the page: its text with footnotes that open their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from rag.answers import Citation
from rag.drafts import CheckedDraft, CheckedSentence, SentenceChecked, Standing
from rag.errors import Cancelled, RequestError
from rag.manuscript.read import Form, Manuscript, read_manuscript
from rag.run import Run
from ui.exporting.draft_body import Marks, body
from ui.exporting.marks import doubtful, summary
from ui.exporting.page import phrase, text
from ui.metering.labels import Door
from ui.shelves import Shelf
from ui.web.citing import citation_html, sources_html
from ui.web.deeds import exports_html
from ui.web.phrases import Phrases
from ui.web.turns import unkept_html
from vectorstore.errors import FootnotedError
from vectorstore.reading import read_bytes


def checking(
    shelf: Shelf,
    owner: str,
    typed: str,
    file: str | None,
    words: Phrases,
    run: Run,
    may: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Yield what the page shows while a draft is checked, at the end the draft, which is kept.

    The file counts where there is one, else what was typed. Calling the run off stops the work,
    also while a judge is silent. `may` raises if nothing more is to be checked now.
    """
    count = words.wording.number
    try:
        may()
        for event in shelf.through(Door.WEB).checking(manuscript(typed, file), run=run):
            match event:
                case SentenceChecked(number=number, total=total):
                    yield f'<p class="status" role="status">{count(number)} / {count(total)}</p>'
                case CheckedDraft():
                    yield _saved(shelf, owner, event, words) + draft_html(event, words, shelf.name)
    except Cancelled:
        yield f'<p class="status failed" role="status">{words.stopped}</p>'
    except FootnotedError as error:
        yield failed_html(error, words)


def failed_html(error: FootnotedError, words: Phrases) -> str:
    """Return what is said where something cannot be done."""
    return f'<p class="status failed" role="alert">{phrase(words.wording.told(str(error)))}</p>'


def _saved(shelf: Shelf, owner: str, draft: CheckedDraft, words: Phrases) -> str:
    try:
        address = f"page/{shelf.name}/works/{shelf.kept.works.keep(owner, draft)}"
    except FootnotedError as error:
        return unkept_html(str(error), words)
    return f'<p class="deeds">{exports_html(address, words.export, words)}</p>'


def manuscript(typed: str, file: str | None) -> Manuscript:
    """Return the draft to check. Raises RequestError, ReadingError."""
    if file:
        return read_manuscript(read_bytes(Path(file)), Path(file).name)
    if not typed.strip():
        raise RequestError("There is no draft: paste a text, or give a file.")
    return read_manuscript(typed.encode("utf-8", "replace"), "draft", Form.MARKDOWN)


def draft_html(draft: CheckedDraft, words: Phrases, collection: str = "") -> str:
    """Return the draft with its marks, what to look at again, and its sources in a collection."""
    blocks = "\n".join(_blocks(draft, words))
    return f'<div data-collection="{text(collection)}">{blocks}</div>'


def _blocks(draft: CheckedDraft, words: Phrases) -> Iterator[str]:
    def button(citation: Citation, anchor: str, before: str) -> str:
        return citation_html(citation, words, before)

    wording = words.wording
    marks = Marks(draft, button, wording)
    yield f'<p class="facts" role="status">{phrase(" · ".join(summary(draft, wording)))}</p>'
    yield f'<article class="turn draft">{body(draft, marks)}</article>'
    if doubts := list(doubtful(draft, wording)):
        yield f'<h3>{words.again}</h3>\n<ul class="doubts">'
        yield from (_doubt(sentence, why) for sentence, why in doubts)
        yield "</ul>"
    if draft.citations:
        yield from sources_html(draft.citations, words)


def _doubt(sentence: CheckedSentence, why: str) -> str:
    alarm = "" if sentence.standing is Standing.REWORDED else " alarm"
    return (
        f'<li dir="auto"><span class="words">{text(sentence.words)}</span> '
        f'<span class="verdict{alarm}">{phrase(why)}</span></li>'
    )

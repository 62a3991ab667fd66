"""A checked draft as one page of HTML: its own text with marks, footnotes, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from rag.drafts import CheckedDraft, CheckedSentence, Standing
from rag.manuscript.prose import Place
from ui.exporting.draft_body import Marks, body
from ui.exporting.marks import doubtful, line_of, summary
from ui.exporting.page import made, notes, page, text

_TITLE = "A checked draft"


def draft_html(draft: CheckedDraft) -> str:
    """Return the draft with its marks, its footnotes and what came of its claims, as a page."""
    headings = (s.words for s in draft.sentences if s.place is Place.HEADING)
    return page(next(headings, _TITLE), _blocks(draft))


def _blocks(draft: CheckedDraft) -> Iterator[str]:
    marks = Marks(draft)
    parts = (f"<span>{text(part)}</span>" for part in summary(draft))
    yield f'<p class="facts parts">Checked: {" · ".join(parts)}</p>'
    yield f'<main class="draft">\n{body(draft, marks)}\n</main>'
    if doubts := list(doubtful(draft)):
        yield '<h2>To look at again</h2>\n<ul class="list">'
        yield from (_doubt(draft, marks, sentence, why) for sentence, why in doubts)
        yield "</ul>"
    if draft.citations:
        yield "<h2>Sources</h2>"
        yield from notes(draft.citations, marks.refs, marks.prefix)
    yield made(draft.provenance)


def _doubt(draft: CheckedDraft, marks: Marks, sentence: CheckedSentence, why: str) -> str:
    line = line_of(draft, sentence)
    kind = "class" if sentence.standing is Standing.REWORDED else "class alarm"
    where = f"line {line}" if line else "in the text"
    return (
        f'<li><p dir="auto">{text(sentence.words)}</p><p class="{kind}">{text(why)} '
        f'<a href="#{marks.anchor(sentence)}">{where}</a></p></li>'
    )

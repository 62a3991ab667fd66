"""A checked draft as Markdown: the draft with its footnotes, and what came of its claims."""

from __future__ import annotations

from collections.abc import Iterator

from rag.drafts import CheckedDraft, CheckedSentence, Standing
from rag.manuscript.prose import CONTRADICTED, NO_SOURCE
from ui.exporting.escape import escaped
from ui.exporting.markdown import footnotes, provenance
from ui.exporting.marks import (
    Written,
    doubtful,
    line_of,
    marked,
    prefix,
    sign,
    summary,
)


def draft_markdown(draft: CheckedDraft) -> str:
    """Return the draft with its marks, and behind a rule the footnotes and the summary."""
    text = marked(draft, markdown_mark(draft))
    apart = "\n" if text.endswith("\n") else "\n\n"
    return text + apart + "\n\n".join(_blocks(draft)) + "\n"


def markdown_mark(draft: CheckedDraft) -> Written:
    """Return what writes the marks of a draft's sentences in Markdown."""
    before = prefix(draft)

    def written(sentence: CheckedSentence) -> str:
        if sentence.standing is Standing.NO_SOURCE:
            return f" [{NO_SOURCE}]"
        marks = "".join(f"[^{before}{c.number}]" for c in sentence.citations)
        if sentence.standing is Standing.CONTRADICTED:
            return f" [{CONTRADICTED}] {marks}".rstrip()
        return f"{marks}{escaped(sign(sentence))}"

    return written


def _blocks(draft: CheckedDraft) -> Iterator[str]:
    yield "---"
    yield "**Checked against the library:** " + escaped(" · ".join(summary(draft)))
    items = []
    for sentence, why in doubtful(draft):
        line = line_of(draft, sentence)
        where = f"Line {line}: " if line else ""
        items.append(f"- {where}«{escaped(sentence.words)}» {escaped(why)}")
    if items:
        yield "\n".join(items)
    yield from provenance(draft.provenance)
    yield from footnotes(draft.citations, prefix(draft))

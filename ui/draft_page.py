"""A checked draft on a terminal: the draft with its marks, the footnotes, what came of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rag.drafts import CheckedDraft, CheckedSentence, Standing
from rag.manuscript.prose import CONTRADICTED, NO_SOURCE
from rag.manuscript.read import levelled
from ui.exporting.marks import (
    Written,
    doubtful,
    line_of,
    marked,
    prefix,
    sign,
    summary,
)
from ui.footnotes import INDENT, print_footnotes
from ui.terminal import one_line, print_wrapped, visible

if TYPE_CHECKING:
    from rich.console import Console


def print_draft(out: Console, draft: CheckedDraft) -> None:
    """Print the draft with its marks, its footnotes, and the claims to look at again."""
    from rich.text import Text

    for line in levelled(marked(draft, terminal_mark(draft))).rstrip().split("\n"):
        words = visible(line)
        inset = min(len(words) - len(words.lstrip()), INDENT * 2)
        print_wrapped(out, Text(words.strip()), indent=inset, first=" " * inset)
    if draft.citations:
        out.print()
        print_footnotes(out, draft.citations, prefix(draft))
    if doubts := list(doubtful(draft)):
        out.print()
        for sentence, why in doubts:
            print_wrapped(out, Text(one_line(sentence.words)), indent=INDENT, first=sign(sentence))
            line_number = line_of(draft, sentence)
            where = f"line {line_number}: " if line_number else ""
            print_wrapped(out, Text(one_line(f"{where}{why}"), "dim"), indent=INDENT)
    out.print()
    for facts in (" · ".join(summary(draft)), *map(one_line, draft.provenance.notes)):
        print_wrapped(out, Text(facts, "dim"))


def draft_page(draft: CheckedDraft) -> str:
    """Return what `print_draft` prints, 80 columns wide and without colour."""
    from rich.console import Console

    file = io.StringIO()
    out = Console(file=file, width=80, highlight=False, markup=False, emoji=False, soft_wrap=True)
    print_draft(out, draft)
    return file.getvalue()


def terminal_mark(draft: CheckedDraft) -> Written:
    """Return what writes the marks of a draft's sentences on a terminal."""
    before = prefix(draft)

    def written(sentence: CheckedSentence) -> str:
        if sentence.standing is Standing.NO_SOURCE:
            return f" [{NO_SOURCE}]"
        marks = "".join(f"[{before}{citation.number}]" for citation in sentence.citations)
        word = f"[{CONTRADICTED}]" if sentence.standing is Standing.CONTRADICTED else ""
        parts = (word, marks, "" if word else sign(sentence))
        return "".join(f" {part}" for part in parts if part)

    return written

"""Documents of the library as a terminal shows them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.counting import counted
from ui.footnotes import place
from ui.origins import date_of
from ui.terminal import one_line, print_wrapped, visible, write_bytes
from ui.wording import ENGLISH
from vectorstore.documents import Document

if TYPE_CHECKING:
    from rich.console import Console

    from vectorstore.records import DocumentRow

_INDENT = 10
_OPENING = 60


def print_rows(out: Console, rows: Sequence[DocumentRow]) -> None:
    """Print two lines a document, and a line that adds them up."""
    from rich.text import Text

    for row in rows:
        title = Text(one_line(row.title or "") or ENGLISH.no_title, "bold")
        print_wrapped(out, title, indent=_INDENT, first=row.id[:8])
        facts = [
            ENGLISH.day(row.published.date) if row.published else ENGLISH.no_date,
            counted(row.passages, "passage"),
            "" if row.state.value == "live" else row.state.value,
        ]
        for line in (", ".join(filter(None, facts)), place(row.source)):
            print_wrapped(out, Text(line, "dim"), indent=_INDENT)
    if rows:
        out.print()
    passages = counted(sum(row.passages for row in rows), "passage")
    out.print(f"{counted(len(rows), 'document')}, {passages}.")


def print_document(
    out: Console, row: DocumentRow, document: Document, *, regions: bool = True
) -> None:
    """Print what a document says about itself and, with `regions`, how each of them begins."""
    from rich.text import Text

    print_wrapped(out, Text(one_line(row.title or "") or ENGLISH.no_title, "bold"))
    facts = {
        "id": row.id,
        "source": row.source,
        "url": row.url,
        "publisher": row.publisher,
        "authors": ", ".join(row.authors),
        "published": date_of(row.published),
        "language": row.language,
        "type": row.media_type,
        "ingested": row.ingested_at,
        "state": row.state.value,
        "corrected": ", ".join(row.corrected),
        "size": f"{row.characters:,} characters, {counted(row.passages, 'passage')}",
    }
    for name, value in facts.items():
        if value:
            print_wrapped(out, Text(one_line(value)), indent=_INDENT + 2, first=name)
    if not regions:
        return
    out.print()
    for region in document.regions:
        words = one_line(region.span.of(document.text)[: 2 * _OPENING])[:_OPENING]
        where = f"{region.span.start}..{region.span.end}"
        out.print(Text(f"{where:>15}  {region.kind.value:<11}  {words}"))


def print_text(document: Document) -> None:
    """Write the canonical text byte for byte; to a terminal, with nothing it would obey."""
    text = visible(document.text) if sys.stdout.isatty() else document.text
    write_bytes(text.encode("utf-8", "replace"))

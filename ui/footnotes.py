"""Footnotes on a terminal: what each source is, the words it gives, where exactly they stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rag.answers import Citation, Evidence
from ui.origins import origin_of, title_of
from ui.terminal import one_line, print_wrapped, visible
from vectorstore.documents import Document, Span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_CONTEXT = 90
INDENT = 4


def print_footnotes(out: Console, citations: tuple[Citation, ...], prefix: str = "") -> None:
    """Print numbered sources: what each is, what it says, and where exactly that stands.

    `prefix` stands before each number, where the plain ones are taken.
    """
    from rich.text import Text

    for position, citation in enumerate(citations):
        if position:
            out.print()
        mark = f"[{prefix}{citation.number}] "
        print_wrapped(out, Text(title_of(citation.evidence), "bold"), indent=INDENT, first=mark)
        for line in (described(citation.evidence), _quoted(citation), _place(citation)):
            print_wrapped(out, line, indent=INDENT)


def described(evidence: Evidence) -> Text:
    """Return publisher, date with how it is known, and the region, set apart."""
    from rich.text import Text

    return Text(origin_of(evidence), "dim")


def _quoted(citation: Citation) -> Text:
    """Return the cited words between guillemets with a little of their paragraph around them."""
    from rich.text import Text

    text, passage, span = citation.document.text, citation.evidence.passage.span, citation.span
    before = text[passage.start : span.start].rpartition("\n\n")[2]
    after = text[span.end : passage.end].partition("\n\n")[0]
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + " …"
    return Text.assemble(
        (f"{one_line(before)} ".lstrip(), "dim"),
        ("«" + one_line(citation.quote) + "»", ""),
        (f" {one_line(after)}".rstrip(), "dim"),
    )


def _place(citation: Citation) -> Text:
    from rich.text import Text

    return Text(where(citation.document, citation.span), "dim")


def where(document: Document, span: Span) -> str:
    """Return where a span stands: its source, its code points, and the document's short id."""
    return f"{place(document.source)}, {span.start}..{span.end} of {document.id[:8]}"


def place(source: str) -> str:
    """Return a path or URL as a person would write it: relative below the working folder."""
    path = Path(source)
    if path.is_absolute() and path.is_relative_to(here := Path.cwd()):
        return one_line(str(path.relative_to(here)))
    return one_line(source)


def print_passage(out: Console, citation: Citation) -> None:
    """Print the whole passage of a footnote, the cited words between guillemets."""
    from rich.text import Text

    evidence, span = citation.evidence, citation.span
    passage = evidence.passage.span
    text = citation.document.text
    print_wrapped(out, Text(title_of(evidence), "bold"))
    for line in (described(evidence), _place(citation)):
        print_wrapped(out, line)
    out.print()
    words = f"{text[passage.start : span.start]}«{citation.quote}»{text[span.end : passage.end]}"
    print_wrapped(out, Text(visible(words.strip())))

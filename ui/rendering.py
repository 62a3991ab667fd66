"""An Answer as words: its text with numbered footnotes, and the page a terminal shows.

Where the marks of the footnotes stand is decided here, once, for every surface.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rag.answers import Answer, Citation, Decline, Evidence
from ui.terminal import one_line, print_wrapped, visible
from vectorstore.documents import Document, Published, RegionKind, Span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_CONTEXT = 90
_INDENT = 4
_SHOWN = 280

_SAYING_NO = {
    Decline.NO_QUESTION: "There is no question here: ask something in words.",
    Decline.EMPTY_LIBRARY: (
        "The library holds no documents yet: add some with 'footnoted ingest PATH', then ask again."
    ),
    Decline.NOT_IN_SOURCES: "The sources do not answer this question.",
    Decline.PREMISE_NOT_IN_SOURCES: (
        "The question assumes something that the sources do not say, so it is not answered."
    ),
    Decline.NOTHING_SUPPORTED: (
        "Nothing that could be said in answer holds up against the sources, so nothing is said."
    ),
}


def answer_text(answer: Answer) -> str:
    """Return the answer in words, each statement followed by the numbers of its footnotes.

    A declined answer is one sentence that says why.
    """
    if answer.decline is not None:
        return _SAYING_NO[answer.decline]
    return " ".join(
        f"{statement.text} {''.join(f'[{c.number}]' for c in statement.citations)}".rstrip()
        for statement in answer.statements
    )


def published(evidence: Evidence) -> Published | None:
    """Return the date to cite: a teaser never takes its host's."""
    if evidence.passage.region is RegionKind.TEASER:
        return None
    return evidence.document.published


def as_of(answer: Answer) -> str | None:
    """Return the newest date among the cited sources, None where none is known."""
    dates = [date for c in answer.citations if (date := published(c.evidence))]
    return max(dates, key=lambda date: date.last).date if dates else None


def print_answer(out: Console, answer: Answer) -> None:
    """Print the answer, the date it stands for, and its footnotes with the words they cite."""
    from rich.text import Text

    print_wrapped(out, Text(one_line(answer_text(answer))))
    if date := as_of(answer):
        out.print()
        out.print(Text(f"As of {date}.", "dim"))
    if answer.citations:
        out.print()
        print_footnotes(out, answer.citations)
    if answer.declined and answer.nearest:
        out.print()
        out.print("Closest, but not an answer:")
        out.print()
        print_footnotes(out, answer.nearest)


def print_footnotes(out: Console, citations: tuple[Citation, ...]) -> None:
    """Print numbered sources: what each is, what it says, and where exactly that stands."""
    from rich.text import Text

    for position, citation in enumerate(citations):
        if position:
            out.print()
        mark = f"[{citation.number}]"
        title = one_line(citation.evidence.title or "") or "(no title)"
        print_wrapped(out, Text(title, "bold"), indent=_INDENT, first=mark)
        for line in (_described(citation.evidence), _quoted(citation), _place(citation)):
            if line.plain:
                print_wrapped(out, line, indent=_INDENT)


def _described(evidence: Evidence) -> Text:
    """Return publisher, date with how it is known, and the region where it is not the body."""
    from rich.text import Text

    date = published(evidence)
    region = evidence.passage.region
    parts = [
        one_line(evidence.document.publisher or ""),
        f"{date.date} ({one_line(date.how)})" if date else "",
        "" if region is RegionKind.BODY else f"in a {region}",
    ]
    return Text(", ".join(part for part in parts if part), "dim")


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
    print_wrapped(out, Text(one_line(evidence.title or "") or "(no title)", "bold"))
    for line in (_described(evidence), _place(citation)):
        if line.plain:
            print_wrapped(out, line)
    out.print()
    words = f"{text[passage.start : span.start]}«{citation.quote}»{text[span.end : passage.end]}"
    print_wrapped(out, Text(visible(words.strip())))


def print_hits(out: Console, hits: tuple[Evidence, ...]) -> None:
    """Print passages that a search found, best first, each with where it stands."""
    from rich.text import Text

    if not hits:
        out.print("Nothing in the library comes near.")
    for position, hit in enumerate(hits, start=1):
        if position > 1:
            out.print()
        title = Text(one_line(hit.title or "") or "(no title)", "bold")
        print_wrapped(out, title, indent=_INDENT, first=f"{position}")
        standing = Text(where(hit.document, hit.passage.span), "dim")
        for line in (_described(hit), Text(_shortened(hit.text)), standing):
            if line.plain:
                print_wrapped(out, line, indent=_INDENT)


def print_provenance(out: Console, answer: Answer) -> None:
    """Print what produced the answer and how long each step took."""
    made = answer.provenance
    steps = ", ".join(f"{step} {ms:.1f} ms" for step, ms in made.timings_ms.items())
    out.print()
    out.print(
        f"answerer {made.answerer}, embedder {made.embedder}, settings {made.settings}, "
        f"library revision {made.library_revision}; {steps}"
    )


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN].rpartition(" ")[0] + " …"

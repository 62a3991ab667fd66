"""Citations on the page: buttons that open their source, with what is read out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.answers import Citation, Evidence
from ui.exporting.page import phrase, text
from ui.origins import origin_of, title_of
from ui.web.phrases import Phrases
from vectorstore.documents import Document, Span


def citation_html(citation: Citation, words: Phrases, prefix: str = "") -> str:
    """Return a button that opens the source at the cited span, with a preview beside it."""
    evidence = citation.evidence
    title, origin = title_of(evidence, words.wording), origin_of(evidence, words.wording)
    name = words.footnote.format(citation.number, title, origin)
    button = button_html(evidence, citation.span, name, f"{prefix}{citation.number}")
    spoken = spoken_html(evidence.document)
    return (
        f'&#8288;<span class="citation">{button}'
        f'<span class="preview" role="tooltip"><strong dir="auto"{spoken}>{phrase(title)}</strong>'
        f"<span>{phrase(origin)}</span>{_quoted(evidence, citation.span)}</span></span>"
    )


def button_html(evidence: Evidence, span: Span, name: str, shown: str) -> str:
    """Return a button that opens a span of what was found."""
    document = evidence.document
    return opener_html(document.id, span, name, shown, document.content_hash)


def opener_html(document_id: str, span: Span, name: str, shown: str, version: str = "") -> str:
    """Return a button that opens a document at a span; `name` is what it is read out as.

    `version` is the content hash of the document that the span is of.
    """
    return (
        f'<button type="button" class="cite" data-document="{text(document_id)}" '
        f'data-start="{span.start}" data-end="{span.end}" data-version="{text(version)}" '
        f'aria-label="{phrase(name)}" '
        f'aria-pressed="false">{text(shown)}</button>'
    )


def folded_html(citations: Sequence[Citation], marks: str, words: Phrases) -> str:
    """Return many buttons folded behind their numbers."""
    name = folded_numbers([citation.number for citation in citations])
    return (
        f'&#8288;<details class="folded"><summary aria-label="{words.footnotes.format(name)}">'
        f"[{name}]</summary>{marks}</details>"
    )


def folded_numbers(numbers: Sequence[int]) -> str:
    """Return numbers in a few words: "1–4, 7"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else f"{run[0]}" for run in runs)


def sources_html(citations: tuple[Citation, ...], words: Phrases) -> Iterator[str]:
    """Yield the list of sources under its heading, each a button that opens it."""
    yield f'<h3>{words.sources}</h3>\n<ol class="sources">'
    for c in citations:
        yield _item(c.number, c.evidence, c.span, words.source, words)
    yield "</ol>"


def passages_html(passages: Sequence[tuple[int, Evidence, Span]], words: Phrases) -> str:
    """Return a list of numbered passages, each with its words and a button that opens it."""
    items = (
        _item(number, evidence, span, words.open, words, _quoted(evidence, span))
        for number, evidence, span in passages
    )
    return '<ol class="sources">' + "\n".join(items) + "</ol>"


def _item(
    number: int, evidence: Evidence, span: Span, name: str, words: Phrases, behind: str = ""
) -> str:
    title, origin = title_of(evidence, words.wording), origin_of(evidence, words.wording)
    button = button_html(evidence, span, name.format(title, number), str(number))
    spoken = spoken_html(evidence.document)
    return (
        f'<li>{button} <span><span class="title" dir="auto"{spoken}>{phrase(title)}</span> '
        f'<span class="origin">{phrase(origin)}</span>{behind}</span></li>'
    )


def _quoted(evidence: Evidence, span: Span) -> str:
    document = evidence.document
    return f'<q dir="auto"{spoken_html(document)}>{text(span.of(document.text))}</q>'


def spoken_html(document: Document) -> str:
    """Return the attribute that says which language a document's words are in, if any is known."""
    return f' lang="{text(document.language or "")}"'

"""A page of HTML that stands alone: it fetches nothing, runs nothing, and shows text as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from rag.answers import Citation, Provenance
from ui.exporting.facts import address_of, made_by, place_of, quote_of
from ui.origins import origin_of, title_of
from ui.terminal import one_line, visible

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")

Refs = Mapping[int, Sequence[str]]
"""The anchors in the text that lead to each footnote, by its number."""


def page(title: str, body: Iterable[str]) -> str:
    """Return a whole page; `title` is text, `body` are blocks of HTML."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def style() -> str:
    """Return the style that all such pages have in common."""
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def text(words: str) -> str:
    """Return words on one line as HTML that shows them as they are."""
    return escape(one_line(words))


def phrase(words: str) -> str:
    """Return the same for words of our own: the spaces at which no line is broken stay."""
    return escape(_BREAKS.sub(" ", visible(words)).strip())


def mark(number: int, anchor: str, prefix: str = "", space: str = "") -> str:
    """Return the mark in the text that leads to a footnote; no line is broken before it.

    `prefix` stands before the number, `space` before the name of the footnote's anchor.
    """
    label = f"{prefix}{number}"
    return (
        f'&#8288;<sup><a id="{anchor}" href="#{space}note-{number}" aria-label="Footnote {label}">'
        f"[{label}]</a></sup>"
    )


def notes(
    citations: Iterable[Citation], refs: Refs, prefix: str = "", space: str = ""
) -> Iterator[str]:
    """Yield the list of footnotes, each leading back to its marks."""
    items = [_note(c, refs.get(c.number, ()), prefix, space) for c in citations]
    if items:
        yield '<ol class="notes">'
        yield from items
        yield "</ol>"


def _note(citation: Citation, anchors: Sequence[str], prefix: str, space: str) -> str:
    evidence, quote = citation.evidence, quote_of(citation)
    language = evidence.document.language
    spoken = f' lang="{text(language)}"' if language else ""
    title, address = text(title_of(evidence)), address_of(evidence)
    if address:
        title = f'<a href="{text(address)}" rel="noreferrer noopener">{title}</a>'
    back = " ".join(
        f'<a href="#{anchor}" aria-label="Back to the text, mark {n}">↩</a>'
        for n, anchor in enumerate(anchors, start=1)
    )
    return (
        f'<li id="{space}note-{citation.number}">'
        f'<span class="number">[{prefix}{citation.number}]</span>'
        f'<p class="title">{title}</p><p class="origin">{text(origin_of(evidence))}</p>'
        f'<blockquote dir="auto"{spoken}>{text(quote.before)} <mark>{text(quote.words)}</mark> '
        f"{text(quote.after)}</blockquote>"
        f'<p class="place">{text(place_of(citation))} <span class="back">{back}</span></p></li>'
    )


def made(provenance: Provenance) -> str:
    """Return how a document was made, at its foot."""
    return f"<footer>{' '.join(map(text, made_by(provenance)))}</footer>"

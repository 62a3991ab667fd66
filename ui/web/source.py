"""A document as HTML with one span of it lit, as it stands among its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from itertools import pairwise

from rag.alignment.attribution import speaker_of
from rag.errors import RequestError
from ui.exporting.page import phrase, text
from ui.footnotes import place
from ui.origins import date_of
from ui.shelves import Shelf, Shelves
from ui.terminal import visible
from ui.web.citing import spoken_html
from ui.web.library.facts import facts_html
from ui.web.library.phrases import LIBRARY
from ui.web.phrases import Phrases
from vectorstore.documents import Document, Region, RegionKind, Span
from vectorstore.errors import UnknownDocument
from vectorstore.records import DocumentRow

PIECE = 20_000
"""How much is shown to each side of what is lit, and how much more at each wish, in characters."""

_LONGEST = 100_000
_QUIET = (RegionKind.TEASER, RegionKind.BOILERPLATE)
_NAMED = (*_QUIET, RegionKind.CAPTION, RegionKind.LIST, RegionKind.TABLE)


def opened(
    shelves: Shelves, document_id: str, version: str, words: Phrases, collection: str = ""
) -> tuple[Document, str]:
    """Return a document as the answer that cites it was given from, and HTML that says if it is so.

    Without a `version` (its content hash) it is the one in the library. It is looked for in
    `collection`, then in all that are open. Raises UnknownDocument, and what opening one raises.
    """
    found, unknown = None, UnknownDocument(words.no_source)
    for shelf in _where(shelves, collection):
        with suppress(UnknownDocument):
            found = shelf.library.document(document_id)
            if not version or found.content_hash == version:
                return found, ""
    for shelf in _where(shelves, collection):
        if document := shelf.kept.works.document(document_id, version):
            remark = words.changed_since if found else words.removed_since
            return document, f'<p class="facts failed" role="status">{remark}</p>'
    raise unknown


def _where(shelves: Shelves, collection: str) -> list[Shelf]:
    if not collection:
        return shelves.open()
    first = shelves.shelf(collection)
    return [first, *(shelf for shelf in shelves.open() if shelf is not first)]


def row_of(shelves: Shelves, document: Document, collection: str = "") -> DocumentRow | None:
    """Return what a library knows of the very version of a document; None where there is none."""
    for shelf in _where(shelves, collection):
        with suppress(UnknownDocument):
            row = shelf.library.row(document.id)
            if row.content_hash == document.content_hash:
                return row
    return None


def source_html(
    document: Document, span: Span, words: Phrases, row: DocumentRow | None = None
) -> str:
    """Return the document's head and its text around the span, at most 20,000 characters each way.

    The text of the `mark` elements together is the slice, with control characters made visible; of
    an empty span nothing is lit. With a `row`, what is known of the document stands above its text.
    Raises RequestError for a span that is not in the document.
    """
    _check(document, span)
    here = LIBRARY[words.language]
    known = [facts_html(row, document, words, here, unfolded=not len(span))] if row else []
    return "\n".join([*_head(document, span, words), *known, _text(document, span, words)])


def piece_html(document: Document, piece: Span, lit: Span, words: Phrases) -> str:
    """Return a piece of the text as HTML; pieces that follow each other join without a seam.

    Raises RequestError for a piece that is not in the document, or too long.
    """
    _check(document, lit)
    _check(document, piece)
    if len(piece) > _LONGEST:
        raise RequestError(f"A piece has at most {_LONGEST:,} characters, not {len(piece):,}.")
    return _pieces(document, piece, lit, words)


def _check(document: Document, span: Span) -> None:
    if span.end > len(document.text):
        raise RequestError(
            f"The document ends at {len(document.text):,}: there is no {span.start}..{span.end}."
        )


def _head(document: Document, span: Span, words: Phrases) -> Iterator[str]:
    yield f'<header>\n<h2 dir="auto">{phrase(document.title or words.wording.no_title)}</h2>'
    facts = (
        document.publisher or "",
        date_of(document.published, words.wording),
        ", ".join(document.authors),
    )
    yield f'<p class="origin">{phrase(" · ".join(filter(None, facts)))}</p>'
    if named := speaker_of(document.text, span):
        said = words.speaking.format(named.of(document.text))
        yield f'<p class="origin speaking">{phrase(said)}</p>'
    for address in (document.url, document.source):
        if address and address.lower().startswith(("http://", "https://")):
            yield (
                f'<p class="origin"><a href="{text(address)}" target="_blank" '
                f'rel="noreferrer noopener">{words.original}</a></p>'
            )
            break
    here = LIBRARY[words.language]
    before, after = (
        f'<button type="button" data-step="{step}" aria-label="{here.step_names[name]}">'
        f"{sign}</button>"
        for name, step, sign in (("previous", -1, "‹"), ("next", 1, "›"))
    )
    yield f'<p class="origin place">{text(place(document.source))}</p>'
    yield f'<p class="steps" data-said="{here.step}" hidden>{before}<span></span>{after}</p>'
    yield "</header>"


def _text(document: Document, lit: Span, words: Phrases) -> str:
    here = LIBRARY[words.language]
    whole = len(document.text)
    shown = Span(max(0, lit.start - PIECE), min(whole, lit.end + PIECE))
    where = (
        f'data-document="{text(document.id)}" data-version="{document.content_hash}" '
        f'data-from="{shown.start}" data-to="{shown.end}" data-length="{whole}" '
        f'data-piece="{PIECE}" data-start="{lit.start}" data-end="{lit.end}"'
    )
    return (
        f"{_more('earlier', here.earlier, shown.start > 0)}"
        f'<div class="text" dir="auto"{spoken_html(document)} {where}>'
        f"{_pieces(document, shown, lit, words)}</div>"
        f"{_more('later', here.later, shown.end < whole)}"
    )


def _more(which: str, said: str, there: bool) -> str:
    hidden = "" if there else " hidden"
    return f'<button type="button" class="more" data-more="{which}"{hidden}>{said}</button>'


def _pieces(document: Document, shown: Span, lit: Span, words: Phrases) -> str:
    ends = [lit.start, lit.end]
    for region in document.regions:
        ends += (region.span.start, region.span.end)
    inside = {at for at in ends if shown.start < at < shown.end}
    ordered = sorted({shown.start, shown.end, *inside})
    regions = iter([*document.regions, None])
    at = next(regions)
    pieces = []
    for one, other in pairwise(ordered):
        while at is not None and at.span.end <= one:
            at = next(regions)
        within = at if at is not None and at.span.start <= one else None
        pieces.append(_piece(document, Span(one, other), lit, within, words))
    return "".join(pieces)


def _piece(document: Document, span: Span, lit: Span, region: Region | None, words: Phrases) -> str:
    shown = escape(visible(span.of(document.text)))
    if len(lit) and lit.start <= span.start and span.end <= lit.end:
        shown = f"<mark>{shown}</mark>"
    if region is None or region.kind is RegionKind.BODY:
        return shown
    kind = phrase(words.wording.regions[region.kind])
    quiet = " quiet" if region.kind in _QUIET else ""
    named = f' data-kind="{kind}"' if _is_named(region, span) else ""
    return f'<span class="region{quiet}" title="{kind}"{named}>{shown}</span>'


def _is_named(region: Region, span: Span) -> bool:
    """Tell whether what a region is stands above this piece: where it begins."""
    return region.kind in _NAMED and region.span.start == span.start

"""Answers put together by hand: real values, chosen for what is hard to show."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answers import (
    Answer,
    Citation,
    Decline,
    Evidence,
    FoundBy,
    Label,
    Provenance,
    Statement,
    Verdict,
    VerdictClass,
)
from vectorstore.documents import Document, Passage, Published, RegionKind, Span, canonical

MADE_BY = Provenance("extractive", "minilm", "0123456789ab", 3, {}, {"retrieve": 8.12345})


def evidence(
    text: str,
    *,
    title: str | None = "A river and its ferry",
    region: RegionKind = RegionKind.BODY,
    published: Published | None = None,
    source: str = "/library/ferry.html",
) -> Evidence:
    """Return a document of one passage, all of `text`."""
    text = canonical(text)
    document = Document(
        id="3fa9c1d2e4b5",
        source=source,
        text=text,
        content_hash="00",
        title=title,
        publisher="Dranje Wire",
        published=published,
    )
    own = title if region is RegionKind.TEASER else None
    passage = Passage("p1", document.id, Span(0, len(text)), region, title=own)
    return Evidence(document, passage, 0.71, FoundBy(1, 3, 0.6, 7.5))


def cite(found: Evidence, words: str, number: int = 1) -> Citation:
    """Return a footnote on the first place that says `words`."""
    start = found.document.text.index(words)
    return Citation(number, found, Span(start, start + len(words)))


def answered(*citations: Citation, texts: Sequence[str] = ()) -> Answer:
    """Return an answer with a statement for each citation."""
    verdict = Verdict(
        Label.SUPPORTED, VerdictClass.QUOTED, "verbatim", "The sentence is the source's own.", 1.0
    )
    statements = tuple(
        Statement(text, (citation,), verdict)
        for citation, text in zip(
            citations, texts or [citation.quote for citation in citations], strict=True
        )
    )
    return Answer(
        "How many?", "How many troops?", MADE_BY, statements, evidence=(citations[0].evidence,)
    )


def declined(reason: Decline, *nearest: Citation) -> Answer:
    """Return an answer that says no."""
    return Answer("How many?", "How many?", MADE_BY, decline=reason, nearest=nearest)

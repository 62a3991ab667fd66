"""What is embedded and indexed for a passage: its words, in the context they stand in.

A sentence deep in an article seldom repeats what the article is about; its title and section
heading say so. The vector takes them in only where they stay a small part of the text: in front of
a sentence or two they would drown it, and every caption of an article would look alike.
"""

from __future__ import annotations

from vectorstore.documents import Document, Passage, RegionKind

FINGERPRINT = "context/1"
"""Part of a library's recipe: a change of this page's rules changes every vector."""

_WORDS_PER_CONTEXT_WORD = 4


def context(document: Document, passage: Passage) -> str:
    """Return the passage's title and heading, or nothing; a teaser never takes its host's."""
    teaser = passage.region == RegionKind.TEASER
    parts = (passage.title if teaser else document.title, None if teaser else passage.heading)
    unique = dict.fromkeys(" ".join(part.split()) for part in parts if part)
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in unique)


def passage_text_for_embedding(document: Document, passage: Passage) -> str:
    """Return what an encoder is given for a passage."""
    text = passage.span.of(document.text)
    before = context(document, passage)
    if not before or len(text.split()) < _WORDS_PER_CONTEXT_WORD * len(before.split()):
        return text
    return f"{before} {text}"


def passage_text_for_keywords(document: Document, passage: Passage) -> str:
    """Return what the keyword index is given for a passage.

    Beside its context, who published it and when: questions name both ("what did Reuters report
    in May 2021"). A teaser does not take its host's.
    """
    parts = [context(document, passage), passage.span.of(document.text)]
    if passage.region != RegionKind.TEASER:
        parts.append(document.publisher or "")
        parts.append(document.published.date if document.published else "")
    return "\n".join(part for part in parts if part)

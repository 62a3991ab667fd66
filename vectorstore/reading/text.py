"""Plain text, which may be a page that somebody scraped, and Markdown."""

from __future__ import annotations

from vectorstore.documents import Region, RegionKind, Span, canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.lines import units_of
from vectorstore.reading.markdown import read_markdown
from vectorstore.reading.pages import label
from vectorstore.reading.reading import Reading

__all__ = ["read_markdown", "read_text"]

LARGEST_PAGE = 2_000_000  # characters; a longer text is a book or a dump, not a scraped page


def read_text(text: str, name: str) -> Reading:
    """Read plain text: its headline, byline, captions, teasers of other articles and furniture.

    The text itself stays as it is, in canonical form. Raises ReadingError when there is none.
    """
    text = canonical(text)
    if not text.strip():
        raise ReadingError(f"{name} contains no text.")
    if len(text) > LARGEST_PAGE:
        return Reading(text, (_whole(text),), "text/plain")
    page = label(units_of(text))
    return Reading(
        text,
        page.regions,
        "text/plain",
        title=page.title,
        authors=page.authors,
        published=page.published,
    )


def _whole(text: str) -> Region:
    start = len(text) - len(text.lstrip())
    return Region(Span(start, len(text.rstrip())), RegionKind.BODY)

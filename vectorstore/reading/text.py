"""Plain text, which may be a page that somebody scraped, and Markdown."""

from __future__ import annotations

from vectorstore.documents import canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.lines import units_of
from vectorstore.reading.markdown import read_markdown
from vectorstore.reading.pages import LARGEST_PAGE, all_body, label
from vectorstore.reading.reading import Reading

__all__ = ["read_markdown", "read_text"]


def read_text(text: str, name: str) -> Reading:
    """Read plain text: its headline, byline, captions, teasers of other articles and furniture.

    The text itself stays as it is, in canonical form. Raises ReadingError when there is none.
    """
    text = canonical(text)
    if not text.strip():
        raise ReadingError(f"{name} contains no text.")
    page = label(units_of(text)) if len(text) <= LARGEST_PAGE else all_body(text)
    return Reading(
        text,
        page.regions,
        "text/plain",
        title=page.title,
        authors=page.authors,
        published=page.published,
    )

"""Which documents may answer the next questions, as a person says it on the page."""

from __future__ import annotations

from rag.answers import Filters
from ui.filters import filters
from ui.web.phrases import Phrases


def chosen(source: str, since: str, until: str, words: Phrases) -> Filters:
    """Return the filters of three fields; raises RequestError for a date that is none."""
    source, since, until = source.strip(), since.strip(), until.strip()
    sources = [source] if source else None
    return filters(sources, since, until, (words.since, words.until))


def narrowed(filters: Filters, words: Phrases) -> str:
    """Return the filters in a few words."""
    days = ((words.since, filters.published_from), (words.until, filters.published_to))
    said = (f"{name.lower()} {words.wording.day(str(day))}" for name, day in days if day)
    return " · ".join((*filters.sources, *said))

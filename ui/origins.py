"""What a source is called, when it was published and by whom, in words without any markup."""

from __future__ import annotations

from rag.answers import Evidence
from ui.terminal import one_line
from ui.wording import ENGLISH, Wording
from vectorstore.documents import Published, RegionKind


def title_of(evidence: Evidence, wording: Wording = ENGLISH) -> str:
    """Return the title to show."""
    return one_line(evidence.title or "") or wording.no_title


def date_of(date: Published | None, wording: Wording = ENGLISH) -> str:
    """Return a date with how it is known."""
    return (
        f"{wording.day(date.date)} ({one_line(wording.told(date.how))})"
        if date
        else wording.no_date
    )


def origin_of(evidence: Evidence, wording: Wording = ENGLISH) -> str:
    """Return publisher, date with how it is known, and the region where it is not the body."""
    region = evidence.passage.region
    parts = (
        one_line(evidence.document.publisher or ""),
        date_of(evidence.published, wording),
        "" if region is RegionKind.BODY else wording.in_region[region],
    )
    return ", ".join(filter(None, parts))

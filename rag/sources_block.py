"""Sources as a prompt shows them: fenced, each with a label and what it states about itself."""

from __future__ import annotations

from collections.abc import Sequence

from rag.budget import Shown
from rag.fencing import fence, harmless, one_line


def block(shown: Sequence[Shown]) -> str:
    """Return the sources S1, S2, … in order, between fences that no source can close."""
    mark = fence(one.text for one in shown)
    parts = [source(number, one, mark) for number, one in enumerate(shown, start=1)]
    return "\n\n".join(parts)


def source(number: int, shown: Shown, mark: str) -> str:
    """Return one source: its label, title, publisher, date, heading, then its words, fenced."""
    evidence = shown.evidence
    heading = evidence.passage.heading
    published = evidence.published
    about = {
        "Title": evidence.title,
        "Publisher": evidence.document.publisher if evidence.title else None,
        "Date": published.date if published else None,
        "Section": heading if heading != evidence.title else None,
    }
    head = [f"{name}: {one_line(value)}" for name, value in about.items() if value]
    words = [f"<{mark}>", harmless(shown.text), f"</{mark}>"]
    return "\n".join([f"[S{number}]", *head, *words])

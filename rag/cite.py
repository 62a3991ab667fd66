"""Footnotes: each exact span once, numbered in the order it is first used."""

from __future__ import annotations

from collections.abc import Iterable

from rag.answers import Citation, Evidence
from vectorstore.documents import Span


class Footnotes:
    """Gives spans their numbers; the same span of the same document keeps its first number."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, Span], Citation] = {}

    def cite(self, spans: Iterable[tuple[Evidence, Span]]) -> tuple[Citation, ...]:
        """Return one citation a span; raises ValueError for a span outside its passage."""
        return tuple(self._one(evidence, span) for evidence, span in spans)

    def _one(self, evidence: Evidence, span: Span) -> Citation:
        key = (evidence.document.id, span)
        if key not in self._given:
            self._given[key] = Citation(len(self._given) + 1, evidence, span)
        return self._given[key]

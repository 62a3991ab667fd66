"""Cases, gold and responses made in a line, for tests of metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.cases.case import Case, Gold, Kind, Place, Placed
from evals.metrics.sample import Sample
from evals.response import Cited, Response, Retrieved, Said
from vectorstore.documents import Span

TEXT = "The mill burned down. Nobody was hurt. The loss is 3.5 million crowns."


def place(start: int, end: int, document: str = "d1", source: str = "/library/mill.txt") -> Place:
    return Place(document, source, Span(start, end), TEXT[start:end])


def placed(*gold: Place, kind: Kind = Kind.ANSWERABLE, **more: Any) -> Placed:
    if not kind.declines and not gold:
        more.setdefault("key_facts", (("mill",),))
    spans = tuple(Gold(g.source, None, g.span.start, g.span.end) for g in gold)
    return Placed(Case("c1", "What happened?", kind, gold=spans, **more), gold)


def passages(*spans: tuple[int, int], document: str = "d1") -> tuple[Retrieved, ...]:
    return tuple(Retrieved(document, start, end, TEXT[start:end]) for start, end in spans)


def cited(start: int, end: int, document: str = "d1") -> Cited:
    return Cited(document, start=start, end=end, quote=TEXT[start:end])


def sample(
    *statements: Said, of: Placed | None = None, supports: Any = None, **more: Any
) -> Sample:
    response = Response("c1", "test", statements, **more)
    texts = {"d1": TEXT, "mill.txt": TEXT}.get
    return Sample(of or placed(place(0, 21)), response, supports, texts)


def declined(of: Placed | None = None, **more: Any) -> Sample:
    return sample(of=of, declined=True, **more)


def all_words(statement: str, texts: Sequence[str]) -> bool:
    """A judge that is easy to foresee: every word of the statement stands in the texts."""
    there = set(" ".join(texts).lower().replace(".", "").split())
    return set(statement.lower().replace(".", "").split()) <= there

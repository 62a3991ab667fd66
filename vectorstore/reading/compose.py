"""Parts of a document, each with its kind, become one text with regions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vectorstore.documents import Region, RegionKind, Span, canonical

_BETWEEN = {RegionKind.LIST: "\n"}
_APART = frozenset({RegionKind.HEADLINE, RegionKind.CAPTION, RegionKind.TABLE, RegionKind.TEASER})


class Part(NamedTuple):
    """A paragraph, a table or a line, and what it is."""

    kind: RegionKind
    text: str


def composed(parts: Iterable[Part]) -> tuple[str, tuple[Region, ...]]:
    """Return canonical text and its regions: parts of one kind in a row share a region.

    A blank line stands between parts, a line end between the items of a list. Captions, tables and
    headlines keep a region each.
    """
    pieces: list[str] = []
    regions: list[Region] = []
    at = 0
    for part in parts:
        words = canonical(part.text).strip()
        if not words:
            continue
        before = regions[-1] if regions else None
        joins = before is not None and before.kind is part.kind and part.kind not in _APART
        between = (_BETWEEN.get(part.kind, "\n\n") if joins else "\n\n") if pieces else ""
        pieces += (between, words)
        at += len(between)
        start = regions.pop().span.start if joins else at
        at += len(words)
        regions.append(Region(Span(start, at), part.kind))
    return "".join(pieces), tuple(regions)

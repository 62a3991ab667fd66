"""A document becomes passages: runs of whole sentences, with the spans of the first cut."""

from __future__ import annotations

from itertools import pairwise

from vectorstore.documents import Document, Passage, Region, RegionKind, Span
from vectorstore.packing import Packed, Packer

_VERSION = 1
_FEWEST_WORDS = 10

_RETRIEVED = frozenset(
    {RegionKind.BODY, RegionKind.CAPTION, RegionKind.LIST, RegionKind.TABLE, RegionKind.TEASER}
)
_LISTED = frozenset({RegionKind.LIST, RegionKind.TABLE})
_IN_A_SECTION = frozenset({RegionKind.BODY, *_LISTED})


class Splitter:
    """Cuts documents into passages of about `words` words, with as few as can be under `min_words`.

    A passage lies inside one region (or inside body regions that follow one another), ends at a
    sentence end, and prefers to end at a paragraph or before a heading. A heading stands at the
    start of the passage below it, and in `heading` of every passage of its section. Only a sentence
    of more than twice `words` is cut. Bylines and boilerplate are no passages, nor is a headline
    where there is anything else, nor a heading alone above a list. The same document always gives
    the same passages.
    """

    def __init__(self, words: int = 160, min_words: int = 30) -> None:
        if words < _FEWEST_WORDS or not 0 <= min_words <= words:
            raise ValueError(
                f"A passage needs words >= {_FEWEST_WORDS} and 0 <= min_words <= words, "
                f"not {words} and {min_words}."
            )
        self.words = words
        self.min_words = min_words

    @property
    def fingerprint(self) -> str:
        """What passages depend on besides the document."""
        return f"sentences-{_VERSION} words={self.words} min={self.min_words}"

    def split(self, document: Document) -> list[Passage]:
        """Return the passages of a document, in order: disjoint slices of its text."""
        packer = Packer(document.text, self.words, self.min_words, document.language)
        regions = _joined(document)
        retrieved = _RETRIEVED if _has_text(document, regions) else {RegionKind.HEADLINE}
        passages: list[Passage] = []
        for region, following in pairwise([*regions, None]):
            if region is None or region.kind not in retrieved:
                continue
            before_list = (
                following is not None
                and following.kind in _LISTED
                and bool(following.span.of(document.text).strip())
            )
            for packed in packer.pack(region.span, region.kind, before_list):
                passages.append(_passage(document, len(passages), region, packed))
        return passages


def _joined(document: Document) -> list[Region]:
    """Return the regions of a document, body regions with only white space between them as one."""
    text = document.text
    regions: list[Region] = []
    for region in document.regions or (Region(Span(0, len(text)), RegionKind.BODY),):
        before = regions[-1] if regions else None
        if before and before.kind is region.kind is RegionKind.BODY:
            between = text[before.span.end : region.span.start]
            if not between.strip():
                regions[-1] = Region(Span(before.span.start, region.span.end), RegionKind.BODY)
                continue
        regions.append(region)
    return regions


def _has_text(document: Document, regions: list[Region]) -> bool:
    """Tell whether a document has anything to retrieve besides headlines."""
    return any(r.kind in _RETRIEVED and r.span.of(document.text).strip() for r in regions)


def _passage(document: Document, index: int, region: Region, packed: Packed) -> Passage:
    return Passage(
        id=f"{document.id}:{document.content_hash[:12]}:{index:05d}",
        document_id=document.id,
        span=packed.span,
        region=region.kind,
        heading=packed.heading if region.kind in _IN_A_SECTION else None,
        title=region.title if region.kind is RegionKind.TEASER else None,
    )

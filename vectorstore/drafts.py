"""From a file to a draft: read, compared with what is known, split; or why that cannot be done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.corrections import Fact, corrected, stated
from vectorstore.documents import Document, Passage
from vectorstore.embed_text import passage_text_for_embedding
from vectorstore.errors import ReadingError
from vectorstore.near import near_fingerprint
from vectorstore.reading import document_id, load, parse, source_name, source_path
from vectorstore.records import Failure, Known

if TYPE_CHECKING:
    from vectorstore.collection import SplitterLike

FIRST_BATCH, LARGEST_BATCH = 16, 128


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A document that is new or has changed, as people have corrected it, and its passages.

    `said` is what its source states where it is corrected.
    """

    document: Document
    passages: list[Passage]
    is_new: bool
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file whose document is in the library as it is."""

    source: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Passages `start` to `end` of a draft, in the order in which they are stored."""

    draft: Draft
    start: int
    end: int

    @property
    def passages(self) -> list[Passage]:
        """The passages themselves."""
        return self.draft.passages[self.start : self.end]

    @property
    def is_first(self) -> bool:
        """Whether the draft begins here."""
        return self.start == 0

    @property
    def is_last(self) -> bool:
        """Whether the draft ends here."""
        return self.end == len(self.draft.passages)

    def texts(self) -> list[str]:
        """Return what the encoder is given."""
        return [passage_text_for_embedding(self.draft.document, p) for p in self.passages]

    def near_fingerprints(self) -> list[int]:
        """Return the passages' near-duplicate fingerprints."""
        return [near_fingerprint(p.span.of(self.draft.document.text)) for p in self.passages]


class Drafter:
    """Reads and splits files that are new or have changed since the library knew them."""

    def __init__(
        self,
        splitter: SplitterLike,
        known: Iterable[Known],
        corrections: Mapping[str, Mapping[str, Fact]],
    ) -> None:
        self._splitter = splitter
        self._corrections = corrections
        self.known = list(known)
        """The documents that were in the library before."""
        self._known = {document.id: document for document in self.known}
        self._by_place = {document.real_path: document for document in self.known}
        self.seen: set[str] = set()
        """The ids of the documents whose files have been looked at."""
        self.unchanged: list[str] = []
        """The sources of those that were as they had been."""

    def drafts(self, files: Iterable[Path]) -> Iterator[Draft | Unchanged | Failure]:
        """Give what becomes of each file; a file that cannot be used never ends it."""
        for file in files:
            path = self._known_path(file)
            id_ = document_id(path)
            self.seen.add(id_)
            try:
                yield self._draft(path, self._known.get(id_))
            except ReadingError as error:
                kept = " The version ingested before is kept." if id_ in self._known else ""
                yield Failure(source_name(path), f"{error}{kept}")

    def _draft(self, path: Path, known: Known | None) -> Draft | Unchanged:
        source = load(path)
        if known is not None and known.content_hash == source.content_hash:
            self.unchanged.append(known.source)
            return Unchanged(known.source)
        document = parse(source)
        try:
            passages = self._splitter.split(document)
            _check_storable(document, passages)
        except Exception as error:
            raise ReadingError(
                f"{path.name} cannot be split into passages ({type(error).__name__}: {error})."
            ) from error
        facts = self._corrections.get(document.id, {})
        said = stated(document, facts)
        return Draft(corrected(document, facts), passages, is_new=known is None, said=said)

    def _known_path(self, path: Path) -> Path:
        """Return the path by which the library knows this very file, if it knows it by another."""
        if document_id(path) in self._known:
            return path
        known = self._by_place.get(source_name(Path(os.path.realpath(path))))
        if known is None:
            return path
        other = source_path(known.source)
        try:
            return other if other.samefile(path) else path
        except OSError:
            return path


def batches(drafts: Iterable[Draft]) -> Iterator[list[Slice]]:
    """Cut drafts into batches for the encoder, across documents, so that it never runs idle.

    The first ones are small, so that it starts at once. A draft without passages is an empty slice.
    """
    size, room = FIRST_BATCH, FIRST_BATCH
    batch: list[Slice] = []
    for draft in drafts:
        start, total = 0, len(draft.passages)
        while True:
            end = min(start + room, total)
            batch.append(Slice(draft, start, end))
            room -= max(1, end - start)
            if room <= 0:
                yield batch
                size = room = min(2 * size, LARGEST_BATCH)
                batch = []
            start = end
            if start == total:
                break
    if batch:
        yield batch


def weight(item: Draft | Unchanged | Failure) -> int:
    """Return how many characters a draft keeps in memory, at least one."""
    return 1 + len(item.document.text) if isinstance(item, Draft) else 1


def _check_storable(document: Document, passages: list[Passage]) -> None:
    """Raise ValueError where a database could not hold what a document says about itself."""
    told = (document.title, document.publisher, document.language, document.url, *document.authors)
    regions = (region.title for region in document.regions)
    for text in (*told, *regions, *(p.heading for p in passages), *(p.title for p in passages)):
        if text:
            text.encode()
    for passage in passages:
        passage.span.of(document.text)

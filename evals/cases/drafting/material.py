"""The sentences of a library that drafts are made of: running text, in English."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from evals.cases.case import Case, Fact, Gold, Kind, Status
from vectorstore.catalog import LibraryView
from vectorstore.documents import Document, Passage, RegionKind, Span
from vectorstore.sentences import sentences

_SHORTEST, _LONGEST = 40, 320


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document and where it stands."""

    document: Document
    span: Span

    @property
    def text(self) -> str:
        """Its words: the slice."""
        return self.span.of(self.document.text)

    def draft(
        self,
        what: str,
        question: str,
        fact: Fact,
        speaker: str | None = None,
        date: str | None = None,
    ) -> Case:
        """Return a draft whose answer this sentence is; `what` names the kind of question."""
        gold = Gold(self.document.source, self.text, self.span.start, self.span.end)
        return Case(
            id=f"draft-{self.document.id[:8]}-{self.span.start}-{what}",
            question=question,
            kind=Kind.ANSWERABLE,
            gold=(gold,),
            key_facts=(fact,),
            tags=(what,),
            group=f"draft-{self.document.id[:8]}-{self.span.start}",
            status=Status.DRAFT,
            speaker=speaker,
            date=date,
        )


def passages_of(view: LibraryView) -> Iterator[tuple[Document, Passage]]:
    """Yield the passages of running text, document by document."""
    for document, passages in view.contents():
        for _, passage in passages:
            if passage.region is RegionKind.BODY:
                yield document, passage


def sentences_of(view: LibraryView) -> Iterator[Sentence]:
    """Yield the sentences of running text in English that are long enough to ask about."""
    for document, passage in passages_of(view):
        if not (document.language or "en").lower().startswith("en"):
            continue
        for span in sentences(document.text, passage.span, document.language):
            if _SHORTEST <= len(span) <= _LONGEST:
                yield Sentence(document, span)


def drawn(cases: Sequence[Case], limit: int | None, seed: int) -> list[Case]:
    """Return at most `limit` drafts in order, each sentence once before any twice."""
    if limit is None or len(cases) <= limit:
        return list(cases)
    order = list(cases)
    random.Random(seed).shuffle(order)  # noqa: S311
    seen: dict[str, int] = {}
    rank = {}
    for case in order:
        seen[case.cluster] = seen.get(case.cluster, 0) + 1
        rank[case.id] = seen[case.cluster]
    kept = {case.id for case in sorted(order, key=lambda case: rank[case.id])[:limit]}
    return [case for case in cases if case.id in kept]


def by_file_name(cases: Iterable[Case], sources: Iterable[str]) -> list[Case]:
    """Return cases whose gold names a file without its folder, where no other has that name."""
    files = Counter(PurePath(source).name for source in set(sources))

    def named(gold: Gold) -> Gold:
        name = PurePath(gold.document).name
        plain = "://" not in gold.document and files[name] == 1
        return replace(gold, document=name) if plain else gold

    return [replace(case, gold=tuple(map(named, case.gold))) for case in cases]

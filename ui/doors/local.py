"""The door of a collection that this process has opened itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answers import Answer, Evidence, Filters, Turn
    from rag.chain import Chain
    from rag.drafts import CheckedDraft, SentenceChecked
    from rag.events import Event as Said
    from rag.manuscript.read import Manuscript
    from rag.settings import Settings
    from vectorstore.collection import Collection
    from vectorstore.corrections import Corrections
    from vectorstore.events import Event, IngestReport
    from vectorstore.records import DocumentRow


@dataclass(frozen=True)
class LocalDoor:
    """A collection that is open here, and the chain over it as soon as that is needed."""

    settings: Settings
    library: Collection

    @cached_property
    def _chain(self) -> Chain:
        from rag.assemble import build_chain

        return build_chain(self.settings, self.library)

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Said]:
        """Yield what happens while a question is answered."""
        return self._chain.stream(question, history, filters)

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question."""
        return self._chain.ask(question, history, filters)

    def check(
        self, draft: Manuscript, filters: Filters | None = None
    ) -> Iterator[SentenceChecked | CheckedDraft]:
        """Yield each sentence of a draft as it is settled, and the whole."""
        from rag.drafts import check_draft

        return check_draft(self._chain, draft, filters)

    def search(self, words: str, filters: Filters | None, k: int) -> tuple[Evidence, ...]:
        """Return the passages nearest to some words; no model need be there."""
        from rag.assemble import build_retriever

        return build_retriever(self.settings, self.library).retrieve(words, filters, k).evidence

    def ingest(
        self, paths: Sequence[Path], *, prune: bool, on_event: Callable[[Event], None] | None
    ) -> IngestReport:
        """Bring the collection up to date with files and folders."""
        from vectorstore.ingest import ingest

        return ingest(self.library, paths, prune=prune, on_event=on_event)

    def correct(self, id_: str, corrections: Corrections) -> DocumentRow:
        """Correct a document by its id or the beginning of it; raises UnknownDocument."""
        from ui.documents import corrected

        return corrected(self.library, id_, corrections)

    def remove(self, ids: Sequence[str]) -> tuple[DocumentRow, ...]:
        """Take documents out by their ids or beginnings; raises UnknownDocument."""
        from ui.documents import removed

        return removed(self.library, ids)

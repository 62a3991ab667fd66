"""Places where drafts are checked, for tests: any library, or one of a single page."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.answers import Filters
from rag.desk import Retriever
from rag.drafts import CheckedDraft, SentenceChecked, check_draft
from rag.examine import Examiner, Judge
from rag.manuscript.read import Manuscript
from rag.retrieve import HybridRetriever
from rag.verify import AligningVerifier
from tests.rag.shelf import BagEncoder, Shelf
from vectorstore.collection import Collection
from vectorstore.documents import Document, Passage, Span

FERRY = "Osric Talvane spoke at the harbour. He resigned on Monday."


@dataclass
class Desk:
    """What a chain is to a draft, over any library."""

    library: Collection | Small
    retriever: Retriever
    examiner: Examiner = field(default_factory=lambda: Examiner(AligningVerifier()))
    embedder: str = "minilm"
    settings: str = "0123456789ab"


@dataclass(frozen=True)
class Small:
    """A library whose passages are on a shelf."""

    empty: bool = False
    revision: int = 1


def small_desk(text: str, judge: Judge | None = None) -> Desk:
    document = Document("d1", "/library/one.txt", text, "00")
    passage = Passage("p1", "d1", Span(0, len(text)))
    encoder = BagEncoder()
    shelf = Shelf(encoder, (document, [passage]))
    return Desk(Small(), HybridRetriever(shelf, encoder), Examiner(AligningVerifier(), judge))


def checked(desk: Desk, draft: str | Manuscript, filters: Filters | None = None) -> CheckedDraft:
    *events, whole = check_draft(desk, draft, filters)
    assert isinstance(whole, CheckedDraft)
    assert [e.sentence for e in events if isinstance(e, SentenceChecked)] == list(whole.sentences)
    return whole

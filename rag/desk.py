"""What checking a draft takes: a library, what finds in it, and what examines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rag.answers import Filters

if TYPE_CHECKING:
    from rag.examine import Examiner
    from rag.retrieve import Retrieval


class Library(Protocol):
    """The collection a draft is held against."""

    @property
    def revision(self) -> int:
        """The number of changes the library has seen."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to find."""


class Retriever(Protocol):
    """Finds the passages that may carry a sentence, best first."""

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        """Return up to k passages of the documents the filters allow."""


class Desk(Protocol):
    """A place where drafts are checked; a `Chain` is one."""

    @property
    def library(self) -> Library:
        """The collection behind the retriever."""

    @property
    def retriever(self) -> Retriever:
        """What finds passages."""

    @property
    def examiner(self) -> Examiner:
        """What holds sentences against them."""

    @property
    def embedder(self) -> str:
        """What turns sentences into vectors."""

    @property
    def settings(self) -> str:
        """The fingerprint of the settings in force."""

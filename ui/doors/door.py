"""How a command gets at a collection: by the server that has it, or by opening it itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ui.doors.note import NAME
from vectorstore.errors import LibraryBusy
from vectorstore.layout import collection_folder

if TYPE_CHECKING:
    from rag.answers import Answer, Evidence, Filters, Turn
    from rag.drafts import CheckedDraft, SentenceChecked
    from rag.events import Event as Said
    from rag.manuscript.read import Manuscript
    from rag.settings import Settings
    from ui.doors.client import RemoteDoor
    from vectorstore.corrections import Corrections
    from vectorstore.events import Event, IngestReport
    from vectorstore.records import DocumentRow


class Door(Protocol):
    """What commands do with a collection, wherever it is open."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Said]:
        """Yield what happens while a question is answered."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question."""

    def check(
        self, draft: Manuscript, filters: Filters | None = None
    ) -> Iterator[SentenceChecked | CheckedDraft]:
        """Yield each sentence of a draft as it is settled, and the whole."""

    def search(self, words: str, filters: Filters | None, k: int) -> tuple[Evidence, ...]:
        """Return the passages nearest to some words."""

    def ingest(
        self, paths: Sequence[Path], *, prune: bool, on_event: Callable[[Event], None] | None
    ) -> IngestReport:
        """Bring the collection up to date with files and folders."""

    def correct(self, id_: str, corrections: Corrections) -> DocumentRow:
        """Correct what a document, by its id or the beginning of it, says of itself."""

    def remove(self, ids: Sequence[str]) -> tuple[DocumentRow, ...]:
        """Take documents out by their ids or beginnings."""


@contextmanager
def opened(settings: Settings, *, create: bool) -> Iterator[Door]:
    """Give the collection the settings name, until the block ends.

    With `create` false a missing one is an empty one that leaves nothing on the disk. Raises
    LibraryBusy where another process has it that is no server, RecipeMismatch, LibraryDamaged,
    OtherVersion, ServerGone.
    """
    with ExitStack() as held:
        yield served(settings) or _own(settings, held, create=create)


def _own(settings: Settings, held: ExitStack, *, create: bool) -> Door:
    from rag.assemble import open_library
    from ui.doors.local import LocalDoor

    try:
        library = held.enter_context(open_library(settings, create=create))
    except LibraryBusy:
        # A server may have taken it since it was looked for.
        if door := served(settings):
            return door
        raise
    return LocalDoor(settings, library)


def served(settings: Settings) -> RemoteDoor | None:
    """Return the door of the server that has the collection, if one has it.

    Raises OtherVersion, ServerGone.
    """
    folder = collection_folder(settings.home, settings.collection)
    if not (folder / NAME).exists():
        return None
    from ui.doors.knock import answering

    note = answering(folder, settings.collection)
    if note is None:
        return None
    from ui.doors.client import RemoteDoor

    if note.settings != settings.fingerprint:
        from ui.terminal import console

        console(stderr=True).print(
            "The page's server has this collection and answers with its own settings.", style="dim"
        )
    return RemoteDoor(note, settings.collection)

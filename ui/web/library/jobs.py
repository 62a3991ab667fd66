"""A file on its way into the library, as far as it has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vectorstore.events import (
    DocumentsStored,
    Event,
    FileEmbedded,
    FileFailed,
    FileRead,
    FileUnchanged,
)


class Stage(StrEnum):
    """Where a file is on its way."""

    RECEIVING = "receiving"
    WAITING = "waiting"
    READING = "reading"
    EMBEDDING = "embedding"
    DONE = "done"
    UNCHANGED = "unchanged"
    NOTED = "noted"
    FAILED = "failed"
    STOPPED = "stopped"


ENDS = (Stage.DONE, Stage.UNCHANGED, Stage.NOTED, Stage.FAILED, Stage.STOPPED)


@dataclass(eq=False)
class Job:
    """One file: what it is called, where it comes to stand, and what has become of it.

    `done` of `total` are bytes while it is received, then passages. `held` is what was received,
    None for a file that stands in its place already. `known` says that the library had a document
    of it before; `same` names another file with its bytes.
    """

    name: str
    target: Path
    held: Path | None = None
    stage: Stage = Stage.WAITING
    done: int = 0
    total: int = 0
    reason: str = ""
    is_new: bool = True
    known: bool = False
    same: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.stage in ENDS

    def fail(self, reason: str) -> None:
        """Note why it could not be added."""
        self.stage, self.reason = Stage.FAILED, reason

    def take(self, event: Event) -> None:
        """Note what an ingest tells of it."""
        match event:
            case FileRead():
                self.stage, self.is_new = Stage.EMBEDDING, event.is_new
                self.done, self.total = 0, event.passages
            case FileEmbedded():
                self.done = event.passages
            case FileUnchanged():
                self.stage = Stage.UNCHANGED
            case FileFailed():
                self.fail(event.reason)
            case DocumentsStored():
                self.stage = Stage.DONE


def sources_of(event: Event) -> tuple[str, ...]:
    """Return the sources an event tells something of."""
    match event:
        case FileRead() | FileEmbedded() | FileUnchanged() | FileFailed():
            return (event.source,)
        case DocumentsStored():
            return event.sources
    return ()

"""The keeper of one collection: what is kept of its users, in one file beside the library."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ui.keeping.schema import KEPT, KEPT_SCHEMA

if TYPE_CHECKING:
    from ui.keeping.conversations import Conversations
    from ui.keeping.feedback import Feedback
    from ui.keeping.works import Works
    from vectorstore.database import Database


class Keeper:
    """Conversations, answers, drafts and feedback; the file is made when something is kept.

    Safe between threads. Raises what `Database` raises.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / KEPT
        self._lock = threading.Lock()
        self._opened: Database | None = None

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self._file.exists()

    @property
    def _database(self) -> Database:
        from vectorstore.database import Database

        with self._lock:
            if self._opened is None:
                self._opened = Database(self._file, schema=KEPT_SCHEMA)
            return self._opened

    @cached_property
    def conversations(self) -> Conversations:
        """What was asked and answered."""
        from ui.keeping.conversations import Conversations

        return Conversations(self._database)

    @cached_property
    def works(self) -> Works:
        """Answers and drafts, by their id."""
        from ui.keeping.works import Works

        return Works(self._database)

    @cached_property
    def feedback(self) -> Feedback:
        """What people said of answers."""
        from ui.keeping.feedback import Feedback

        return Feedback(self._database)

    def close(self) -> None:
        """Close the file; doing it twice is harmless."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()

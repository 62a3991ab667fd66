"""The two indexes of a collection: opened when first needed, and held against the library."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.errors import FootnotedError, LibraryDamaged, LibraryError
from vectorstore.layout import KEYWORDS, VECTORS
from vectorstore.lexical import LexicalConfig, LexicalIndex
from vectorstore.library import Library
from vectorstore.rebuild import rebuild_keywords

if TYPE_CHECKING:
    from vectorstore.store import VectorStore


class Stores:
    """Opens each index once, on first use. Safe between threads."""

    def __init__(self, folder: Path, library: Library, config: LexicalConfig) -> None:
        self._folder = folder
        self._library = library
        self._config = config
        self._vectors: VectorStore | None = None
        self._keywords: LexicalIndex | None = None
        self._opening_vectors = threading.Lock()
        self._opening_keywords = threading.Lock()
        self._closed = False

    @property
    def vectors(self) -> VectorStore:
        """The vector index; raises LibraryDamaged when it holds less than the library says."""
        with self._opening_vectors:
            if self._vectors is None:
                self._check_open()
                self._vectors = self._open_vectors()
            return self._vectors

    @property
    def keywords(self) -> LexicalIndex:
        """The keyword index, built anew when the way text becomes terms has changed."""
        with self._opening_keywords:
            if self._keywords is None:
                self._check_open()
                self._keywords = self._open_keywords()
            return self._keywords

    def warm(self) -> None:
        """Begin to open both in a thread of its own; whatever goes wrong shows at first use."""
        threading.Thread(target=self._warm, daemon=True).start()

    def close(self) -> None:
        """Close what is open; doing it twice is harmless."""
        with self._opening_vectors, self._opening_keywords, ExitStack() as stack:
            self._closed = True
            if self._vectors is not None:
                stack.callback(self._vectors.close)
            if self._keywords is not None:
                stack.callback(self._keywords.close)
            self._vectors = self._keywords = None

    def _warm(self) -> None:
        try:
            _ = self.keywords, self.vectors
        except FootnotedError:
            return

    def _open_vectors(self) -> VectorStore:
        from vectorstore.store import VectorStore

        expected = self._library.passage_count
        store = VectorStore(self._folder / VECTORS, create=not expected)
        found = store.count
        if found < expected:
            store.close()
            raise _incomplete("vector", found, expected)
        return store

    def _open_keywords(self) -> LexicalIndex:
        expected = self._library.passage_count
        if self._library.lexical_fingerprint != self._config.fingerprint:
            return rebuild_keywords(self._library, self._folder / KEYWORDS, self._config)
        index = LexicalIndex(self._folder / KEYWORDS, self._config, create=not expected)
        if index.count < expected:
            raise _incomplete("keyword", index.count, expected)
        return index

    def _check_open(self) -> None:
        if self._closed:
            raise LibraryError(f"The collection in {self._folder} has been closed.")


def _incomplete(which: str, found: int, expected: int) -> LibraryDamaged:
    return LibraryDamaged(
        f"The {which} index holds {found} of the library's {expected} passages; "
        "`footnoted doctor --repair` adds what is missing."
    )

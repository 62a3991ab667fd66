"""One opened collection: the library, its two indexes and what made them, under the lock."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol, Self

from vectorstore.amend import amend
from vectorstore.cache import Memo
from vectorstore.catalog import LibraryView
from vectorstore.corrections import Corrections
from vectorstore.documents import Document, Passage
from vectorstore.embed import LoadedEncoder
from vectorstore.embed_text import FINGERPRINT
from vectorstore.errors import EmbeddingError, UnknownDocument
from vectorstore.faults import reported
from vectorstore.layout import LIBRARY, VECTORS, collection_folder
from vectorstore.lexical import LexicalConfig
from vectorstore.library import Library
from vectorstore.lock import LibraryLock
from vectorstore.records import DocumentRow, Failure, Found, Hit, KeyHit, Recipe
from vectorstore.snapshot import discard
from vectorstore.stores import Stores

if TYPE_CHECKING:
    from vectorstore.embed import Encoder, Vectors

_FILTERS_KEPT = 8


class SplitterLike(Protocol):
    """Cuts documents into passages."""

    @property
    def fingerprint(self) -> str:
        """What passages depend on besides the document."""

    def split(self, document: Document) -> list[Passage]:
        """Return the passages of a document, in order."""


def view_collection(home: Path, name: str = "default") -> LibraryView:
    """Open a collection's library to be read, whoever owns the collection."""
    return LibraryView.open(collection_folder(home, name))


class Collection:
    """A collection that this process owns until it is closed. Safe between threads.

    Its methods raise LibraryDamaged when a store cannot be read, LibraryError when one cannot be
    written. The indexes are opened when they are first needed.
    """

    def __init__(
        self,
        folder: Path,
        encoder: Encoder | None,
        splitter: SplitterLike | None,
        lexical: LexicalConfig,
        held: ExitStack,
    ) -> None:
        self.folder = folder
        self.encoder = encoder
        self.splitter = splitter
        self.ingesting = threading.Lock()
        """Held by the one ingest or correction that may run at a time."""
        self._held = held
        self.library = Library.create(folder)
        self.stores = Stores(folder, self.library, lexical)
        self._keys: Memo[frozenset[int]] = Memo(_FILTERS_KEPT)
        self._selected: Memo[frozenset[str] | None] = Memo(_FILTERS_KEPT)

    @classmethod
    def open(
        cls,
        home: Path,
        name: str = "default",
        encoder: Encoder | None = None,
        splitter: SplitterLike | None = None,
        *,
        create: bool = True,
        wait: float = 0.0,
        lexical: LexicalConfig | None = None,
    ) -> Self:
        """Take a collection for this process, and put in order what a killed one left behind.

        Without an encoder and a splitter nothing can be ingested, and it is not checked whether the
        library was made with them. With `create` false a missing collection opens as an empty one
        that leaves nothing on the disk. `wait` is how many seconds to wait for another process.
        Raises LibraryBusy, RecipeMismatch, LibraryDamaged and LibraryError.
        """
        folder = collection_folder(home, name)
        with ExitStack() as held:
            if not create and not (folder / LIBRARY).exists():
                folder = Path(held.enter_context(TemporaryDirectory(prefix="footnoted-")))
            with reported("collection", folder, (OSError,)):
                folder.mkdir(parents=True, exist_ok=True)
            lock = LibraryLock(folder)
            lock.acquire(wait)
            held.callback(lock.release)
            collection = cls(folder, encoder, splitter, lexical or LexicalConfig(), held)
            held.callback(collection.library.close)
            held.callback(collection.stores.close)
            collection._adopt_recipe()
            collection.recover()
            collection._held = held.pop_all()
        return collection

    def _adopt_recipe(self) -> None:
        if self.encoder is None or self.splitter is None:
            return
        recipe = Recipe(self.encoder.fingerprint, f"{self.splitter.fingerprint} {FINGERPRINT}")
        held = self.library.recipe
        if held is not None and held.embedder != recipe.embedder and self.empty:
            discard(self.folder / VECTORS)
        self.library.adopt(recipe, self.encoder.name)

    def recover(self) -> None:
        """Drop what an ingest or a removal that was cut short has left. Nothing of it was live."""
        if self.library.unsettled:
            with self.library.change() as change:
                change.abandon()
            self.purge()

    def purge(self) -> None:
        """Take the passages of dead documents out of the indexes, and forget them."""
        dead = self.library.dead()
        if dead.passages:
            self.stores.vectors.delete(dead.passages)
            self.stores.keywords.delete(dead.passages)
            self.stores.keywords.commit()
        if dead.documents:
            with self.library.change() as change:
                change.bury(dead)

    def warm(self) -> None:
        """Begin to open the indexes and to load the encoder, in threads of their own.

        Chroma takes a second to import, and the local model to load. Whatever goes wrong shows at
        the first use.
        """
        self.stores.warm()
        loaded: object = self.encoder
        if isinstance(loaded, LoadedEncoder):
            loading = threading.Thread(target=_load, args=(loaded,), daemon=True)
            loading.start()
            self._held.callback(loading.join)

    def close(self) -> None:
        """Close the stores and give the lock back; doing it twice is harmless."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def dense(self, vector: Vectors, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        """Return up to `k` live passages nearest to a unit vector, by cosine similarity.

        `within` are the ids of the documents that may be found, None for all.
        """
        return self._search(lambda n, keys: self.stores.vectors.query(vector, n, keys), k, within)

    def lexical(self, text: str, k: int, within: frozenset[str] | None = None) -> list[Hit]:
        """Return up to `k` live passages that share terms with any text, by BM25."""
        return self._search(lambda n, keys: self.stores.keywords.query(text, n, keys), k, within)

    def _search(
        self,
        search: Callable[[int, frozenset[int] | None], list[KeyHit]],
        k: int,
        within: frozenset[str] | None,
    ) -> list[Hit]:
        allowed = None if within is None else self._allowed(within)
        if self.empty or allowed == frozenset():
            return []
        reach = k
        while True:
            hits = search(reach, allowed)
            ids = self.library.live_ids(hit.key for hit in hits)
            live = [Hit(ids[hit.key], hit.score) for hit in hits if hit.key in ids]
            if len(live) >= k or len(hits) < reach:
                return live[:k]
            reach *= 4

    def _allowed(self, within: frozenset[str]) -> frozenset[int]:
        return self._keys.get((self.revision, within), lambda: self.library.passage_keys(within))

    def find(self, passage_ids: Iterable[str]) -> dict[str, Found]:
        """Return the live ones among these passages with their documents, read at one moment."""
        return self.library.find(passage_ids)

    def passages(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """Return the live ones among these passages."""
        return self.library.passages(passage_ids)

    def near_fingerprints(self, passage_ids: Iterable[str]) -> dict[str, int]:
        """Return the 64-bit near-duplicate fingerprints of the live ones among these passages."""
        return self.library.near_fingerprints(passage_ids)

    def owners(self, passage_ids: Iterable[str]) -> dict[str, str]:
        """Return the document ids of the live ones among these passages."""
        return self.library.owners(passage_ids)

    def document(self, document_id: str) -> Document:
        """Return one document; raise UnknownDocument. The ones used last are kept in memory."""
        return self.library.document(document_id)

    def documents(self) -> list[DocumentRow]:
        """Return every document without its text, by source."""
        return self.library.documents()

    def row(self, document_id: str) -> DocumentRow:
        """Return one document without its text; raise UnknownDocument."""
        return self.library.row(document_id)

    def document_ids(
        self,
        sources: tuple[str, ...] = (),
        published_from: dt.date | None = None,
        published_to: dt.date | None = None,
        ids: tuple[str, ...] = (),
    ) -> frozenset[str] | None:
        """Return the documents that match every condition; None when there is no condition."""
        conditions = (sources, published_from, published_to, ids)
        return self._selected.get(
            (self.revision, conditions), lambda: self.library.document_ids(*conditions)
        )

    def failures(self) -> list[Failure]:
        """Return what could not be read when it was last looked at, and why."""
        return self.library.failures()

    def forget_failure(self, source: str) -> None:
        """Strike a source off the list of what could not be read."""
        with self.library.change() as change:
            change.settle([source])

    def correct(self, document_id: str, corrections: Corrections, *, wait: bool = False) -> None:
        """Change what a document says of itself, also in what is read of its source later.

        Its text, its passages' spans and all ids stay. Raises UnknownDocument, EmbeddingError,
        and LibraryBusy while files are read in, unless told to `wait` until they are.
        """
        amend(self, document_id, corrections, wait=wait)

    def remove(self, document_id: str) -> None:
        """Take a document out of the library, with what was corrected of it.

        Its file is left alone. Raises UnknownDocument.
        """
        with self.library.change() as change:
            retired = change.retire([document_id])
            change.correct(document_id, {})
        if not retired:
            raise UnknownDocument(
                f"No document has the id {document_id!r}: `footnoted sources list` shows them all."
            )
        self.purge()

    @property
    def revision(self) -> int:
        """A number that grows with every change of what can be found."""
        return self.library.revision

    @property
    def passage_count(self) -> int:
        """How many passages can be found."""
        return self.library.passage_count

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be found."""
        return self.library.empty


def _load(encoder: LoadedEncoder) -> None:
    with suppress(EmbeddingError):
        encoder.load()

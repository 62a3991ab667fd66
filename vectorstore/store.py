"""The vectors: Chroma, embedded in the process and used directly.

Chroma gets keys and vectors and nothing else. Texts would go through its full-text index, which
costs many times what the vector costs; filters over its metadata take 50 ms where the library knows
the answer; and what a passage is stands in the library already. See `benchmarks/query.py`.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.faults import reported
from vectorstore.hnsw_files import check_index_files
from vectorstore.offline import silence_telemetry
from vectorstore.records import KeyHit
from vectorstore.snapshot import guarded, log_state, restore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_NAME = "passages"
_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}
"""Recall@20 >= 0.98 against exact search, where Chroma's own defaults give 0.68 to 0.99."""

_MOST_ROWS = 1000
_MOST_BYTES = 16 * 1024 * 1024

_LEAST_SYNC, _MOST_SYNC, _SYNCS = 1000, 10_000, 50
"""Chroma writes its index out whenever its log has grown by so many entries, fewer in a small
index and more in a large one; at the next start it indexes the rest again, at 1 ms an entry."""
_HARMLESS_BACKLOG = 64

_EXACT = 256
"""Up to so many allowed vectors are fetched and compared: faster than a filtered search."""
_LARGE_SHARE = 0.1
"""From this share on, a longer plain search that is filtered afterwards is faster."""
_LONGEST_SEARCH = 2000


class VectorStore:
    """The vector index of one collection. Safe between threads, not between processes.

    Raises LibraryDamaged when Chroma cannot read its files, LibraryError when it cannot write them;
    after that it can still be searched, but must be opened again to be changed.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        silence_telemetry()
        self._folder = folder
        self._changing = threading.RLock()
        self._failed = False
        self._backlog = 0
        self._begun = False
        self._held = 0  # about so many vectors, since deletions are not counted
        if not create and not (folder / "chroma.sqlite3").is_file():
            raise LibraryDamaged(
                f"The vector index in {folder} is gone; `footnoted doctor --repair` makes it anew."
            )
        with self._reported():
            folder.mkdir(parents=True, exist_ok=True)
            restore(folder)
            check_index_files(folder)
            import chromadb
            from chromadb.config import Settings

            self._client = chromadb.PersistentClient(
                str(folder), settings=Settings(anonymized_telemetry=False)
            )
        try:
            self._open(create)
        except BaseException:
            self._client.close()
            raise

    def _open(self, create: bool) -> None:
        with self._reported():
            self._collection: Any = (
                self._client.get_or_create_collection(
                    _NAME,
                    embedding_function=None,
                    configuration={"hnsw": {**_HNSW, "sync_threshold": _LEAST_SYNC}},
                )
                if create
                else self._client.get_collection(_NAME, embedding_function=None)
            )
            self._sync = int(self._collection.configuration_json["hnsw"]["sync_threshold"])
            self._backlog = log_state(self._folder).backlog
        # Chroma's first read catches up with its log, and may write its index out over it.
        with self._change(0):
            self._held = int(self._collection.count())
        self._begun = self._held > 0

    @property
    def count(self) -> int:
        """How many vectors the index holds, stray ones included."""
        with self._reported():
            return int(self._collection.count())

    def add(self, keys: Sequence[int], vectors: Vectors) -> None:
        """Store float32 [n, d] unit vectors under keys that the index does not hold."""
        rows = max(1, min(_MOST_ROWS, _MOST_BYTES // max(1, vectors.shape[1] * 4)))
        for at in range(0, len(keys), rows):
            names = [str(key) for key in keys[at : at + rows]]
            with self._change(len(names)):
                self._collection.add(ids=names, embeddings=vectors[at : at + rows])
            self._begun = True
            self._held += len(names)

    def delete(self, keys: Sequence[int]) -> None:
        """Drop these keys; unknown ones do no harm."""
        self._delete([str(key) for key in keys])

    def _delete(self, names: Sequence[str]) -> None:
        for at in range(0, len(names), _MOST_ROWS):
            batch = list(names[at : at + _MOST_ROWS])
            with self._change(len(batch)):
                self._collection.delete(ids=batch)

    def keys(self) -> list[int]:
        """Return every key the index holds."""
        with self._reported():
            return [int(name) for name in self._collection.get(include=[])["ids"]]

    def vectors(self, keys: Sequence[int]) -> Iterator[tuple[list[int], Vectors]]:
        """Give the vectors of those keys that the index holds, a batch at a time."""
        import numpy as np

        remaining = iter(keys)
        while batch := [str(key) for key in islice(remaining, _MOST_ROWS)]:
            with self._reported():
                got = self._collection.get(ids=batch, include=["embeddings"])
            if got["ids"]:
                found = np.asarray(got["embeddings"], dtype=np.float32)
                yield [int(name) for name in got["ids"]], found

    def query(
        self, vector: Vectors, k: int, allowed: AbstractSet[int] | None = None
    ) -> list[KeyHit]:
        """Return up to `k` keys nearest to a unit vector, float32 [d], best first.

        Scores are cosine similarities. `allowed` restricts the search to those keys.
        """
        if k < 1 or (allowed is not None and not allowed) or not self._begun:
            return []  # Chroma cannot be asked while the first vectors ever are being stored
        if allowed is None:
            return self._search(vector, k)
        if len(allowed) <= _EXACT:
            return self._compare(vector, k, allowed)
        share = min(1.0, len(allowed) / max(1, self._held))
        reach = int(1.5 * k / share) + k
        if share >= _LARGE_SHARE and reach <= _LONGEST_SEARCH:
            hits = [hit for hit in self._search(vector, reach) if hit.key in allowed]
            if len(hits) >= k:
                return hits[:k]
        return self._search(vector, k, [str(key) for key in allowed])

    def _search(self, vector: Vectors, k: int, names: list[str] | None = None) -> list[KeyHit]:
        with self._reported():
            found = self._collection.query(
                query_embeddings=[vector], n_results=k, ids=names, include=["distances"]
            )
            if not found["ids"]:
                return []
            pairs = zip(found["ids"][0], found["distances"][0], strict=True)
            return [KeyHit(int(name), 1.0 - float(distance)) for name, distance in pairs]

    def _compare(self, vector: Vectors, k: int, allowed: AbstractSet[int]) -> list[KeyHit]:
        hits = [
            KeyHit(key, float(score))
            for keys, vectors in self.vectors(sorted(allowed))
            for key, score in zip(keys, vectors @ vector, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:k]

    def flush(self) -> None:
        """Make Chroma write its index out, so that the next start has nothing to catch up on.

        It has no call for that, but does it when its log has grown enough, and the deletion of a
        key that nobody has is an entry of the log.
        """
        with self._changing:
            if self._backlog > _HARMLESS_BACKLOG:
                self._delete([f"none-{n}" for n in range(self._sync - self._backlog)])
            wanted = max(_LEAST_SYNC, min(_MOST_SYNC, self.count // _SYNCS))
            if not self._sync / 2 < wanted < self._sync * 2:
                with self._reported(), warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)
                    # In force from the next start on.
                    self._collection.modify(configuration={"hnsw": {"sync_threshold": wanted}})

    def close(self) -> None:
        """Close the index; doing it twice is harmless."""
        self._client.close()

    @contextmanager
    def _change(self, entries: int) -> Iterator[None]:
        """Let the block add so many entries to Chroma's log, its index files kept safe."""
        with self._changing:
            if self._failed:
                raise LibraryError(
                    "The vector index could not be written a moment ago: close this program, "
                    "make sure that there is room on the disk, and start it again."
                )
            grown = self._backlog + entries
            writes_index = grown >= self._sync
            guard = guarded(self._folder, grown) if writes_index else nullcontext()
            try:
                with self._reported(), guard:
                    yield
                self._backlog += entries
                if writes_index:
                    self._backlog = log_state(self._folder).backlog
            except BaseException:
                self._failed = True
                raise

    def _reported(self) -> Any:
        return reported("vector index", self._folder)

"""What a collection holds, and whether its three stores agree."""

from __future__ import annotations

from pathlib import Path

from vectorstore.collection import Collection


def names(collection: Collection) -> list[str]:
    return [Path(row.source).name for row in collection.documents()]


def whole(collection: Collection) -> None:
    """Check that library, vectors and keywords hold the same passages, each once."""
    keys = collection.library.passage_keys([row.id for row in collection.documents()])
    assert set(collection.stores.vectors.keys()) == keys
    assert sorted(collection.stores.keywords.keys()) == sorted(keys)
    assert collection.passage_count == len(keys)
    assert not collection.library.unsettled
    assert collection.library.incomplete() == []

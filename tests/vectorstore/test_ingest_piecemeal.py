"""An ingest of a few files at a time: how far each is, calling off, waiting, what failed before."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.vectorstore.conftest import article
from tests.vectorstore.stocktaking import whole
from vectorstore.collection import Collection
from vectorstore.errors import ReadingError
from vectorstore.events import DocumentsStored, Event, FileEmbedded
from vectorstore.ingest import ingest


def test_what_failed_elsewhere_stays_noted(collection: Collection, files: Path) -> None:
    others = files.parent / "others"
    others.mkdir()
    (files / "empty.txt").touch()
    (others / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    ingest(collection, [files])
    ingest(collection, [others])
    assert [Path(f.source).name for f in collection.failures()] == ["empty.txt", "broken.pdf"]
    collection.forget_failure(str(files / "empty.txt"))
    assert [Path(f.source).name for f in collection.failures()] == ["broken.pdf"]


def test_each_file_tells_how_far_it_is(collection: Collection, files: Path) -> None:
    (files / "long.txt").write_text(article("long", paragraphs=40), encoding="utf-8")
    events: list[Event] = []
    ingest(collection, [files], on_event=events.append)
    far = [e for e in events if isinstance(e, FileEmbedded) and Path(e.source).name == "long.txt"]
    assert [e.total for e in far] == [40] * len(far)
    assert len(far) > 1
    assert [e.passages for e in far] == sorted({e.passages for e in far})
    assert far[-1].passages == 40
    stored = [name for e in events if isinstance(e, DocumentsStored) for name in e.sources]
    assert sorted(stored) == sorted(row.source for row in collection.documents())


def test_one_that_is_called_off_keeps_what_was_complete(
    collection: Collection, files: Path
) -> None:
    (files / "long.txt").write_text(article("long", paragraphs=400), encoding="utf-8")

    def call_off(event: Event) -> None:
        if isinstance(event, FileEmbedded) and event.passages > 200:
            raise ReadingError("Enough.")

    with pytest.raises(ReadingError, match="Enough"):
        ingest(collection, [files], on_event=call_off)
    assert {Path(row.source).name for row in collection.documents()} == {
        "alpha.txt", "beta.txt", "gamma.txt",
    }  # fmt: skip
    whole(collection)
    assert ingest(collection, [files]).new == 1


def test_one_may_wait_for_another(collection: Collection, files: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(event: Event) -> None:
        begun.set()
        assert go_on.wait(60)

    first = threading.Thread(target=ingest, args=(collection, [files]), kwargs={"on_event": slowly})
    first.start()
    assert begun.wait(60)
    second = threading.Thread(target=ingest, args=(collection, [files]), kwargs={"wait": True})
    second.start()
    go_on.set()
    first.join(60)
    second.join(60)
    assert len(collection.documents()) == 3
    whole(collection)

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest

import vectorstore.drafts
from tests.vectorstore.conftest import Opener, article
from tests.vectorstore.hashing import HashingEncoder
from tests.vectorstore.stocktaking import names, whole
from vectorstore.collection import Collection
from vectorstore.documents import RegionKind
from vectorstore.errors import EmbeddingError, LibraryBusy
from vectorstore.events import (
    DocumentsStored,
    Event,
    FileFailed,
    FilesFound,
    FileUnchanged,
    IngestDone,
    IngestReport,
    PassagesEmbedded,
)
from vectorstore.ingest import ingest
from vectorstore.records import DocumentState


def outcome(report: IngestReport) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.failed), len(report.gone)


def test_new_unchanged_changed(collection: Collection, files: Path) -> None:
    report = ingest(collection, [files])
    assert outcome(report) == (3, 0, 0, 0, 0)
    assert report.passages == 9
    assert report.seconds > 0
    revision = collection.revision
    assert outcome(ingest(collection, [files])) == (0, 0, 3, 0, 0)
    assert collection.revision == revision

    (files / "beta.txt").write_text(article("beta", 5, version=2))
    (files / "delta.txt").write_text(article("delta", 2))
    report = ingest(collection, [files])
    assert outcome(report) == (1, 1, 2, 0, 0)
    assert report.passages == 7
    assert collection.revision > revision
    assert collection.passage_count == 13
    whole(collection)


def test_a_change_that_keeps_size_and_time_is_noticed(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    file = files / "beta.txt"
    status = file.stat()
    file.write_text(file.read_text().replace("version 1", "version 2"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_mtime_ns == status.st_mtime_ns
    assert outcome(ingest(collection, [files])) == (0, 1, 2, 0, 0)


def test_a_changed_sidecar_is_a_change(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    (files / "beta.txt.meta.toml").write_text('title = "The Beta Report"\npublished = "2021-05"\n')
    assert outcome(ingest(collection, [files])) == (0, 1, 2, 0, 0)
    (beta,) = (row for row in collection.documents() if row.title == "The Beta Report")
    assert beta.published is not None
    assert beta.published.date == "2021-05"
    assert outcome(ingest(collection, [files])) == (0, 0, 3, 0, 0)


def test_one_bad_file_stops_nothing(collection: Collection, files: Path) -> None:
    (files / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (files / "empty.txt").touch()
    (files / "nowhere.txt").symlink_to(files / "missing.txt")
    report = ingest(collection, [files, files / "unknown"])
    assert outcome(report) == (3, 0, 0, 4, 0)
    reasons = {Path(f.source).name: f.reason for f in report.failed}
    assert set(reasons) == {"broken.pdf", "empty.txt", "nowhere.txt", "unknown"}
    assert "empty" in reasons["empty.txt"]
    assert "does not exist" in reasons["unknown"]
    assert {f.source for f in collection.failures()} == {f.source for f in report.failed}
    for name in ("broken.pdf", "empty.txt", "nowhere.txt"):
        (files / name).unlink()
    assert outcome(ingest(collection, [files])) == (0, 0, 3, 0, 0)
    assert collection.failures() == []


def test_a_new_version_that_cannot_be_read_leaves_the_old(
    collection: Collection, files: Path
) -> None:
    ingest(collection, [files])
    before = collection.lexical("item1beta", 1)
    good = (files / "beta.txt").read_bytes()
    (files / "beta.txt").write_bytes(b"")
    report = ingest(collection, [files])
    assert outcome(report) == (0, 0, 2, 1, 0)
    assert report.failed[0].reason.endswith("The version ingested before is kept.")
    assert collection.lexical("item1beta", 1) == before
    assert [row.state for row in collection.documents()] == [
        DocumentState.LIVE,
        DocumentState.STALE,
        DocumentState.LIVE,
    ]
    (files / "beta.txt").write_bytes(good)
    assert outcome(ingest(collection, [files])) == (0, 0, 3, 0, 0)
    assert {row.state for row in collection.documents()} == {DocumentState.LIVE}


def test_a_file_that_is_deleted_while_it_is_read(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = vectorstore.drafts.load

    def late(path: Path):
        if path.name == "beta.txt":
            path.unlink()
        return load(path)

    monkeypatch.setattr(vectorstore.drafts, "load", late)
    report = ingest(collection, [files])
    assert outcome(report) == (2, 0, 0, 1, 0)
    assert "does not exist" in report.failed[0].reason


def test_what_is_gone_is_reported_and_pruned_when_asked(
    collection: Collection, files: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "else.txt").write_text(article("else"))
    ingest(collection, [files, other])
    (files / "beta.txt").unlink()
    (other / "else.txt").unlink()

    report = ingest(collection, [files])
    assert outcome(report) == (0, 0, 2, 0, 1)
    assert report.pruned == ()
    assert [row.state for row in collection.documents()].count(DocumentState.GONE) == 1
    assert len(collection.documents()) == 4

    report = ingest(collection, [files], prune=True)
    assert [Path(source).name for source in report.gone] == ["beta.txt"]
    assert report.pruned == report.gone
    assert names(collection) == ["alpha.txt", "gamma.txt", "else.txt"]
    whole(collection)


def test_a_missing_file_that_was_ingested_is_gone_not_failed(
    collection: Collection, files: Path
) -> None:
    ingest(collection, [files])
    (files / "beta.txt").unlink()
    report = ingest(collection, [files / "beta.txt"], prune=True)
    assert outcome(report) == (0, 0, 0, 0, 1)
    assert len(report.pruned) == 1


def test_a_missing_folder_prunes_nothing(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    files.rename(files.with_name("unmounted"))
    report = ingest(collection, [files], prune=True)
    assert outcome(report) == (0, 0, 0, 1, 3)
    assert report.pruned == ()
    assert collection.passage_count == 9


def test_one_file_by_many_paths_is_one_document(
    collection: Collection, files: Path, tmp_path: Path
) -> None:
    link, alias = tmp_path / "link.txt", tmp_path / "alias"
    link.symlink_to(files / "beta.txt")
    alias.symlink_to(files)
    assert outcome(ingest(collection, [files, link, alias, files / ".." / "files"])) == (
        *(3, 0, 0, 0, 0),
    )
    assert outcome(ingest(collection, [link])) == (0, 0, 1, 0, 0)
    assert outcome(ingest(collection, [alias])) == (0, 0, 3, 0, 0)
    (files / "beta.txt").write_text(article("beta", 4, version=2))
    assert outcome(ingest(collection, [link])) == (0, 1, 0, 0, 0)
    assert outcome(ingest(collection, [files])) == (0, 0, 3, 0, 0)
    (files / "beta.txt").unlink()
    assert outcome(ingest(collection, [alias], prune=True)) == (0, 0, 2, 0, 1)
    assert len(collection.documents()) == 2


def test_names_that_are_not_utf8(collection: Collection, files: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(files) + b"/caf\xe9.txt"))
    try:
        odd.write_text(article("odd"))
    except OSError:
        pytest.skip("this file system only takes UTF-8 names")
    assert outcome(ingest(collection, [files])) == (4, 0, 0, 0, 0)
    assert outcome(ingest(collection, [files])) == (0, 0, 4, 0, 0)
    odd.unlink()
    assert outcome(ingest(collection, [files], prune=True)) == (0, 0, 3, 0, 1)


def test_a_document_without_passages_is_a_document(
    open_collection: Opener, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = open_collection()
    monkeypatch.setattr(collection.splitter, "split", lambda document: [])
    assert outcome(ingest(collection, [files])) == (3, 0, 0, 0, 0)
    assert outcome(ingest(collection, [files])) == (0, 0, 3, 0, 0)
    assert collection.passage_count == 0


def test_a_splitter_that_fails_fails_one_file(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert collection.splitter is not None
    split = collection.splitter.split

    def picky(document):
        if document.source.endswith("beta.txt"):
            raise RecursionError("too deep")
        return split(document)

    monkeypatch.setattr(collection.splitter, "split", picky)
    report = ingest(collection, [files])
    assert outcome(report) == (2, 0, 0, 1, 0)
    assert "cannot be split" in report.failed[0].reason


def test_events_tell_everything_in_order(collection: Collection, files: Path) -> None:
    (files / "empty.txt").touch()
    events: list[Event] = []
    report = ingest(collection, [files], on_event=events.append)
    assert events[0] == FilesFound(4, 0)
    assert events[-1] == IngestDone(report)
    assert [type(event) for event in events].count(FileFailed) == 1
    assert [e.passages for e in events if isinstance(e, PassagesEmbedded)][-1] == 9
    assert [e.documents for e in events if isinstance(e, DocumentsStored)][-1] == 3
    events.clear()
    ingest(collection, [files], on_event=events.append)
    assert [type(event) for event in events].count(FileUnchanged) == 3


def test_stored_means_stored(home: Path, files: Path, open_collection: Opener) -> None:
    """What an event calls stored can be read by another connection at that moment."""
    from vectorstore.collection import view_collection

    seen: list[tuple[int, int]] = []

    def on_event(event: Event) -> None:
        if isinstance(event, DocumentsStored):
            with view_collection(home) as view:
                seen.append((event.documents, len(view.documents())))

    ingest(open_collection(), [files], on_event=on_event)
    assert seen == [(3, 3)]


class Faulty(HashingEncoder):
    """Fails at one call."""

    def __init__(self, at: int, error: BaseException) -> None:
        super().__init__()
        self.calls = 0
        self.at = at
        self.error = error

    def encode(self, texts):
        self.calls += 1
        if self.calls == self.at:
            raise self.error
        return super().encode(texts)


@pytest.mark.parametrize("error", [EmbeddingError("no server"), KeyboardInterrupt()])
def test_an_interruption_keeps_what_was_complete(
    open_collection: Opener, tmp_path: Path, error: BaseException
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02d}.txt").write_text(article(f"doc{n}"))
    with open_collection(Faulty(3, error)) as collection:
        with pytest.raises(type(error)):
            ingest(collection, [folder])
        # The first two batches, 16 and 32 passages, hold 16 whole documents of three.
        assert len(collection.documents()) == 16
        whole(collection)
        report = ingest(collection, [folder])
        assert outcome(report) == (24, 0, 16, 0, 0)
        whole(collection)


@pytest.mark.parametrize("wrong", ["shape", "nan"])
def test_vectors_that_cannot_be_are_refused(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    made = np.full((9, 64), np.nan) if wrong == "nan" else np.ones((9, 3))
    monkeypatch.setattr(collection.encoder, "encode", lambda texts: made)
    with pytest.raises(EmbeddingError, match="check that the model is the right one"):
        ingest(collection, [files])
    assert collection.empty


def test_only_one_ingest_runs_at_a_time(collection: Collection, files: Path) -> None:
    refused: list[BaseException] = []

    def on_event(event: Event) -> None:
        if isinstance(event, FilesFound):
            try:
                ingest(collection, [files])
            except LibraryBusy as error:
                refused.append(error)

    ingest(collection, [files], on_event=on_event)
    assert "is going on" in str(refused[0])


def test_a_long_document_is_stored_in_parts_and_goes_live_at_once(
    collection: Collection, tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    file.write_text(article("long", 2500))
    counts: set[int] = set()
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            counts.add(collection.passage_count)

    watcher = threading.Thread(target=watch)
    watcher.start()
    report = ingest(collection, [file])
    stop.set()
    watcher.join()
    assert report.passages == collection.passage_count == 2500
    assert counts <= {0, 2500}
    whole(collection)
    assert collection.documents()[0].characters == len(file.read_text())


def test_regions_and_metadata_reach_the_library(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    document = collection.document(collection.documents()[0].id)
    assert {region.kind for region in document.regions} <= set(RegionKind)
    for found in collection.find([h.id for h in collection.lexical("committee", 9)]).values():
        assert found.passage.span.of(found.document.text)

"""The way into the library: each file tells how far it is and what has become of it."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.conftest import article
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from ui.shelves import Shelf
from ui.web.library.intake import Intake, Limits
from ui.web.library.jobs import Job, Stage
from ui.web.library.naming import safe_name
from ui.web.library.phrases import ENGLISH
from ui.web.library.progress import uploads_html
from ui.web.phrases import ENGLISH as WORDS
from vectorstore.collection import Collection

PATIENCE = 60


class Held(HashingEncoder):
    """Waits at its first passage of a text that says so, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let_go = threading.Event(), threading.Event()

    def encode(self, texts):  # type: ignore[no-untyped-def]
        if any("Hold" in text for text in texts):
            self.reached.set()
            assert self.let_go.wait(PATIENCE)
        return super().encode(texts)


@pytest.fixture
def encoder() -> Held:
    return Held()


@pytest.fixture
def shelf(tmp_path: Path, encoder: Held) -> Iterator[Shelf]:
    with Collection.open(tmp_path / "home", "default", encoder, ParagraphSplitter()) as library:
        yield Shelf("default", library, None, tmp_path / "uploads", None)  # type: ignore[arg-type]
        encoder.let_go.set()


@pytest.fixture
def intake(shelf: Shelf) -> Intake:
    return Intake(shelf, Limits())


def give(intake: Intake, name: str, data: bytes | str) -> Job:
    data = data.encode() if isinstance(data, str) else data
    job = intake.begin(name, len(data))
    assert job.held is not None
    job.held.write_bytes(data)
    intake.received(job)
    return job


def ended(intake: Intake) -> dict[str, Job]:
    until = time.monotonic() + PATIENCE
    while intake.going:
        assert time.monotonic() < until
        time.sleep(0.01)
    return {job.name: job for job in intake.jobs()}


def test_each_file_says_what_became_of_it(intake: Intake, shelf: Shelf) -> None:
    give(intake, "good.txt", article("good"))
    give(intake, "bad.pdf", b"%PDF-1.4 nothing")
    jobs = ended(intake)
    assert (jobs["good.txt"].stage, jobs["good.txt"].total) == (Stage.DONE, 3)
    assert jobs["bad.pdf"].stage is Stage.FAILED
    assert "bad.pdf" in jobs["bad.pdf"].reason
    assert [Path(row.source).name for row in shelf.library.documents()] == ["good.txt"]
    assert [Path(f.source).name for f in shelf.library.failures()] == ["bad.pdf"]
    said = uploads_html(intake.jobs(), WORDS, ENGLISH)
    assert "3 passages" in said
    assert "drop it here again" in said


def test_a_file_that_is_there_already_is_told(intake: Intake) -> None:
    give(intake, "a.txt", article("a"))
    ended(intake)
    give(intake, "a.txt", article("a"))
    give(intake, "copy.txt", article("a"))
    jobs = ended(intake)
    assert jobs["a.txt"].stage is Stage.UNCHANGED
    assert (jobs["copy.txt"].stage, jobs["copy.txt"].same) == (Stage.DONE, "a.txt")
    said = uploads_html(intake.jobs(), WORDS, ENGLISH)
    assert "is already there, unchanged" in said
    assert "the very file is there already as a.txt" in said


def test_another_file_of_the_same_name_is_a_new_version_and_said_so(
    intake: Intake, shelf: Shelf, encoder: Held
) -> None:
    give(intake, "first.txt", "Hold on while the others come.")
    assert encoder.reached.wait(PATIENCE)
    give(intake, "report.txt", article("one"))
    give(intake, "report.txt", article("two", paragraphs=2))
    encoder.let_go.set()
    ended(intake)
    one, two = (job for job in intake.jobs() if job.name == "report.txt")
    assert (one.stage, one.is_new, one.total) == (Stage.DONE, True, 3)
    assert (two.stage, two.is_new, two.total) == (Stage.DONE, False, 2)
    assert "new version of the document of this name" in uploads_html([two], WORDS, ENGLISH)
    (row,) = (row for row in shelf.library.documents() if row.source.endswith("report.txt"))
    assert "two committee" in shelf.library.document(row.id).text


def test_what_failed_stays_listed_until_it_is_cleared(intake: Intake) -> None:
    give(intake, "empty.txt", b"")
    ended(intake)
    give(intake, "a.txt", article("a"))
    assert set(ended(intake)) == {"empty.txt", "a.txt"}
    give(intake, "b.txt", article("b"))
    assert set(ended(intake)) == {"empty.txt", "b.txt"}
    intake.clear()
    assert intake.jobs() == []


def test_what_is_called_off_is_not_added(intake: Intake, shelf: Shelf, encoder: Held) -> None:
    give(intake, "first.txt", article("Hold", paragraphs=40))
    assert encoder.reached.wait(PATIENCE)
    give(intake, "second.txt", article("second"))
    coming = intake.begin("third.txt", 10)
    intake.stop()
    intake.received(coming)
    encoder.let_go.set()
    jobs = ended(intake)
    assert {job.stage for job in jobs.values()} == {Stage.STOPPED}
    assert shelf.library.documents() == []
    assert list(shelf.uploads.iterdir()) == []
    give(intake, "second.txt", article("second"))
    assert ended(intake)["second.txt"].stage is Stage.DONE


def test_a_failure_can_be_tried_again(intake: Intake, shelf: Shelf) -> None:
    give(intake, "later.txt", b"")
    ended(intake)
    (shelf.uploads / "later.txt").write_text(article("later"))
    intake.again(shelf.uploads / "later.txt")
    jobs = intake.jobs()
    assert len(jobs) == 1
    assert ended(intake)["later.txt"].stage is Stage.DONE
    assert shelf.library.failures() == []


def test_what_a_sidecar_states_is_noted(intake: Intake, shelf: Shelf) -> None:
    give(intake, "a.txt", article("a"))
    ended(intake)
    give(intake, "a.txt.meta.toml", 'title = "From beside"')
    assert ended(intake)["a.txt.meta.toml"].stage is Stage.NOTED
    assert [row.title for row in shelf.library.documents()] == ["From beside"]


def test_what_a_killed_server_left_is_cleared_away(intake: Intake, shelf: Shelf) -> None:
    job = intake.begin("a.txt", 10)
    assert job.held is not None
    assert job.held.exists()
    Intake(shelf, Limits())
    assert not job.held.exists()


def test_a_closed_library_is_said_of_every_file(intake: Intake, shelf: Shelf) -> None:
    shelf.library.close()
    give(intake, "a.txt", article("a"))
    job = ended(intake)["a.txt"]
    assert (job.stage, "closed" in job.reason) == (Stage.FAILED, True)
    assert list(shelf.uploads.iterdir()) == []


@given(st.text(min_size=1, max_size=200))
def test_an_uploaded_file_keeps_to_its_folder(name: str) -> None:
    kept = safe_name(name)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / kept
        target.write_text("x")
        assert [found.name for found in Path(folder).iterdir()] == [kept]
    assert not set(kept) & set("<>&\"'\n\r/\\\0")
    assert not kept.startswith(".")

"""What changes a library that is served: ingest, remove and the doctor, beside the server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rag.assemble import open_library
from rag.settings import Settings
from tests.ui.doors.conftest import Served, serving_home
from tests.ui.outcome import Done, Footnoted
from ui.doors.client import RemoteDoor
from ui.doors.door import opened
from vectorstore.doctor import examine_open
from vectorstore.errors import LibraryBusy
from vectorstore.events import DocumentsStored, Event, IngestDone
from vectorstore.findings import Code

STORY = "The lighthouse keeper of Varn is called Odile Marrow. She keeps eleven goats.\n"
KITES = "Pelle Orban of Tarnby has built forty-one kites.\n"
BUILT = "How many kites has Pelle Orban built?"


@pytest.fixture(scope="module")
def changing(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a copy of the sample library, for tests that change it."""
    with serving_home(sample_home, tmp_path_factory.mktemp("changing")) as found:
        yield found


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with files of which one cannot be read."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "files" / "b.md").write_text(f"# Goats\n\n{STORY}", encoding="utf-8")
    (tmp_path / "files" / "empty.txt").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "files"


def untimed(done: Done) -> tuple[int, str, str]:
    out = re.sub(r"in \d+\.\d s|\"seconds\": [\d.e-]+", "TIME", done.out)
    return done.code, out, done.err


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_an_ingest_says_the_same(
    footnoted: Footnoted,
    changing: Served,
    sample_home: Path,
    files: Path,
    tmp_path: Path,
    form: list[str],
) -> None:
    alone = shutil.copytree(sample_home, tmp_path / "alone")
    paths = ("files", "missing", "files/a.txt")
    for arguments in (["ingest", *paths, *form], ["ingest", "files", "--prune", *form]):
        both = [footnoted(*arguments, home=home, code=1) for home in (alone, changing.home)]
        assert untimed(both[0]) == untimed(both[1])
        (files / "b.md").unlink(missing_ok=True)
        (files / "a.txt").write_text(f"{STORY}Nobody was charged.\n", encoding="utf-8")


def test_what_was_ingested_answers_at_once_and_what_is_removed_does_not(
    footnoted: Footnoted, changing: Served, files: Path
) -> None:
    def said() -> str:
        with httpx.Client(base_url=changing.address, trust_env=False, timeout=60) as page:
            found = page.post("/api/ask", json={"question": BUILT})
        return found.text

    assert "forty-one" not in said()
    (files / "kites.txt").write_text(KITES, encoding="utf-8")
    footnoted("ingest", "files/kites.txt", home=changing.home)
    assert "forty-one" in said()
    listed = footnoted("sources", "list", "--json", home=changing.home).json["documents"]
    (row,) = [row for row in listed if row["source"] == str(files / "kites.txt")]
    removed = footnoted("sources", "remove", row["id"][:10], home=changing.home)
    assert removed.out.startswith(f"Removed {row['id'][:8]}  ")
    assert "forty-one" not in said()
    again = footnoted("sources", "remove", row["id"], "--json", home=changing.home, code=2)
    assert again.json["error"]["type"] == "UnknownDocument"


def test_a_correction_goes_through_and_is_cited_at_once(
    footnoted: Footnoted, changing: Served, files: Path
) -> None:
    (files / "barge.txt").write_text("The barge of Ondrel carries 17 horses.\n", encoding="utf-8")
    footnoted("ingest", "files/barge.txt", home=changing.home)
    listed = footnoted("sources", "list", "--json", home=changing.home).json["documents"]
    (row,) = [row for row in listed if row["source"] == str(files / "barge.txt")]
    correct = ("sources", "correct", row["id"][:10])
    done = footnoted(*correct, "--publisher", "Ondrel Post", "--json", home=changing.home).json
    assert (done["publisher"], done["corrected"]) == ("Ondrel Post", ["publisher"])
    asked = footnoted("ask", "How many horses does the barge of Ondrel carry?", home=changing.home)
    assert "Ondrel Post" in asked.out
    undone = footnoted(*correct, "--undo", "publisher", "--json", home=changing.home).json
    assert undone["corrected"] == []
    wrong = footnoted(*correct, "--published", "soon", "--json", home=changing.home, code=2)
    assert wrong.json["error"]["type"] == "CorrectionError"


def test_the_doctor_sees_what_is_wrong_in_an_open_collection(
    sample_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "copy"))
    with open_library(Settings(home=home), create=False) as library:
        assert examine_open(library) == []
        keys = library.stores.vectors.keys()
        library.stores.vectors.delete(keys[:2])
        (found,) = examine_open(library)
        assert (found.code, found.keys) == (Code.VECTORS_MISSING, frozenset(keys[:2]))
        with library.ingesting, pytest.raises(LibraryBusy, match="going on"):
            examine_open(library)


def test_events_come_as_they_happen(changing: Served, files: Path) -> None:
    happened: list[Event] = []
    with opened(Settings(home=changing.home), create=True) as door:
        assert isinstance(door, RemoteDoor)
        report = door.ingest([files], prune=False, on_event=happened.append)
    assert happened[-1] == IngestDone(report)
    assert any(isinstance(event, DocumentsStored) for event in happened)
    assert [failure.source for failure in report.failed] == [str(files / "empty.txt")]

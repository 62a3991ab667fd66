"""Ingest on a disk that is full, or may not be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import as_nobody, small_disk
from tests.vectorstore.conftest import Opener, article
from tests.vectorstore.stocktaking import names, whole
from vectorstore.collection import Collection
from vectorstore.errors import LibraryError
from vectorstore.ingest import ingest

FULL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from vectorstore.collection import Collection
from vectorstore.errors import FootnotedError
from vectorstore.ingest import ingest
if int(sys.argv[3]):
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    with Collection.open(Path(sys.argv[1]), "default", HashingEncoder(), ParagraphSplitter()) as c:
        ingest(c, [Path(sys.argv[2])])
except FootnotedError as error:
    print(type(error).__name__, error)
    sys.exit(2)
"""
ROOT = Path(__file__).parents[2]


def ingest_elsewhere(home: Path, files: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FULL, str(home), str(files), str(limit), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("limit", [20_000, 150_000, 400_000])
def test_a_full_disk_is_a_sentence_and_loses_nothing(
    home: Path, files: Path, open_collection: Opener, tmp_path: Path, limit: int
) -> None:
    with open_collection() as collection:
        ingest(collection, [files / "alpha.txt"])
    many = tmp_path / "many"
    many.mkdir()
    for n in range(300):
        (many / f"{n:03d}.txt").write_text(article(f"doc{n}", 9))
    done = ingest_elsewhere(home, many, limit)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout.startswith("LibraryError")
    assert "full" in done.stdout
    with open_collection() as collection:
        for row in collection.documents():
            assert row.passages in (3, 9)
        assert "alpha.txt" in names(collection)
        report = ingest(collection, [files / "alpha.txt", many])
        assert not report.failed
        assert len(collection.documents()) == 301
        whole(collection)


def test_a_real_full_disk(files: Path, tmp_path: Path, open_collection: Opener) -> None:
    with small_disk(tmp_path / "disk", 3) as disk:
        many = tmp_path / "many"
        many.mkdir()
        for n in range(600):
            (many / f"{n:03d}.txt").write_text(article(f"doc{n}", 9))
        assert ingest_elsewhere(disk, files).returncode == 0
        done = ingest_elsewhere(disk, many)
        assert done.returncode == 2, done.stdout + done.stderr
        assert "LibraryError" in done.stdout
        assert "is full: free some space" in done.stdout
        grow = ["mount", "-o", "remount,size=64m", str(disk)]
        subprocess.run(grow, check=True)
        assert ingest_elsewhere(disk, many).returncode == 0
        collection = Collection.open(disk)
        assert len(collection.documents()) == 603
        whole(collection)
        collection.close()


def test_no_permission_to_write_is_named(home: Path, files: Path, open_collection: Opener) -> None:
    with open_collection() as collection:
        ingest(collection, [files])
    folder = home / "collections" / "default"
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    with as_nobody(home), pytest.raises(LibraryError, match="permission"):
        open_collection()

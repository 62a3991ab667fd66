"""`footnoted doctor`: what it says of a sound library, a damaged one, and a missing one."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.ui.outcome import Footnoted


def test_a_sound_library(footnoted: Footnoted, sample_home: Path) -> None:
    found = footnoted("doctor", "--json", home=sample_home).json
    assert found["sound"]
    assert found["documents"] == 14
    assert found["embedder"]["problem"] is None
    assert found["packages"]["chromadb"]
    shown = footnoted("doctor", home=sample_home).out
    assert "14 documents" in shown
    assert "MiniLM" in shown


def test_no_library(footnoted: Footnoted, tmp_path: Path) -> None:
    assert "footnoted ingest" in footnoted("doctor").out
    assert footnoted("doctor", "--repair", "--json").json["documents"] is None
    assert not (tmp_path / "home").exists()


def test_a_damaged_index_is_named_and_mended(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    shutil.rmtree(home / "collections" / "default" / "lexical")
    found = footnoted("doctor", "--json", home=home, code=1).json
    assert not found["sound"]
    assert found["remaining"]
    shown = footnoted("doctor", home=home, code=1).out
    assert shown.startswith("found ")
    assert "--repair mends it." in " ".join(shown.split())
    mended = footnoted("doctor", "--repair", "--json", home=home).json
    assert mended["mended"]
    assert mended["remaining"] == []
    assert "all as they should be" in " ".join(footnoted("doctor", home=home).out.split())
    assert footnoted("search", "ferry", "--json", home=home).json["hits"]

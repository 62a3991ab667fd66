"""A library that is made of a folder holds what the folder holds, at every run."""

from __future__ import annotations

from pathlib import Path

from evals.running.library import opened
from rag.settings import Settings


def held(home: Path, folder: Path) -> list[str]:
    with opened(Settings(home=home), folder) as (_, library):
        return sorted(Path(row.source).name for row in library.documents())


def test_files_that_are_gone_are_asked_no_more(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("mill", "ferry", "tower"):
        (folder / f"{name}.txt").write_text(f"The {name} burned down.", encoding="utf-8")
    assert held(tmp_path / "home", folder) == ["ferry.txt", "mill.txt", "tower.txt"]
    (folder / "mill.txt").unlink()
    (folder / "tower.txt").rename(folder / "steeple.txt")
    assert held(tmp_path / "home", folder) == ["ferry.txt", "steeple.txt"]

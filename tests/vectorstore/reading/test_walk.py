"""Which files a list of paths names, in which order, and what is said of the rest."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import as_nobody
from vectorstore.reading import document_id, source_name, source_path
from vectorstore.reading.walk import walk


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def names(root: Path, files: list[Path]) -> list[str]:
    return [str(path.relative_to(root)) for path in files]


def test_folders_are_searched_to_any_depth_in_the_order_of_names(tmp_path: Path) -> None:
    tree(tmp_path, "b.md", "a/z.txt", "a/b/c.PDF", "c.docx", "d.html", "e.HTM", "a/a.xhtml")
    found = walk([tmp_path])
    assert names(tmp_path, found.files) == [
        "a/a.xhtml",
        "a/b/c.PDF",
        "a/z.txt",
        "b.md",
        "c.docx",
        "d.html",
        "e.HTM",
    ]
    assert found.failures == []


def test_other_files_are_counted_and_hidden_ones_and_sidecars_are_not(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "a.txt.meta.toml", ".b.txt", ".git/c.txt", "~$d.docx", "e.png", "f")
    found = walk([tmp_path])
    assert (names(tmp_path, found.files), found.failures, found.skipped) == (["a.txt"], [], 2)


def test_a_file_named_is_taken_whatever_its_suffix_and_each_file_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.log", ".hidden.txt", "b.txt")
    found = walk([tmp_path / "a.log", tmp_path / ".hidden.txt", tmp_path, tmp_path / "b.txt"])
    assert names(tmp_path, found.files) == ["a.log", ".hidden.txt", "b.txt"]


def test_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "x/a.txt")
    monkeypatch.chdir(tmp_path)
    assert walk([Path("x/../x")]).files == [tmp_path / "x/a.txt"]
    assert document_id(Path("x/a.txt")) == document_id(tmp_path / "x" / "." / "a.txt")


def test_failures_are_sentences_that_name_the_path(tmp_path: Path) -> None:
    tree(tmp_path, "empty/.keep", "pictures/a.png", "a.txt.meta.toml")
    found = walk(tmp_path / name for name in ("gone", "empty", "pictures", "a.txt.meta.toml"))
    assert found.files == []
    assert [failure.source for failure in found.failures] == [
        str(tmp_path / name) for name in ("gone", "empty", "pictures", "a.txt.meta.toml")
    ]
    reasons = [failure.reason for failure in found.failures]
    assert reasons[0].endswith("gone does not exist.")
    assert reasons[1].endswith(
        "empty holds no file that can be read; these can: "
        ".txt .text .md .markdown .html .htm .xhtml .pdf .docx."
    )
    assert "pictures holds no file" in reasons[2]
    assert "is a sidecar" in reasons[3]


def test_links_make_no_loop_and_no_second_copy(tmp_path: Path) -> None:
    tree(tmp_path, "a/b/c.txt", "d.txt")
    (tmp_path / "a/b/up").symlink_to(tmp_path)
    (tmp_path / "a/self").symlink_to(tmp_path / "a")
    (tmp_path / "e.txt").symlink_to(tmp_path / "d.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    found = walk([tmp_path, tmp_path / "a/b/up/d.txt"])
    assert names(tmp_path, found.files) == ["a/b/c.txt", "d.txt", "loop.txt"]


def test_a_folder_that_was_searched_before_is_no_failure(tmp_path: Path) -> None:
    tree(tmp_path, "a/b.txt")
    found = walk([tmp_path, tmp_path / "a", tmp_path])
    assert (names(tmp_path, found.files), found.failures) == (["a/b.txt"], [])


def test_pipes_inside_a_folder_are_skipped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    tree(tmp_path, "b.txt")
    found = walk([tmp_path])
    assert (names(tmp_path, found.files), found.skipped) == (["b.txt"], 1)


def test_a_folder_without_permission_is_a_failure(tmp_path: Path) -> None:
    tree(tmp_path, "a/b.txt", "c.txt")
    (tmp_path / "a").chmod(0)
    try:
        with as_nobody(tmp_path):
            found = walk([tmp_path])
    finally:
        (tmp_path / "a").chmod(0o700)
    assert names(tmp_path, found.files) == ["c.txt"]
    assert "a cannot be opened: permission denied." in found.failures[0].reason


def test_very_deep_folders_are_searched(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(400):
        deep /= "x"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("text")
    assert walk([tmp_path]).files == [deep / "a.txt"]


def test_a_name_that_is_not_utf8_can_be_stored_and_found_again(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \x1b[31m.txt"))
    path.write_text("text")
    (found,) = walk([tmp_path]).files
    assert found == path
    name = source_name(found)
    assert name == f"{tmp_path}/caf\\xe9 \\x1b[31m.txt"
    assert name.isprintable()
    json.dumps(name).encode("utf-8")
    sqlite3.connect(":memory:").execute("select ?", (name,))
    assert source_path(name) == path
    assert len(document_id(path)) == 12


def test_a_name_that_looks_escaped_is_found_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a\\xe9.txt"
    path.write_text("text")
    assert source_path(source_name(path)) == path


@given(
    st.binary(min_size=1, max_size=30).filter(lambda name: b"/" not in name and b"\0" not in name)
)
@settings(deadline=None)
def test_any_name_can_be_stored_and_has_an_id(raw: bytes) -> None:
    path = Path("/folder") / os.fsdecode(raw)
    name = source_name(path)
    assert name.isprintable() or not name.isascii()
    assert name.encode("utf-8")
    assert document_id(path) == document_id(Path(str(path)))

"""`footnoted ingest`: what it prints, what it survives, what it says of each file that failed."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from tests.support import COMMAND, SAMPLES, Cli
from tests.ui.outcome import Footnoted, schema
from ui.progress import bar
from vectorstore.events import FileFailed, FileRead, FilesFound, PassagesEmbedded

STORY = "The ferry sank near Halmet on Friday. The mission sent boats at once.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files that can be read."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.md").write_text(f"# Ferry\n\n{STORY}", encoding="utf-8")
    return folder


def test_a_line_a_file_and_a_summary(footnoted: Footnoted, folder: Path) -> None:
    done = footnoted("ingest", folder)
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["new", "new"]
    assert re.fullmatch(r"2 new, 0 changed, 0 unchanged; 2 passages in \d+\.\d s\.", lines[2])
    assert done.err == ""
    (folder / "a.txt").write_text(STORY + "Nobody was charged.\n", encoding="utf-8")
    done = footnoted("ingest", folder)
    assert done.out.startswith("changed ")
    assert "0 new, 1 changed, 1 unchanged" in done.out


def test_json_is_one_object_and_nothing_else(footnoted: Footnoted, folder: Path) -> None:
    report = footnoted("ingest", folder, "--json").json
    jsonschema.validate(report, schema("ingest"))
    assert report["new"] == 2
    assert report["passages"] == 2


def test_what_is_gone_is_reported_and_pruned(footnoted: Footnoted, folder: Path) -> None:
    footnoted("ingest", folder)
    (folder / "a.txt").unlink()
    done = footnoted("ingest", folder)
    assert f"gone     {folder / 'a.txt'}" in done.out
    assert "--prune" in done.out
    report = footnoted("ingest", folder, "--prune", "--json").json
    assert report["gone"] == report["pruned"] == [str(folder / "a.txt")]
    left = footnoted("sources", "list", "--json").json["documents"]
    assert [Path(document["source"]).name for document in left] == ["b.md"]


def spoil(folder: Path) -> dict[str, str]:
    """Add files that cannot be used; return a word of the reason for each."""
    (folder / "empty.txt").touch()
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "torn.docx").write_bytes(b"PK\x03\x04 not really")
    with zipfile.ZipFile(folder / "odd.docx", "w") as archive:
        archive.writestr("readme.txt", "no document here")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 64)
    return dict.fromkeys(["empty.txt", "torn.pdf", "torn.docx", "odd.docx", "noise.txt"], "")


def test_one_unreadable_file_never_stops_the_rest(footnoted: Footnoted, folder: Path) -> None:
    bad = spoil(folder)
    report = footnoted("ingest", folder, "--json", code=1).json
    jsonschema.validate(report, schema("ingest"))
    assert report["new"] == 2
    assert {Path(failure["source"]).name for failure in report["failed"]} == set(bad)
    for failure in report["failed"]:
        assert re.fullmatch(r"\S.*\.", failure["reason"]), failure
    done = footnoted("ingest", folder, code=1)
    assert f"{len(bad)} failed" in done.out
    assert done.out.count("failed   ") == len(bad)


def test_paths_that_lead_nowhere(footnoted: Footnoted, folder: Path, tmp_path: Path) -> None:
    done = footnoted("ingest", tmp_path / "missing", folder, code=1)
    assert "does not exist" in done.out
    assert "2 new" in done.out
    (tmp_path / "nothing").mkdir()
    done = footnoted("ingest", tmp_path / "nothing", code=1)
    assert "holds no file that can be read" in done.out


def test_names_that_a_terminal_would_obey(footnoted: Footnoted, folder: Path) -> None:
    (folder / "\x1b[31mred.txt").write_text(STORY, encoding="utf-8")
    (folder / "\x1b[32mgreen.txt").touch()
    done = footnoted("ingest", folder, code=1)
    assert "\x1b" not in done.out
    assert "[31mred.txt" in done.out
    assert "\x1b" not in footnoted("sources", "list").out


def test_a_name_that_is_not_utf8(run_cli: Cli) -> None:
    (run_cli.folder / "files").mkdir()
    name = os.fsencode(run_cli.folder / "files") + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(STORY, encoding="utf-8")
    assert b"1 new" in run_cli("--home", "home", "ingest", "files").stdout
    assert b"1 unchanged" in run_cli("--home", "home", "ingest", name).stdout
    assert b"caf" in run_cli("--home", "home", "sources", "list").stdout


def test_an_interrupt_keeps_what_was_reported(run_cli: Cli) -> None:
    files = run_cli.folder / "files"
    files.mkdir()
    for number in range(400):
        text = "\n\n".join(f"Paragraph {part} of text {number}. {STORY}" for part in range(40))
        (files / f"{number}.txt").write_text(text, encoding="utf-8")
    with subprocess.Popen(
        [COMMAND, "--home", "home", "ingest", "files"],
        cwd=run_cli.folder,
        env=run_cli.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == b"\nInterrupted.\n"
    run_cli("--home", "home", "doctor")


def test_the_bar_counts_files_and_passages() -> None:
    out = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    with bar(out) as on_event:
        on_event(FilesFound(3, 0))
        on_event(FileFailed("x", "It is empty."))
        on_event(FileRead("y", 6, True))
        on_event(FileRead("z", 6, True))
        on_event(PassagesEmbedded(6))
        on_event(PassagesEmbedded(12))
    shown = out.file.getvalue()  # type: ignore[attr-defined]
    assert "3/3" in shown
    assert "12 passages" in shown


def test_a_second_ingest_changes_nothing(footnoted: Footnoted, sample_home: Path) -> None:
    report = footnoted("ingest", SAMPLES, "--json", home=sample_home).json
    assert report["new"] == report["changed"] == report["passages"] == 0

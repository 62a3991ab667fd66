"""`footnoted eval run`, `report` and `history` as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema

from tests.evals.reporting.runs import many, run
from tests.support import ROOT
from tests.ui.outcome import Footnoted

CASES = ROOT / "evals" / "data" / "sample-held.jsonl"


def test_a_run_has_its_report_beside_it(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "copy"
    shutil.copytree(sample_home, home)
    asked = footnoted("eval", "run", "--cases", CASES, "--limit", "2", home=home)
    (folder,) = (home / "evaluations").iterdir()
    assert f"Kept in {folder}, as a page in report.html" in asked.out
    summary = json.loads((folder / "report.json").read_text())
    jsonschema.validate(summary, json.loads((ROOT / "docs" / "report.schema.json").read_text()))
    assert summary["asked"] == 2
    shown = footnoted("eval", "report", folder, "--format", "json", home=home).json
    assert shown["metrics"] == summary["metrics"]
    for case in shown["cases"]:
        for note in case["notes"]:
            assert note["before"] + note["after"]
            assert note["end"] - note["start"] == len(note["quote"])
    told = footnoted("eval", "history", home=home)
    assert folder.name in told.out


def test_a_report_is_written_as_its_file_is_named(footnoted: Footnoted, tmp_path: Path) -> None:
    old, new = run(tmp_path / "old", many(9)), run(tmp_path / "new", many(9))
    for name, begins in (("a.md", "### ✓"), ("a.html", "<!doctype html>"), ("a.json", "{")):
        out = tmp_path / name
        footnoted("eval", "report", new, "--against", old, "--out", out)
        assert out.read_text().startswith(begins)
    assert not (new / "report.html").exists()
    done = footnoted("eval", "report", new)
    assert done.out == f"Written to {new / 'report.html'}\n"
    assert "Held against nothing" in (new / "report.html").read_text()
    assert footnoted("eval", "report", new, "--format", "markdown").out.startswith("### ·")


def test_errors_are_sentences(footnoted: Footnoted, tmp_path: Path) -> None:
    new = run(tmp_path / "new", many(2))
    for arguments, told in (
        (["report", tmp_path / "none"], "is no run and no baseline"),
        (["report", new, "--out", tmp_path / "no" / "a.md"], "there is no folder"),
        (["report", new, "--against", tmp_path / "none"], "is no run and no baseline"),
        (["history"], "There is no run"),
        (["history", new, "--metric", "speed"], "There is no metric 'speed'"),
    ):
        done = footnoted("eval", *arguments, code=2)
        assert done.err.startswith("Error: ")
        assert told in " ".join(done.err.split())


def test_the_history_is_a_table_an_object_and_a_page(footnoted: Footnoted, tmp_path: Path) -> None:
    run(tmp_path / "runs" / "one", many(4))
    run(tmp_path / "runs" / "two", many(4), ended="2026-02-01T01:00:00+00:00")
    (tmp_path / "runs" / "three").mkdir()
    (tmp_path / "runs" / "three" / "run.json").write_text("{}")
    done = footnoted("eval", "history", tmp_path / "runs")
    assert "Left out: " in done.err
    assert done.out.index("one") < done.out.index("two")
    page = tmp_path / "history.html"
    shown = footnoted("eval", "history", tmp_path / "runs", "--out", page, "--json").json
    assert [one["name"] for one in shown["runs"]] == ["one", "two"]
    assert "<svg" in page.read_text()

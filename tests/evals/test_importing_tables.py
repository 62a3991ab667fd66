"""Tables of cases, as spreadsheets write them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evals.cases.errors import ImportingError
from evals.cases.importing.shapes import imported

TEXT = "The mill burned.\n\nIt burned\u2028on Sunday.\x0bNobody was hurt."


def table(folder: Path, context: str) -> Path:
    file = folder / "cases.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(("question", "quote", "context"))
        rows.writerow(("When did it burn?", "on Sunday", context))
        rows.writerow(("Who burned it?", "", ""))
    return file


def test_lines_within_a_cell_stay_lines(tmp_path: Path) -> None:
    found = imported("csv", table(tmp_path, TEXT))
    (document,) = found.documents
    assert document.text.startswith("The mill burned.\n\nIt burned")
    (gold,) = found.cases[0].gold
    assert document.text[gold.start : gold.end] == "on Sunday"
    assert [case.id for case in found.cases] == ["row-4", "row-5"]


def test_a_cell_that_is_too_long_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportingError, match=r"cases\.csv:\d+ cannot be read: field larger"):
        imported("csv", table(tmp_path, "x" * 200_000))

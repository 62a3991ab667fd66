"""A report beside the run it is of: the page, and its summary for whoever lists reports."""

from __future__ import annotations

from pathlib import Path

from evals.reporting.html import report_html
from evals.reporting.report import Report
from evals.reporting.shape import summary_json
from ui.terminal import json_text, write_file

PAGE, SUMMARY = "report.html", "report.json"


def keep(report: Report, folder: Path) -> Path:
    """Write page and summary into a folder and return the page. Raises RequestError."""
    write_file(folder / PAGE, report_html(report))
    write_file(folder / SUMMARY, json_text(summary_json(report)))
    return folder / PAGE

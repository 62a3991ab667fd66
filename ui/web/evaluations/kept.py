"""The reports below a home: each a folder with a page and a summary, written by the evaluation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

FOLDER, PAGE, SUMMARY = "evaluations", "report.html", "report.json"
_NAME = re.compile(r"[^\W_][\w .@+-]{0,99}")
Outcome = Literal["pass", "fail", "inconclusive"]


class Figure(BaseModel):
    """A metric over all cases, with its interval where it has one."""

    name: str
    value: float
    low: float | None
    high: float | None


class Against(BaseModel):
    """What a run was held against; without an outcome where it cannot be."""

    name: str
    outcome: Outcome | None


class Judge(BaseModel):
    """What judged the statements."""

    kind: Literal["wording", "model", "none"]


class Summary(BaseModel):
    """What is listed of a report (`docs/report.schema.json` has all of it)."""

    schema_: Literal[1]
    ended: str
    asked: int
    judge: Judge
    metrics: tuple[Figure, ...]
    against: Against | None

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The metrics by name."""
        return {one.name: one for one in self.metrics}


@dataclass(frozen=True)
class Reported:
    """A report by its name; `summary` is None where it cannot be read."""

    name: str
    summary: Summary | None

    @property
    def ended(self) -> str:
        """When its run ended; nothing where that is not known."""
        return self.summary.ended if self.summary else ""


def reports(home: Path) -> list[Reported]:
    """Return what there is, the latest first and what cannot be read last."""
    folder = home / FOLDER
    if not folder.is_dir():
        return []
    found = [
        Reported(each.name, _summary(each / SUMMARY))
        for each in folder.iterdir()
        if page_of(home, each.name)
    ]
    return sorted(found, key=lambda one: (one.ended, one.name), reverse=True)


def page_of(home: Path, name: str) -> Path | None:
    """Return the page of a report; None where there is none."""
    if not _NAME.fullmatch(name):
        return None
    page = home / FOLDER / name / PAGE
    return page if page.is_file() else None


def _summary(path: Path) -> Summary | None:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        return Summary.model_validate({**found, "schema_": found["schema"]})
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None

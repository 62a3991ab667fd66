"""A report's values: a run with all its cases and, where wanted, what it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals.comparing.compare import Compared, compared
from evals.comparing.gate import held_against
from evals.comparing.margins import MARGINS
from evals.comparing.page import reason
from evals.comparing.recorded import Recorded, recorded
from evals.running.errors import EvaluationError, NotARun
from evals.running.store import HEAD, read_lines
from evals.statistics.decision import Outcome


@dataclass(frozen=True)
class Against:
    """What a run became against another; `outcome` is the gate's, None where it cannot be held.

    `why` is the reason of either.
    """

    found: Compared
    outcome: Outcome | None
    why: str


@dataclass(frozen=True)
class Report:
    """A run; `rows` are its lines, in order. Without `against` it stands alone.

    `home` is where it is kept what models reached as judges, if that is known.
    """

    run: Recorded
    rows: list[dict[str, Any]]
    against: Against | None = None
    home: Path | None = None

    @property
    def outcome(self) -> Outcome | None:
        """The gate's outcome; None where nothing was held against."""
        return self.against.outcome if self.against else None


def report_of(
    run: Path,
    other: Path | None = None,
    margins: Mapping[str, float] = MARGINS,
    home: Path | None = None,
) -> Report:
    """Return the report of a run's folder, held against another run or a baseline.

    Raises NotARun, EvaluationError where they have no case in common.
    """
    if run.is_file() and run.name != HEAD:
        raise NotARun(f"{run} is no folder of a run: a baseline has no answers to report.")
    folder = run.parent if run.name == HEAD else run
    found = _named(recorded(folder), folder)
    rows = read_lines(folder)
    if other is None:
        return Report(found, rows, home=home)
    return Report(found, rows, _against(_named(recorded(other), other), found, margins), home)


def _named(found: Recorded, path: Path) -> Recorded:
    """Return it under a name that says nothing of the machine."""
    whole = path.resolve()
    return replace(found, name=(whole.parent if whole.name == HEAD else whole).name)


def _against(old: Recorded, new: Recorded, margins: Mapping[str, float]) -> Against:
    try:
        found = held_against(old, new, margins)
    except EvaluationError as error:
        return Against(compared(old, new, margins), None, str(error))
    return Against(found, found.decision, reason(found))

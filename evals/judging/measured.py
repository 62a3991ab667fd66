"""What a model reached as a judge on human labels, kept in the home for reports of its runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.judging.scoring import Figure, Score

SCHEMA = 1


def keep(home: Path, found: Iterable[tuple[str, Score]]) -> None:
    """Keep what a judge reached on each set, by its name; a set measured before is replaced.

    What was not judged at all is left out. Raises RequestError where it cannot be written.
    """
    from ui.terminal import json_text, write_file

    for of, score in found:
        if not score.judged:
            continue
        file = _file(home, score.by)
        file.parent.mkdir(parents=True, exist_ok=True)
        others = [one for one in measured(home, score.by) if one["set"] != of]
        sets = [*others, standing_of(of, score)]
        write_file(file, json_text({"schema": SCHEMA, "name": score.by, "sets": sets}))


def measured(home: Path, judge: str) -> list[dict[str, Any]]:
    """Return what the judge of that name reached, a row a set; nothing where it is not known."""
    try:
        kept = json.loads(_file(home, judge).read_text(encoding="utf-8"))
        return list(kept["sets"]) if kept["schema"] == SCHEMA else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def standing_of(of: str, score: Score, *, fitted_on: bool = False) -> dict[str, Any]:
    """Return what reports state of a judge on one set."""
    return {
        "set": of,
        "fitted_on": fitted_on,
        "statements": score.statements,
        "balanced_accuracy": _figure(score.figures["balanced_accuracy"]),
        "auc": _figure(score.figures["auc"]),
    }


def _figure(figure: Figure | None) -> dict[str, float | None] | None:
    return None if figure is None else asdict(figure)


def _file(home: Path, judge: str) -> Path:
    name = hashlib.sha256(judge.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return home / "evaluations" / "judges" / f"{name}.json"

"""Runs over time, told apart where their numbers cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.comparing.recorded import Outcome, Recorded, recorded
from evals.metrics.registry import METRICS
from evals.running.errors import EvaluationError, NotARun
from evals.running.store import HEAD
from evals.running.summary import summary
from ui.counting import counted

USUAL = ("citation_recall", "faithfulness", "right", "over_refusal")
"""The metrics that are shown where none is named."""
_WHAT = ("cases", "documents", "judge", "system")


@dataclass(frozen=True)
class Point:
    """One run: when it ended, its metrics as in its head, and which series it belongs to.

    `other` names what is not as in the run before; then it begins or goes on with another series.
    `code` and `settings` are digests.
    """

    name: str
    ended: str | None
    cases: int
    metrics: Mapping[str, Mapping[str, Any]]
    series: int
    other: tuple[str, ...]
    code: str
    settings: str


@dataclass(frozen=True)
class History:
    """Runs in order of time; `series` says of each what it is of, `left` what could not be read."""

    points: tuple[Point, ...]
    series: tuple[str, ...]
    left: tuple[str, ...]


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """Return the metrics to show. Raises EvaluationError for one there is none of."""
    for name in names:
        if name not in METRICS:
            raise EvaluationError(f"There is no metric {name!r}: one of {', '.join(METRICS)}.")
    return tuple(names) or USUAL


def history_of(paths: Iterable[Path]) -> History:
    """Return the history of runs, baselines and folders of runs.

    In a folder of runs, what cannot be read or has not ended is left out. Raises NotARun for one
    that was named itself, EvaluationError where there is none at all.
    """
    runs: list[Recorded] = []
    left: list[str] = []
    for path in paths:
        if not path.exists() or path.is_file() or (path / HEAD).exists():
            runs.append(_read(path))
            continue
        for each in sorted(path.iterdir()):
            if (each / HEAD).exists() or each.suffix == ".jsonl":
                try:
                    runs.append(_read(each))
                except NotARun as error:
                    left.append(str(error))
    if not runs:
        raise EvaluationError(
            "There is no run that has ended: make one with `footnoted eval run`, or name where "
            "they are kept."
        )
    runs.sort(key=lambda run: run.head.get("ended") or "")
    return _history(runs, tuple(left))


def _read(path: Path) -> Recorded:
    if not path.exists():
        raise NotARun(f"There is no run at {path}.")
    found = recorded(path)
    return Recorded(path.resolve().name, found.head, found.outcomes)


def _history(runs: Sequence[Recorded], left: tuple[str, ...]) -> History:
    points: list[Point] = []
    known: dict[tuple[object, ...], int] = {}
    said: list[str] = []
    before: tuple[object, ...] | None = None
    for run in runs:
        key = _key(run)
        if key not in known:
            known[key] = len(known)
            said.append(_told(run))
        points.append(_point(run, known[key], tuple(_other(before, key))))
        before = key
    return History(tuple(points), tuple(said), left)


def _key(run: Recorded) -> tuple[object, ...]:
    """Return what must be the same for two runs to be comparable, in the order of `_WHAT`."""
    cases = frozenset((case, outcome.hash) for case, outcome in run.outcomes.items())
    head = run.head
    return cases, head["library"]["content"], head["judge"]["name"], head["system"]


def _other(before: tuple[object, ...] | None, key: tuple[object, ...]) -> Iterator[str]:
    if before is not None:
        yield from (what for what, old, new in zip(_WHAT, before, key, strict=True) if old != new)


def _told(run: Recorded) -> str:
    library, judge = run.head["library"], run.head["judge"]["name"] or "none"
    return (
        f"{counted(len(run.outcomes), 'case')} of {counted(library['documents'], 'document')} "
        f"({library['content']}), {run.head['system']}, judge: {judge}"
    )


def _point(run: Recorded, series: int, other: tuple[str, ...]) -> Point:
    head = run.head
    found = head.get("metrics") or summary([_row(each) for each in run.outcomes.values()])
    return Point(
        run.name, head.get("ended"), len(run.outcomes), found, series, other, head["code"],
        head["fingerprint"],
    )  # fmt: skip


def _row(outcome: Outcome) -> dict[str, Any]:
    """Return what a summary needs of a case of a baseline, which has no times."""
    return {"scores": outcome.scores, "timing": {}, "group": outcome.group}

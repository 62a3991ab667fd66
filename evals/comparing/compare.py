"""Two runs over the same cases: each metric's difference, and the cases that moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evals.comparing.changes import Change, changes
from evals.comparing.recorded import Outcome, Recorded, same
from evals.metrics.registry import METRICS, Metric, Together
from evals.metrics.sample import Score
from evals.running.errors import EvaluationError
from evals.running.summary import GROUPS
from evals.statistics.decision import Comparison, Measured, compare
from evals.statistics.decision import Outcome as Decision
from evals.statistics.paired import Pairs, paired

MARGIN = 0.05
"""The largest loss of a metric that does not matter, where none is given."""
EXACT = ("quote_exactness", "errors")
"""Metrics of which any loss matters."""


@dataclass(frozen=True)
class Moved:
    """A case that came to something else, and the metrics on which it lost or gained."""

    old: Outcome
    new: Outcome
    worse: tuple[str, ...]
    better: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """All that two runs tell of each other; `cases` are those in both, unchanged themselves."""

    old: Recorded
    new: Recorded
    cases: int
    metrics: tuple[Comparison, ...]
    moved: tuple[Moved, ...]
    changes: tuple[Change, ...]

    @property
    def decision(self) -> Decision:
        """The worst of all metrics."""
        from evals.statistics.decision import overall

        return overall(self.metrics)

    @property
    def identical(self) -> bool:
        """Whether every case came to exactly the same."""
        return not self.moved


def compared(old: Recorded, new: Recorded, margins: Mapping[str, float] | None = None) -> Compared:
    """Return what became of every metric and case; a loss within the judge's noise is none yet.

    Raises EvaluationError where the runs have no case in common.
    """
    shared = [
        case
        for case, outcome in old.outcomes.items()
        if case in new.outcomes and new.outcomes[case].hash == outcome.hash
    ]
    if not shared:
        raise EvaluationError(f"{old.name} and {new.name} have no case in common.")
    pairs = [(old.outcomes[case], new.outcomes[case]) for case in shared]
    noise = max(_spread(old), _spread(new))
    measured = [
        Measured(
            name,
            found,
            (margins or {}).get(name, 0.0 if name in EXACT else MARGIN),
            noise if METRICS[name].judged else 0.0,
        )
        for name in gated()
        if (found := _pairs(METRICS[name], pairs)) is not None
    ]
    metrics = tuple(_strict(one) for one in compare(measured))
    moved = tuple(_moved(*pair) for pair in pairs if not same(*pair))
    return Compared(old, new, len(shared), metrics, moved, tuple(changes(old, new)))


def gated() -> list[str]:
    """Return the metrics that say whether answers are good, in the order of reports."""
    found = [name for group, names in GROUPS.items() if group != "expense" for name in names]
    return [*found, "errors"]


def _strict(one: Comparison) -> Comparison:
    if one.name in EXACT and one.difference < 0:
        return replace(one, outcome=Decision.FAIL, reason="any loss of this matters")
    return one


def _spread(run: Recorded) -> float:
    """Return the standard deviation of the judge's means; 0 where it was asked once."""
    found = run.head["judge"].get("noise") or {}
    return float(found.get("spread") or 0.0)


def _pairs(metric: Metric, pairs: list[tuple[Outcome, Outcome]]) -> Pairs | None:
    """Return the cases that have the metric in both runs; more is better in what is returned."""
    found = [
        (before, after, old.group)
        for old, new in pairs
        if (before := old.score(metric.name)) and (after := new.score(metric.name))
    ]
    if not found:
        return None
    ratio = metric.together is Together.RATIO
    old_top = [_top(metric, before) for before, _, _ in found]
    new_top = [_top(metric, after) for _, after, _ in found]
    groups = [group for _, _, group in found]
    if not ratio:
        return paired(old_top, new_top, groups)
    old_bottom, new_bottom = [each[0].of for each in found], [each[1].of for each in found]
    if not (sum(old_bottom) and sum(new_bottom)):
        return None
    return paired(old_top, new_top, groups, old_bottom, new_bottom)


def _top(metric: Metric, score: Score) -> float:
    if metric.together is Together.RATIO:
        return score.of - score.got if metric.better == "lower" else score.got
    return 1 - score.value if metric.better == "lower" else score.value


def _moved(old: Outcome, new: Outcome) -> Moved:
    worse: list[str] = []
    better: list[str] = []
    for name in gated():
        before, after = old.score(name), new.score(name)
        if before is None or after is None or before.value == after.value:
            continue
        gained = (after.value > before.value) == (METRICS[name].better == "higher")
        (better if gained else worse).append(name)
    return Moved(old, new, tuple(worse), tuple(better))

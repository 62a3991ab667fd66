"""Two runs over the same cases: each metric's difference, and the cases that moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evals.comparing.changes import Change, changes
from evals.comparing.margins import EXACT, MARGINS
from evals.comparing.recorded import Outcome, Recorded, same
from evals.metrics.registry import METRICS, Metric, Together
from evals.metrics.sample import Score
from evals.running.errors import EvaluationError
from evals.statistics.decision import Comparison, Measured, compare, overall
from evals.statistics.decision import Outcome as Decision
from evals.statistics.paired import Pairs, paired

OF_SENTENCES = ("citation_recall", "citation_precision", "citation_f1", "faithfulness")
"""Metrics that hold for whatever is said, also where the other run said nothing."""
_NOTHING = Score(0.0, 0.0)


@dataclass(frozen=True)
class Moved:
    """A case that came to something else, and the metrics on which it lost or gained."""

    old: Outcome
    new: Outcome
    worse: tuple[str, ...]
    better: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """All that two runs tell of each other; `cases` are those in both, unchanged themselves.

    `lacking` are the metrics that too many of the new answers have no score of any more, and how
    many: more than the margin, as a share of those that had one.
    """

    old: Recorded
    new: Recorded
    cases: int
    metrics: tuple[Comparison, ...]
    moved: tuple[Moved, ...]
    changes: tuple[Change, ...]
    lacking: Mapping[str, int] = field(default_factory=dict)

    @property
    def decision(self) -> Decision:
        """The worst of all metrics; what nobody measured any more is no pass."""
        found = overall(self.metrics)
        return Decision.INCONCLUSIVE if found is Decision.PASS and self.lacking else found

    @property
    def identical(self) -> bool:
        """Whether every case came to exactly the same."""
        return not self.moved


def compared(old: Recorded, new: Recorded, margins: Mapping[str, float] = MARGINS) -> Compared:
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
    measured = [
        Measured(
            name,
            found,
            margins[name],
            max(_spread(old, name), _spread(new, name)),
        )
        for name in MARGINS
        if (found := _pairs(METRICS[name], pairs)) is not None
    ]
    metrics = tuple(_strict(one) for one in compare(measured))
    moved = tuple(_moved(*pair) for pair in pairs if not same(*pair))
    lacking = _lacking(pairs, margins)
    return Compared(old, new, len(shared), metrics, moved, tuple(changes(old, new)), lacking)


def _strict(one: Comparison) -> Comparison:
    if one.name in EXACT and -one.difference > one.margin:
        any_loss = f"a loss of more than {one.margin:g}" if one.margin else "any loss"
        return replace(one, outcome=Decision.FAIL, reason=f"{any_loss} of this matters")
    return one


def _lacking(pairs: list[tuple[Outcome, Outcome]], margins: Mapping[str, float]) -> dict[str, int]:
    """Return the metrics that new answers lack: a judge that is silent loses nothing but scores."""
    answered = [(old, new) for old, new in pairs if not new.declined and new.error is None]
    found = {}
    for name in MARGINS:
        had = [new for old, new in answered if old.score(name)]
        lost = sum(new.score(name) is None for new in had)
        if METRICS[name].together is Together.MEAN and lost > margins[name] * len(had):
            found[name] = lost
    return found


def _spread(run: Recorded, metric: str) -> float:
    """Return the standard deviation of a metric by the judge; 0 where it was asked once.

    Runs of before have that of all its verdicts, and none for each metric.
    """
    found = run.head["judge"].get("noise") or {}
    whole = {name: found.get("spread") for name in METRICS if METRICS[name].judged}
    return float(found.get("metrics", whole).get(metric) or 0.0)


def _pairs(metric: Metric, pairs: list[tuple[Outcome, Outcome]]) -> Pairs | None:
    """Return the cases that count for a metric; more is better in what is returned."""
    found = [
        (before, after, old.group)
        for old, new in pairs
        if (before := _share(metric, old, new)) and (after := _share(metric, new, old))
    ]
    old_top, old_bottom = ([each[0][at] for each in found] for at in (0, 1))
    new_top, new_bottom = ([each[1][at] for each in found] for at in (0, 1))
    groups = [group for _, _, group in found]
    if not (sum(old_bottom) and sum(new_bottom)):
        return None
    if set(old_bottom + new_bottom) == {1.0}:
        return paired(old_top, new_top, groups)
    return paired(old_top, new_top, groups, old_bottom, new_bottom)


def _share(metric: Metric, one: Outcome, other: Outcome) -> Score | None:
    """Return what a case adds to a metric in one of two runs; None where it does not count.

    A case counts that has a score in both runs. A ratio, and what is measured of sentences, are
    over what each run did: a case that only one of them declined, or said something to, has its
    share in that one, and nothing in the other. An error, or a judge's silence, is no such share.
    """
    score = one.score(metric.name)
    if score is None:
        did = metric.together is Together.RATIO or (one.declined and metric.name in OF_SENTENCES)
        counts = did and other.score(metric.name) and not (one.error or other.error)
        return _NOTHING if counts else None
    got, of = score if metric.together is Together.RATIO else (score.value, 1.0)
    return Score(of - got if metric.better == "lower" else got, of)


def _moved(old: Outcome, new: Outcome) -> Moved:
    worse: list[str] = []
    better: list[str] = []
    for name in MARGINS:
        before, after = old.score(name), new.score(name)
        if before is None or after is None or before.value == after.value:
            continue
        gained = (after.value > before.value) == (METRICS[name].better == "higher")
        (better if gained else worse).append(name)
    return Moved(old, new, tuple(worse), tuple(better))

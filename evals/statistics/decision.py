"""Pass, fail, or not enough to tell: what a gate makes of two runs over the same cases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals.statistics.correction import holm
from evals.statistics.exact import chance
from evals.statistics.interval import Interval
from evals.statistics.paired import Pairs, difference_interval
from evals.statistics.power import smallest_loss

LEVEL = 0.05
_TWO_RUNS = 2 * math.sqrt(2)


class Outcome(StrEnum):
    """What is known: no loss that matters, a loss, or neither."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Measured:
    """One metric over the pairs of two runs, and the largest loss that does not matter.

    `pairs` are such that more is better: a metric of which less is better is negated. `noise` is
    the standard deviation of the metric over repeated runs, where a judge took part that does not
    always say the same.
    """

    name: str
    pairs: Pairs
    margin: float
    noise: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """What two runs tell of one metric.

    `chance` is the one-sided p-value of a loss, `corrected` the same for all metrics together;
    `smallest` is the smallest loss that so many cases would most likely show.
    """

    name: str
    cases: int
    changed: int
    old: float
    new: float
    difference: float
    interval: Interval
    chance: float
    corrected: float
    smallest: float
    margin: float
    outcome: Outcome
    reason: str


def compare(metrics: Sequence[Measured], level: float = LEVEL) -> list[Comparison]:
    """Return what is known of each metric, corrected over all of them, in their order.

    Identical cases are no loss, whatever the intervals say. Names must differ.
    """
    chances = {one.name: chance(one.pairs, "less") for one in metrics}
    if len(chances) != len(metrics):
        raise ValueError("Two metrics have the same name.")
    corrected = holm(chances)
    return [
        _compared(one, chances[one.name], corrected[one.name], len(metrics), level)
        for one in metrics
    ]


def overall(comparisons: Sequence[Comparison]) -> Outcome:
    """Return the worst of all metrics: one that fails fails the whole."""
    outcomes = {one.outcome for one in comparisons}
    for outcome in (Outcome.FAIL, Outcome.INCONCLUSIVE):
        if outcome in outcomes:
            return outcome
    return Outcome.PASS


def _compared(
    one: Measured, found: float, corrected: float, metrics: int, level: float
) -> Comparison:
    pairs, where = one.pairs, difference_interval(one.pairs)
    outcome, reason = _decided(one, where, corrected, level)
    return Comparison(
        name=one.name,
        cases=pairs.cases,
        changed=pairs.changed,
        old=pairs.old,
        new=pairs.new,
        difference=pairs.difference,
        interval=where,
        chance=found,
        corrected=corrected,
        smallest=smallest_loss(pairs, metrics, level),
        margin=one.margin,
        outcome=outcome,
        reason=reason,
    )


def _decided(one: Measured, where: Interval, corrected: float, level: float) -> tuple[Outcome, str]:
    loss, floor = -one.pairs.difference, _TWO_RUNS * one.noise
    if not one.pairs.changed:
        return Outcome.PASS, "every case scores as before"
    if corrected <= level and loss > 0:
        if loss <= floor:
            return Outcome.INCONCLUSIVE, "the loss is within what the judge differs from itself"
        return Outcome.FAIL, f"worse, and not by chance (p = {corrected:.2g}, corrected)"
    if not one.margin and loss <= 0:
        # No number of cases could exclude any loss at all.
        return Outcome.PASS, "nothing was lost"
    if where.low - floor > -one.margin:
        return Outcome.PASS, f"a loss of more than {one.margin:g} can be excluded"
    return Outcome.INCONCLUSIVE, f"a loss of more than {one.margin:g} cannot be excluded"

"""Hold the statistics of the evaluation against simulated runs whose truth is known.

    python benchmarks/simulation.py [--runs 2000] [--only coverage|gate|power]

Coverage: how often a 95 % interval holds the truth, for one run and for the difference of two.
Gate: how often a gate over eight metrics that moved by chance alone fails. Power: how often it
finds a loss, and how often the loss that `smallest_loss` names. One line of JSON each.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.statistics.decision import Measured, Outcome, compare, overall
from evals.statistics.interval import Interval, interval
from evals.statistics.paired import difference_interval, paired
from evals.statistics.power import smallest_loss

Random = np.random.Generator
Values = np.ndarray
SIZES = (50, 150)
METRICS = 8


@dataclass(frozen=True)
class Population:
    """What cases are drawn from: `draw` answers them anew; `truth` is the mean of all."""

    draw: Callable[[], Values]
    truth: float
    groups: list[str] | None = None


def binary(random: Random, n: int) -> Population:
    """Return scores of 0 and 1 whose share is drawn anew from 0.6 to 0.97."""
    share = float(random.uniform(0.6, 0.97))
    return Population(lambda: (random.random(n) < share).astype(float), share)


def skewed(random: Random, n: int) -> Population:
    """Return waiting times: exponential, with a long tail."""
    return Population(lambda: random.exponential(1.0, n), 1.0)


def crowded(random: Random, n: int) -> Population:
    """Return shares that pile up at 1, as recall does: 60 % are 1, the others spread out."""
    return Population(
        lambda: np.where(random.random(n) < 0.6, 1.0, random.beta(2, 2, n)), 0.6 + 0.4 * 0.5
    )


def clustered(random: Random, n: int) -> Population:
    """Return scores of 0 and 1 of groups of one to four cases that share their difficulty."""
    groups = _groups(random, n)
    share = random.beta(4, 1.5, n)[groups]
    return Population(
        lambda: (random.random(n) < share).astype(float), 4 / 5.5, [str(g) for g in groups]
    )


def clustered_skewed(random: Random, n: int) -> Population:
    """Return waiting times of such groups, half of each time that of its group."""
    groups = _groups(random, n)
    shared = random.exponential(1.0, n)[groups]
    return Population(
        lambda: 0.5 * shared + 0.5 * random.exponential(1.0, n), 1.0, [str(g) for g in groups]
    )


KINDS = (binary, skewed, crowded, clustered, clustered_skewed)


def _groups(random: Random, n: int) -> Values:
    sizes = random.integers(1, 5, n)
    return np.repeat(np.arange(n), sizes)[:n]


def twice(
    random: Random, of: Population, loss: float = 0.0, changed: float = 0.1
) -> tuple[Values, Values]:
    """Return the scores of two runs: the second answers a share of the cases anew.

    On top of that, a share `loss` of the cases scores 0.
    """
    values = of.draw()
    new = np.where(random.random(len(values)) < changed, of.draw(), values)
    return values, np.where(random.random(len(values)) < loss, 0.0, new)


Kind = Callable[[Random, int], Population]


def coverage(runs: int) -> Iterator[dict[str, Any]]:
    """Yield how often intervals hold the truth, a row a kind of scores and number of cases."""
    for kind in KINDS:
        for n in SIZES:
            yield {"interval": "one run", "scores": kind.__name__, "n": n, **one_run(runs, n, kind)}
    for kind in (binary, crowded, skewed, clustered):
        for n in SIZES:
            held = difference(runs, n, kind)
            yield {"interval": "difference", "scores": kind.__name__, "n": n, **held}


def one_run(runs: int, n: int, kind: Kind) -> dict[str, float]:
    """Return how often the interval of a run over n cases holds the truth, or lies beside it."""

    def once(random: Random) -> tuple[Interval, float]:
        of = kind(random, n)
        return interval(of.draw(), groups=of.groups), of.truth

    return _held(runs, n, once)


def difference(runs: int, n: int, kind: Kind) -> dict[str, float]:
    """Return the same of the difference of two runs, of which the second loses."""

    def once(random: Random) -> tuple[Interval, float]:
        of = kind(random, n)
        old, new = twice(random, of, loss=0.05)
        return difference_interval(paired(old, new, of.groups)), -0.05 * of.truth

    return _held(runs, n, once)


def _held(runs: int, n: int, once: Callable[[Random], tuple[Interval, float]]) -> dict[str, float]:
    below = above = width = 0.0
    for run in range(runs):
        found, truth = once(np.random.default_rng([7, n, run]))
        below += found.high < truth
        above += found.low > truth
        width += found.high - found.low
    return {
        "covered": round(1 - (below + above) / runs, 4),
        "too_low": round(below / runs, 4),
        "too_high": round(above / runs, 4),
        "width": round(width / runs, 3),
    }


def metrics(random: Random, n: int, loss: float = 0.0, changed: float = 0.1) -> list[Measured]:
    """Return eight metrics of two runs over the same cases; the first loses, the others do not."""
    kinds = (binary, crowded, binary, crowded, skewed, clustered, crowded, clustered)
    found = []
    for place, kind in enumerate(kinds):
        of = kind(random, n)
        old, new = twice(random, of, loss if place == 0 else 0.0, changed)
        found.append(Measured(f"{place} {kind.__name__}", paired(old, new, of.groups), 0.05))
    return found


def gate(runs: int) -> Iterator[dict[str, Any]]:
    """Yield how often a gate over eight metrics that only moved by chance fails."""
    for n in SIZES:
        for changed in (0.1, 0.3):
            ends = dict.fromkeys(Outcome, 0)
            for run in range(runs):
                random = np.random.default_rng([8, n, run])
                ends[overall(compare(metrics(random, n, changed=changed)))] += 1
            shares = {outcome.value: round(count / runs, 4) for outcome, count in ends.items()}
            yield {"gate": "no loss", "n": n, "changed": changed, **shares}


def power(runs: int) -> Iterator[dict[str, Any]]:
    """Yield how often losses of the first of eight metrics are found, by their size."""
    for n in SIZES:
        for loss in (0.05, 0.1, 0.15, 0.2):
            ends = dict.fromkeys(Outcome, 0)
            named = 0.0
            for run in range(runs):
                random = np.random.default_rng([9, n, run])
                measured = metrics(random, n, loss, changed=0.05)
                first, *_ = compare(measured)
                named += smallest_loss(measured[0].pairs, METRICS)
                ends[first.outcome] += 1
            shares = {outcome.value: round(count / runs, 4) for outcome, count in ends.items()}
            mean = {"smallest_loss": round(named / runs, 3)}
            yield {"gate": "binary metric loses", "n": n, "loss_of_cases": loss, **shares, **mean}


PARTS = {"coverage": coverage, "gate": gate, "power": power}


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--only", choices=PARTS)
    args = parser.parse_args()
    for name, part in PARTS.items():
        if args.only in (None, name):
            for row in part(args.runs):
                print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()

"""A judge held against what people found: how well it tells supported from unsupported."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.judging.judgement import Judge, Judgement
from evals.judging.labelled import Labelled
from evals.statistics.bootstrap import draws

Floats = npt.NDArray[np.float64]
FIGURES = ("balanced_accuracy", "auc", "kappa", "precision", "recall")
_ENDS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure and its 95 % interval, by drawing whole groups; no ends where none can be drawn."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Score:
    """What one judge reached on one set.

    `judged` is the share of statements it gave a verdict on, `scored` that with a score. A figure
    is None where it is not defined: no verdicts, or none of one kind. AUC goes by the scores, the
    others by the verdicts, each over the statements that have one.
    """

    by: str
    statements: int
    groups: int
    supported: float
    judged: float
    scored: float
    figures: Mapping[str, Figure | None]


def judged(judge: Judge, rows: Sequence[Labelled], at_once: int = 1) -> list[Judgement]:
    """Return what a judge says of each, in order; it sees statement and evidence alone."""

    def one(row: Labelled) -> Judgement:
        return judge.judge(row.statement, row.evidence)

    if at_once == 1:
        return [one(row) for row in rows]
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, rows))


def score(by: str, rows: Sequence[Labelled], said: Sequence[Judgement]) -> Score:
    """Return how a judge's judgements compare with the labels; at least one row.

    The interval of each figure is that of 2,000 drawings of groups (percentile bootstrap); one
    group alone gives none.
    """
    names = sorted({row.group for row in rows})
    place = {name: at for at, name in enumerate(names)}
    of = np.array([place[row.group] for row in rows])
    labels = np.array([row.supported for row in rows])
    verdicts = np.array([0 if one.supported is None else 1 + one.supported for one in said])
    scores = np.array([math.nan if one.score is None else one.score for one in said])
    drawn = [*draws(len(names))] if len(names) > 1 else []
    weights = np.concatenate([np.ones((1, len(names))), *drawn])
    found = {**_by_verdict(weights, of, labels, verdicts), "auc": _auc(weights, of, labels, scores)}
    return Score(
        by=by,
        statements=len(rows),
        groups=len(names),
        supported=float(labels.mean()),
        judged=float((verdicts > 0).mean()),
        scored=float((~np.isnan(scores)).mean()),
        figures={name: _figure(found[name]) for name in FIGURES},
    )


def _figure(values: Floats) -> Figure | None:
    """Return the first value, and where the others lie; drawings without one are left out."""
    if math.isnan(values[0]):
        return None
    usable = values[1:][~np.isnan(values[1:])]
    if not len(usable):
        return Figure(float(values[0]), None, None)
    low, high = np.quantile(usable, _ENDS)
    return Figure(float(values[0]), float(low), float(high))


def _by_verdict(
    weights: Floats,
    of: npt.NDArray[np.int64],
    labels: npt.NDArray[np.bool_],
    verdicts: npt.NDArray[np.int64],
) -> dict[str, Floats]:
    """Return the figures of verdicts, float64 [drawings]; nan where they are not defined."""
    cells = np.zeros((weights.shape[1], 4))
    for cell, (label, verdict) in enumerate(((True, 2), (True, 1), (False, 2), (False, 1))):
        np.add.at(cells[:, cell], of[(labels == label) & (verdicts == verdict)], 1)
    hit, missed, alarm, right = (weights @ cells).T
    whole = hit + missed + alarm + right
    with np.errstate(divide="ignore", invalid="ignore"):
        recall, rejected = hit / (hit + missed), right / (right + alarm)
        agreed = (hit + right) / whole
        expected = (hit + missed) * (hit + alarm) + (alarm + right) * (missed + right)
        by_chance = expected / whole**2
        return {
            "balanced_accuracy": (recall + rejected) / 2,
            "kappa": np.where(by_chance < 1, (agreed - by_chance) / (1 - by_chance), math.nan),
            "precision": hit / (hit + alarm),
            "recall": recall,
        }


def _auc(
    weights: Floats, of: npt.NDArray[np.int64], found: npt.NDArray[np.bool_], scores: Floats
) -> Floats:
    """Return the chance that a supported statement scores above an unsupported one, ties half."""
    scored = ~np.isnan(scores)
    if not scored.any():
        return np.full(len(weights), math.nan)
    values, rank = np.unique(scores[scored], return_inverse=True)
    of, labels = of[scored], found[scored].astype(float)
    areas = np.empty(len(weights))
    for drawing, counts in enumerate(weights):
        drawn = counts[of]
        good = np.bincount(rank, drawn * labels, len(values))
        bad = np.bincount(rank, drawn * (1 - labels), len(values))
        below = np.cumsum(bad) - bad / 2
        pairs = good.sum() * bad.sum()
        areas[drawing] = (good @ below) / pairs if pairs else math.nan
    return areas

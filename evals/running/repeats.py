"""The judge asked the same again: what it said each time, and how far the scores differ by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from evals.metrics.registry import METRICS
from evals.metrics.sample import Sample, Score, TextOf
from evals.running.versions import digest
from evals.statistics.noise import noise, spread

if TYPE_CHECKING:
    from evals.cases.case import Placed
    from evals.response import Response
    from evals.running.judging import Memory

REPEATS = "rejudged"
"""Where the line of a case has what the judge said each time, if it was asked again."""
_JUDGED = {name: metric for name, metric in METRICS.items() if metric.judged}


@dataclass
class Heard:
    """A judge, and what it said here: by a digest of what it was asked."""

    memory: Memory
    said: dict[str, bool | None] = field(default_factory=dict)

    def __call__(self, statement: str, evidence: Sequence[str]) -> bool | None:
        """Tell what the judge does."""
        found = self.memory(statement, evidence)
        self.said[digest([statement, *evidence])] = found
        return found


def rejudged(
    placed: Placed, response: Response, memories: Sequence[Memory], text_of: TextOf
) -> dict[str, Any]:
    """Return what each of the judge's turns said of a case, and the scores of each."""
    heard = [Heard(memory) for memory in memories]
    scores = [_scores(placed, response, one, text_of) for one in heard]
    asked = sorted({key for one in heard for key in one.said})
    return {"asked": {key: [one.said.get(key) for one in heard] for key in asked}, "scores": scores}


def _scores(
    placed: Placed, response: Response, judge: Heard, text_of: TextOf
) -> dict[str, list[float]]:
    understands = judge if judge.memory.understands else None
    sample = Sample(placed, response, judge, text_of, understands)
    found = {name: metric.of(sample) for name, metric in _JUDGED.items()}
    return {
        name: [round(score.got, 9), round(score.of, 9)]
        for name, score in found.items()
        if score is not None
    }


def turns(row: Mapping[str, Any]) -> int:
    """Return how often the judge judged a case."""
    return len(row[REPEATS]["scores"]) if REPEATS in row else 1


def noise_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return how much the judge differs from itself, and each metric by it; errors have no part.

    None unless it judged every answer at least twice.
    """
    answered = [row for row in rows if row["error"] is None]
    times = min(map(turns, answered), default=1)
    if times < 2:
        return None
    told = [row[REPEATS] for row in answered]
    asked = {key: said for one in told for key, said in one["asked"].items()}
    found = noise([[said[turn] for said in asked.values()] for turn in range(times)])
    runs = [[one["scores"][turn] for one in told] for turn in range(times)]
    spreads = {name: spread([_value(name, run) for run in runs]) for name in _JUDGED}
    return {**asdict(found), "metrics": {k: v for k, v in spreads.items() if v is not None}}


def _value(name: str, run: Sequence[Mapping[str, Sequence[float]]]) -> float | None:
    return METRICS[name].aggregate(Score(*each[name]) for each in run if name in each)

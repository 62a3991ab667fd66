"""What the judges that ship reached on human labels, for every report to state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from evals.judging.scoring import FIGURES, Figure, Score

_MEASURED = "measured.json"
_ABOUT = {
    "minimal-pairs": "; made to mislead what compares words: the false claim has the source's own,"
    " the true one is reworded"
}
"""What a reader must know of a set to understand its figure."""


@dataclass(frozen=True)
class Standing:
    """One judge on one set of human labels; on a set it was fitted on, held out by fifths."""

    of: str
    fitted_on: bool
    score: Score


@dataclass(frozen=True)
class Standings:
    """All that was measured: when, with which version of the wording check, in order.

    `probe` is what each judge said then of the pairs of `evals.judging.probe`.
    """

    date: str
    version: str
    all: tuple[Standing, ...]
    probe: Mapping[str, tuple[float | None, ...]]

    def sentence(self, judge: str) -> str:
        """Return in a sentence what a judge reached; `judge` is `wording` or `verifier`."""
        told = [
            f"{one.of} {_short(auc.value)} (n = {one.score.statements:,}{_ABOUT.get(one.of, '')})"
            for one in self.all
            if one.score.by == judge and (auc := one.score.figures["auc"]) is not None
        ]
        return f"AUC on human labels, measured {self.date}: {', '.join(told)}."


@cache
def standings() -> Standings:
    """Return what `benchmarks/calibrate_judge.py` last measured."""
    text = files("evals").joinpath("judging", "data", _MEASURED).read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    probe = {judge: tuple(said) for judge, said in data["probe"].items()}
    return Standings(data["date"], data["wording"], tuple(map(_standing, data["scores"])), probe)


def _standing(row: Mapping[str, Any]) -> Standing:
    figures = {
        name: Figure(**figure) if (figure := row["figures"][name]) else None for name in FIGURES
    }
    names = ("by", "statements", "groups", "supported", "judged", "scored")
    score = Score(**{name: row[name] for name in names}, figures=figures)
    return Standing(row["set"], row["fitted_on"], score)


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")

"""The judge without a model: a wording check, not a verdict.

It tells how far a statement's words are matched by its evidence, by logistic regression over seven
measures. That goes with support on human labels; of two statements that differ in one decisive word
it cannot tell the true one (`docs/judge.md`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.judging.judgement import Judgement, absent
from evals.judging.measures import NAMES, Measured, measure
from evals.judging.reader import TokenReader
from vectorstore.errors import EmbeddingError

NAME = "wording check"
_WEIGHTS = "wording.json"
_EVEN = 0.5
_MOST_NAMED = 3


@dataclass(frozen=True)
class Weights:
    """A fitted logistic regression over NAMES: `slopes` float64 [7], and the intercept."""

    version: str
    intercept: float
    slopes: npt.NDArray[np.float64]

    def chance(self, row: npt.NDArray[np.float64]) -> float:
        """Return the chance of support, given even odds."""
        return 1.0 / (1.0 + math.exp(-self.intercept - float(self.slopes @ row)))


class WordingJudge:
    """Holds statements against their evidence by their words. Safe to share between threads."""

    def __init__(self, reader: TokenReader | None = None) -> None:
        """Read the weights; the local model is loaded with the first statement."""
        self._reader = reader or TokenReader()
        self._weights = weights()
        self.name = f"{NAME} {self._weights.version}"

    def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
        """Return how far the words are matched; "supported" from even odds on."""
        if not any(text.strip() for text in evidence):
            return Judgement(0.0, False, "words not matched", self.name, "There is no evidence.")
        try:
            found = measure(self._reader, statement, evidence)
        except EmbeddingError as error:
            return absent(self.name, f"Not judged: {error}")
        if found is None:
            return absent(self.name, "Not judged: there are no words to compare.")
        chance = self._weights.chance(found.row)
        label = "words matched" if chance >= _EVEN else "words not matched"
        return Judgement(chance, chance >= _EVEN, label, self.name, _reason(found))


@cache
def weights() -> Weights:
    """Return the weights that ship, as `benchmarks/calibrate_judge.py` fitted them."""
    text = files("evals").joinpath("judging", "data", _WEIGHTS).read_text(encoding="utf-8")
    return parsed(json.loads(text))


def parsed(data: Mapping[str, Any]) -> Weights:
    """Return the weights a file holds. Raises RuntimeError where it is of other measures."""
    if tuple(data["names"]) != NAMES:
        raise RuntimeError(f"{_WEIGHTS} was fitted for other measures.")
    return Weights(data["version"], float(data["intercept"]), np.array(data["slopes"]))


def _reason(found: Measured) -> str:
    """Return what the evidence does not have, and how well the words are matched."""
    recall, worst = found.row[:2]
    said = f"matched to {recall:.2f} on average, the worst fifth of the words to {worst:.2f}"
    for what, missing in (("names", found.names), ("figures", found.figures)):
        if missing:
            said = f"{what} not there: {', '.join(missing[:_MOST_NAMED])}; {said}"
    return said

"""The calibrated chance that a question is answered, in three steps of logistic regression.

First every sentence is ranked by how it bears on the question (`rag.features`); then the best few
are asked the harder thing, whether they answer it (`rag.objections`); last, the best one's passage
is asked whether it bears on the question at all (`rag.bearing`). The weights are data
(`rag/data/extractive.json`), fitted by `benchmarks/calibrate.py`; the file says on what, and what
the threshold costs. In the second step no objection may ever count in favour.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from rag import bearing
from rag.features import NAMES
from rag.objections import CODES

Matrix = npt.NDArray[np.float32]

TOP = 3
"""So many of the best-ranked sentences are examined."""

ANSWER_FEATURES = (
    "near_sentence", "near_passage", "terms_context", "terms_clause", "terms_passage",
    "least_context", "least_passage", "names_sentence", "names_context", "kind", "bound",
    "speaker", "fragment", "instance",
)  # fmt: skip
ANSWER_INPUTS = ("ranked", *ANSWER_FEATURES, *CODES)
DECISION_INPUTS = ("chance", *bearing.NAMES)
_COLUMNS = [NAMES.index(name) for name in ANSWER_FEATURES]
_FARTHEST = 7.0
_LEAST = 1e-4


@dataclass(frozen=True)
class Logistic:
    """Standardise, weigh, squash."""

    middle: Matrix
    scale: Matrix
    weights: Matrix
    intercept: float

    def logits(self, rows: Matrix) -> Matrix:
        """Return float32 [rows] for float32 [rows, features]."""
        logits = (rows - self.middle) / self.scale @ self.weights + self.intercept
        return np.asarray(logits, dtype=np.float32)


@dataclass(frozen=True)
class Chances:
    """The three steps and the chance below which nothing is said."""

    ranking: Logistic
    answering: Logistic
    deciding: Logistic
    threshold: float

    def ranked(self, rows: Matrix) -> Matrix:
        """Return float32 [sentences]: how each bears on the question, as log odds."""
        return np.clip(self.ranking.logits(rows), -_FARTHEST, _FARTHEST)

    def answers(self, ranked: float, row: Matrix, objections: dict[str, float]) -> float:
        """Return the chance, 0 to 1, that one examined sentence holds the answer."""
        return _squash(self.answering.logits(answer_inputs(ranked, row, objections)[None])[0])

    def answered(self, chance: float, near: float, beyond_title: float) -> float:
        """Return the chance, 0 to 1, that the question is answered.

        By the best sentence's chance, and how its passage bears on the question (`rag.bearing`).
        """
        return _squash(self.deciding.logits(decision_inputs(chance, near, beyond_title)[None])[0])

    @staticmethod
    @cache
    def load() -> Chances:
        """Return the packaged model."""
        stored = json.loads(files("rag").joinpath("data/extractive.json").read_text("utf-8"))
        return Chances(
            ranking=_logistic(stored["ranking"], NAMES),
            answering=_logistic(stored["answering"], ANSWER_INPUTS),
            deciding=_logistic(stored["deciding"], DECISION_INPUTS),
            threshold=stored["threshold"],
        )


def answer_inputs(ranked: float, row: Matrix, objections: dict[str, float]) -> Matrix:
    """Return what the second step reads of a sentence: float32 [len(ANSWER_INPUTS)]."""
    values = [ranked, *row[_COLUMNS], *(objections[code] for code in CODES)]
    return np.array(values, dtype=np.float32)


def decision_inputs(chance: float, near: float, beyond_title: float) -> Matrix:
    """Return what the last step reads, the chance as log odds: float32 [len(DECISION_INPUTS)]."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return np.array([np.log(kept / (1 - kept)), near, beyond_title], dtype=np.float32)


def _squash(logit: np.float32) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _logistic(
    stored: dict[str, dict[str, list[float]] | float], names: tuple[str, ...]
) -> Logistic:
    inputs = stored["inputs"]
    if not isinstance(inputs, dict) or tuple(inputs) != names:
        raise ValueError("extractive.json was fitted on other features; fit it again.")
    middle, scale, weights = np.array(list(inputs.values()), dtype=np.float32).T
    intercept = stored["intercept"]
    assert isinstance(intercept, float)
    return Logistic(middle, scale, weights, intercept)

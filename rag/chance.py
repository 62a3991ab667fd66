"""The calibrated chance that a sentence holds the answer: logistic regression on `rag.features`.

The weights are data (`rag/data/extractive.json`), fitted by `benchmarks/calibrate.py`; the file says
on what, and what the threshold costs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from rag.features import NAMES

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Chances:
    """A fitted model: standardise, weigh, squash."""

    middle: Matrix
    scale: Matrix
    weights: Matrix
    intercept: float
    threshold: float

    def of(self, rows: Matrix) -> Matrix:
        """Return float32 [sentences] in 0..1 for float32 [sentences, features]."""
        logits = (rows - self.middle) / self.scale @ self.weights + self.intercept
        chances: Matrix = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return chances

    @staticmethod
    @cache
    def load() -> Chances:
        """Return the packaged model."""
        stored = json.loads(files("rag").joinpath("data/extractive.json").read_text("utf-8"))
        if tuple(stored["features"]) != NAMES:
            raise ValueError("extractive.json was fitted on other features; fit it again.")
        column = {k: np.array(stored[k], dtype=np.float32) for k in ("middle", "scale", "weights")}
        return Chances(**column, intercept=stored["intercept"], threshold=stored["threshold"])

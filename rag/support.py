"""The calibrated probability that texts support a statement, without a language model.

A number to sort and to set thresholds by, not a verdict: on pairs that differ in one decisive word
it cannot tell the false from the true (`docs/checking.md`), so no class is ever given by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rag.measures import NAMES, Measures
from rag.trees import Boosted
from vectorstore.encoders.local import MOST_TOKENS
from vectorstore.encoders.wordpiece import tokenizer

_WEIGHTS = "support.json"
_RATES = "checker.json"


class SupportScorer:
    """Called with a statement and its evidence, returns 0 to 1. Safe to share between threads."""

    def __init__(self) -> None:
        """Read the vocabulary and the trees. Raises EmbeddingError where one was altered."""
        self._measures = Measures(word_pieces())
        self._trees = _weights()

    def __call__(self, statement: str, evidence: str | Sequence[str]) -> float:
        """Return the chance that the texts support the statement."""
        texts = [evidence] if isinstance(evidence, str) else evidence
        return self._trees.chance(self._measures(statement, texts))


def word_pieces() -> Callable[[str], list[int]]:
    """Return a function from a text to the numbers of its first pieces, rare ones high."""
    tokens = tokenizer(MOST_TOKENS)
    return lambda text: tokens(text)[1:-1]


@dataclass(frozen=True)
class Rates:
    """How often the checker was right on one set of human labels, all values 0 to 1.

    `false_close` is the share of unsupported statements it showed as quoted or close wording,
    `true_refused` that of supported ones it called not found or contradicted. `auc` and
    `balanced_accuracy` are the score's; a set that was fitted on is measured on folds held out.
    """

    name: str
    rows: int
    auc: float
    balanced_accuracy: float
    false_close: float
    true_refused: float


@cache
def measured() -> tuple[Rates, ...]:
    """Return the checker's own error rates, as `benchmarks/checker.py` last measured them."""
    return tuple(Rates(**row) for row in _read(_RATES)["sets"])


@cache
def _weights() -> Boosted:
    trees = Boosted.parsed(_read(_WEIGHTS))
    if trees.names != NAMES:
        raise RuntimeError(f"{_WEIGHTS} was fitted for other measures.")
    return trees


def _read(name: str) -> Mapping[str, Any]:
    text = files("rag").joinpath("data", name).read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data

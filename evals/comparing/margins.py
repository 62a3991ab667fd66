"""The largest loss of each metric that does not matter, and how others are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from evals.running.errors import EvaluationError

MARGINS: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(("recall@1", "recall@5", "recall@10", "ndcg@10", "mrr", "success@5"), 0.05),
        **dict.fromkeys(("citation_recall", "citation_precision", "citation_f1"), 0.03),
        "faithfulness": 0.03,
        "quote_exactness": 0.0,
        "gold_cited": 0.05,
        "key_facts": 0.05,
        "judged_facts": 0.05,
        "wrong_facts": 0.03,
        **dict.fromkeys(("right", "token_f1", "exact_match", "short_answer"), 0.05),
        **dict.fromkeys(("speaker", "date"), 0.1),
        **dict.fromkeys(("decline_precision", "decline_recall", "decline_f1"), 0.05),
        "over_refusal": 0.05,
        "errors": 0.0,
    }
)
"""By metric, in the order of reports: those that say whether answers are good."""
EXACT = ("quote_exactness", "errors")
"""Metrics of which any loss beyond the margin fails, however few cases there are."""


def margins_of(given: Sequence[str]) -> dict[str, float]:
    """Return the margins, with those of METRIC=NUMBER each in place; raises EvaluationError."""
    found = dict(MARGINS)
    for one in given:
        name, _, number = one.partition("=")
        if name not in MARGINS:
            raise EvaluationError(f"There is no metric {name!r}: one of {', '.join(MARGINS)}.")
        try:
            found[name] = float(number)
        except ValueError:
            raise EvaluationError(f"A margin is METRIC=NUMBER, not {one!r}.") from None
        if not 0 <= found[name] <= 1:
            raise EvaluationError(f"A margin lies between 0 and 1, not at {number}.")
    return found

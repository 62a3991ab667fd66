"""What the lines of a run come to: each metric over its cases, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.metrics.registry import METRICS, Metric, Together
from evals.metrics.sample import Score
from evals.statistics.interval import interval

GROUPS: dict[str, tuple[str, ...]] = {
    "retrieval": ("recall@1", "recall@5", "recall@10", "ndcg@10", "mrr", "success@5"),
    "citations": (
        "citation_recall", "citation_precision", "citation_f1", "faithfulness", "quote_exactness",
        "gold_cited",
    ),
    "correctness": (
        "key_facts", "judged_facts", "wrong_facts", "right", "token_f1", "exact_match",
        "short_answer", "speaker", "date",
    ),
    "declining": ("decline_precision", "decline_recall", "decline_f1", "over_refusal"),
    "expense": ("seconds", "first_seconds", "tokens", "cost", "errors"),
}  # fmt: skip
"""The metrics in the order and the company in which they are shown."""


def score_of(row: dict[str, Any], name: str) -> Score | None:
    """Return a case's score of a metric; None where it has none."""
    found = row["scores"].get(name) or row["timing"].get(name)
    return Score(*found) if found else None


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return each metric that any case has: value, interval (95 %), cases, and its method."""
    found = {name: _one(metric, rows) for name, metric in METRICS.items()}
    return {name: one for name, one in found.items() if one is not None}


def _one(metric: Metric, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    pairs = [(score_of(row, metric.name), row["group"]) for row in rows]
    known = [(score, group) for score, group in pairs if score is not None]
    value = metric.aggregate(score for score, _ in known)
    if value is None:
        return None
    where = None
    if metric.together is not Together.MEDIAN and sum(score.of for score, _ in known) > 0:
        ratio = metric.together is Together.RATIO
        top = [score.got if ratio else score.value for score, _ in known]
        bottom = [score.of for score, _ in known] if ratio else None
        where = interval(top, bottom, [group for _, group in known])
    return {
        "value": round(value, 6),
        "low": None if where is None else round(where.low, 6),
        "high": None if where is None else round(where.high, 6),
        "method": None if where is None else where.method,
        "cases": len(known),
    }

"""Every metric by name: what it measures, how cases are put together, and which way is better."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Literal

from evals.metrics import citations, correctness, declining, expense, retrieval
from evals.metrics.sample import Sample, Score


class Together(StrEnum):
    """How the scores of cases become one."""

    MEAN = "mean"
    RATIO = "ratio of sums"
    MEDIAN = "median"


@dataclass(frozen=True)
class Metric:
    """A metric: `of` scores one case, `aggregate` all of them."""

    name: str
    title: str
    of: Callable[[Sample], Score | None]
    paper: str = ""
    together: Together = Together.MEAN
    better: Literal["higher", "lower"] = "higher"
    unit: str = ""
    judged: bool = False

    def aggregate(self, scores: Iterable[Score | None]) -> float | None:
        """Return the score over cases; None where no case has one."""
        known = [score for score in scores if score is not None]
        if not known:
            return None
        match self.together:
            case Together.MEAN:
                return statistics.fmean(score.value for score in known)
            case Together.MEDIAN:
                return statistics.median(score.value for score in known)
            case Together.RATIO:
                return sum(score.got for score in known) / sum(score.of for score in known)

    @property
    def definition(self) -> str:
        """The first sentence of what it returns."""
        function = self.of.func if isinstance(self.of, partial) else self.of
        return (function.__doc__ or "").partition("\n")[0].removeprefix("Return ")


_ALCE = "Gao et al. 2023 (ALCE)"
_SQUAD = "Rajpurkar et al. 2016 (SQuAD)"
_SQUAD2 = "Rajpurkar et al. 2018 (SQuAD 2.0)"
_TREC = "MacAvaney et al. 2022 (ir-measures)"
_NDCG = "Järvelin and Kekäläinen 2002"


def _all() -> Iterable[Metric]:
    for k in (1, 5, 10):
        yield Metric(f"recall@{k}", f"Gold found in {k}", partial(retrieval.recall_at, k=k), _TREC)
    yield Metric("ndcg@10", "nDCG@10", partial(retrieval.ndcg_at, k=10), _NDCG)
    yield Metric("mrr", "Mean reciprocal rank", retrieval.reciprocal_rank, "Voorhees 1999")
    yield Metric("success@5", "Any gold in 5", partial(retrieval.success_at, k=5), _TREC)
    judged = partial(Metric, judged=True)
    yield judged("citation_recall", "Citation recall", citations.citation_recall, _ALCE)
    yield judged("citation_precision", "Citation precision", citations.citation_precision, _ALCE)
    yield judged("citation_f1", "Citation F1", citations.citation_f1, _ALCE)
    yield judged("faithfulness", "Faithfulness", citations.faithfulness, "Es et al. 2024 (RAGAS)")
    yield Metric(
        "quote_exactness", "Exact quotes", citations.quote_exactness, together=Together.RATIO
    )
    yield Metric("gold_cited", "Gold is cited", citations.gold_cited)
    yield Metric("key_facts", "Key facts said", correctness.key_facts, _ALCE)
    yield judged("judged_facts", "Key facts, as judged", correctness.judged_facts, _ALCE)
    yield Metric(
        "wrong_facts",
        "Wrong facts said",
        correctness.wrong_facts,
        "Wang et al. 2025 (RAMDocs)",
        better="lower",
    )
    yield Metric("right", "Dealt with rightly", correctness.right_answers)
    yield Metric("token_f1", "Token F1", correctness.token_f1, _SQUAD)
    yield Metric("exact_match", "Exact match", correctness.exact_match, _SQUAD)
    yield Metric("short_answer", "Short answer said", correctness.short_answer, "Asai et al. 2023")
    yield Metric("speaker", "Right speaker", correctness.speaker)
    yield Metric("date", "Right date", correctness.date)
    ratio = partial(Metric, paper=_SQUAD2, together=Together.RATIO)
    yield ratio("decline_precision", "Declines that are right", declining.decline_precision)
    yield ratio("decline_recall", "Cases to decline, declined", declining.decline_recall)
    yield ratio("decline_f1", "Decline F1", declining.decline_f1)
    yield Metric(
        "over_refusal",
        "Over-refusal",
        declining.over_refusal,
        "Röttger et al. 2024 (XSTest)",
        Together.RATIO,
        "lower",
    )
    took = partial(Metric, better="lower")
    yield took("seconds", "Whole answer", expense.seconds, together=Together.MEDIAN, unit="s")
    yield took(
        "first_seconds",
        "First statement",
        expense.first_seconds,
        together=Together.MEDIAN,
        unit="s",
    )
    yield took("tokens", "Tokens", expense.tokens, unit="tokens")
    yield took("cost", "Cost", expense.cost)
    yield took("errors", "Errors", expense.errors)


METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _all()})
"""Every metric by name, in the order of reports."""


def scores(sample: Sample) -> dict[str, Score | None]:
    """Return what every metric says of one case."""
    return {name: metric.of(sample) for name, metric in METRICS.items()}

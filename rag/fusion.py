"""Several rankings of passages made one.

Each ranking's scores are counted in their own standard deviations above the weakest it returned,
and added. Unlike reciprocal rank fusion this keeps how far ahead a passage is: a question that
names something rare is decided by the keyword ranking, one that paraphrases by the vectors.
Settings may have it otherwise. docs/retrieval.md has the measurements of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import pstdev

CANDIDATES = 120
"""How many passages each ranking is asked for."""

MOST_DEVIATIONS = 8.0
_RANK_CONSTANT = 10
_COMPANY = 0.1
_COMPANIONS = 3


def standardised(scores: Mapping[str, float], unlisted: int = 0) -> dict[str, float]:
    """Return each score in standard deviations above the floor, from 0 to 8.

    `unlisted` passages are known to score 0, and the floor is then 0; without any, the floor is the
    weakest score listed. Scores that are all the same become 1.
    """
    if not scores:
        return {}
    values = [*scores.values(), *[0.0] * unlisted]
    floor, deviation = min(values), pstdev(values)
    if deviation <= 1e-9 * max(map(abs, values)):
        return dict.fromkeys(scores, 1.0)
    return {id_: min((score - floor) / deviation, MOST_DEVIATIONS) for id_, score in scores.items()}


def of_ranks(ids: Sequence[str]) -> dict[str, float]:
    """Return scores for a ranking whose own cannot be compared: 1 / (10 + rank)."""
    return {id_: 1 / (_RANK_CONSTANT + rank) for rank, id_ in enumerate(ids, start=1)}


def fused(
    dense: Mapping[str, float],
    lexical: Mapping[str, float],
    *others: Sequence[str],
    by_ranks: bool = False,
    keyword_share: float = 0.5,
) -> dict[str, float]:
    """Return one score for every passage that any ranking found.

    `dense` are the similarities of the nearest passages, `lexical` the BM25 scores of the best
    matches, `others` the ids of further rankings, best first. The dense ranking always returns as
    many passages as there are, up to its limit, so a shorter keyword ranking is a complete one.
    The two share what two rankings weigh, by default evenly; each other one weighs as much as one.
    """
    if by_ranks:
        dense, lexical = of_ranks(ranking(dense)), of_ranks(ranking(lexical))
    legs = [
        (standardised(dense), 2 * (1 - keyword_share)),
        (standardised(lexical, max(len(dense) - len(lexical), 0)), 2 * keyword_share),
        *((standardised(of_ranks(ids)), 1.0) for ids in others),
    ]
    ids = dict.fromkeys(id_ for leg, _ in legs for id_ in leg)
    return {id_: sum(weight * leg.get(id_, 0.0) for leg, weight in legs) for id_ in ids}


def in_company(scores: Mapping[str, float], documents: Mapping[str, str]) -> dict[str, float]:
    """Return the scores, each with a tenth of the three best other scores of its document.

    `documents` gives a passage's document. One that answers in several places is a better source
    than one that resembles the question once.
    """
    ranked: dict[str, list[str]] = {}
    for id_ in ranking(scores):
        ranked.setdefault(documents[id_], []).append(id_)
    found = {}
    for id_, score in scores.items():
        nearby = ranked[documents[id_]][: _COMPANIONS + 1]
        company = [other for other in nearby if other != id_][:_COMPANIONS]
        found[id_] = score + _COMPANY * sum(scores[other] for other in company)
    return found


def highest(rankings: int) -> float:
    """Return the highest score a passage can have after fusing so many rankings."""
    return rankings * MOST_DEVIATIONS * (1 + _COMPANY * _COMPANIONS)


def ranking(scores: Mapping[str, float]) -> list[str]:
    """Return the ids, best first; equal scores by id, so that it is always the same."""
    return sorted(scores, key=lambda id_: (-scores[id_], id_))

"""Retrieval by span overlap: hand-computed examples, bounds, and what cannot be scored."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.registry import METRICS
from evals.metrics.retrieval import ndcg_at, recall_at, reciprocal_rank, success_at
from evals.metrics.sample import Sample
from evals.response import Retrieved
from tests.evals.samples import TEXT, declined, passages, place, placed, sample

RETRIEVAL = ["recall@1", "recall@5", "recall@10", "ndcg@10", "mrr", "success@5"]
SPANS = st.tuples(st.integers(0, 60), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1]))


def ranked(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> Sample:
    return sample(of=placed(*(place(*g) for g in gold)), passages=passages(*found))


def value(name: str, of: Sample) -> float | None:
    score = METRICS[name].of(of)
    return None if score is None else score.value


def test_a_ranking_computed_by_hand() -> None:
    """Two gold spans; the passages: none, the first, the first again, both ends of the second."""
    of = ranked([(0, 10), (40, 60)], [(20, 30), (5, 15), (0, 4), (35, 70)])
    assert value("recall@1", of) == 0
    assert value("recall@5", of) == 1
    assert recall_at(of, 2) == (0.5, 1)
    assert value("mrr", of) == 0.5
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    assert value("ndcg@10", of) == pytest.approx(gained / (1 + 1 / math.log2(3)))


def test_a_passage_of_several_gold_spans_is_a_perfect_ranking() -> None:
    of = ranked([(0, 10), (12, 20), (22, 30)], [(0, 40)])
    assert value("ndcg@10", of) == value("recall@1", of) == value("mrr", of) == 1


def test_touching_is_not_overlapping_and_another_document_is_another_place() -> None:
    assert value("recall@5", ranked([(0, 10)], [(10, 20)])) == 0
    elsewhere = sample(passages=passages((0, 21), document="d2"))
    assert value("recall@5", elsewhere) == 0


def test_a_passage_without_offsets_is_known_by_its_words() -> None:
    words = Retrieved("mill.txt", text="THE MILL  burned down! Nobody was hurt.")
    assert success_at(sample(passages=(words,)), 5) == (1, 1)
    assert success_at(sample(passages=(Retrieved(text="A mill burned up."),)), 5) == (0, 1)


@pytest.mark.parametrize("name", RETRIEVAL)
def test_what_cannot_be_scored_has_no_score(name: str) -> None:
    assert value(name, sample(of=placed(), passages=passages((0, 5)))) is None
    assert value(name, sample(passages=None)) is None
    assert value(name, sample(passages=passages((0, 5)), error="it broke")) is None
    assert value(name, declined(passages=())) == 0


@given(st.lists(SPANS, min_size=1, max_size=5), st.lists(SPANS, max_size=12))
def test_scores_lie_between_nothing_and_all(
    gold: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    of = ranked(gold, found)
    values = [value(name, of) or 0.0 for name in RETRIEVAL]
    assert all(0 <= v <= 1 + 1e-9 for v in values)
    assert recall_at(of, 1) <= recall_at(of, 5) <= recall_at(of, 12)


@given(
    st.lists(SPANS, min_size=1, max_size=5, unique=True), st.lists(SPANS, max_size=8), st.randoms()
)
def test_the_order_of_gold_does_not_matter(
    gold: list[tuple[int, int]], found: list[tuple[int, int]], dice: random.Random
) -> None:
    shuffled = dice.sample(gold, len(gold))
    one, other = ranked(gold, found), ranked(shuffled, found)
    assert recall_at(one, 5) == recall_at(other, 5)
    assert reciprocal_rank(one) == reciprocal_rank(other)
    assert ndcg_at(one, 10) == ndcg_at(other, 10)


@given(st.lists(SPANS, min_size=1, max_size=4), st.lists(SPANS, max_size=6))
def test_a_passage_that_finds_nothing_at_the_end_changes_nothing(
    gold: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    end = len(TEXT)
    longer = ranked(gold, [*found, (end, end)])
    assert [value(n, ranked(gold, found)) for n in RETRIEVAL] == [
        value(n, longer) for n in RETRIEVAL
    ]

"""Citations as in ALCE: hand-computed examples, bounds, permutations, and what has no score."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.citations import (
    citation_f1,
    citation_precision,
    citation_recall,
    faithfulness,
    gold_cited,
    quote_exactness,
)
from evals.response import Cited, Said
from tests.evals.samples import all_words, cited, declined, passages, sample

MILL, HURT, LOSS = cited(0, 21), cited(22, 38), cited(39, 71)
JUDGED = [citation_recall, citation_precision, citation_f1, faithfulness]


def test_recall_and_precision_computed_by_hand() -> None:
    """One statement of two needed halves, one with a citation too many, one without any."""
    both = Said("The mill burned down nobody was hurt.", (MILL, HURT))
    spare = Said("Nobody was hurt.", (HURT, LOSS))
    bare = Said("The mill burned down.")
    of = sample(both, spare, bare, supports=all_words)
    assert citation_recall(of) == (2 / 3, 1)
    assert citation_precision(of) == (3 / 4, 1)
    f1 = citation_f1(of)
    assert f1 is not None
    assert f1.value == pytest.approx(2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4))


def test_two_citations_that_each_suffice_are_both_needed() -> None:
    of = sample(Said("Nobody was hurt.", (HURT, HURT)), supports=all_words)
    assert citation_precision(of) == (1, 1)


def test_no_citation_of_an_unsupported_statement_counts() -> None:
    of = sample(Said("Two people were hurt.", (HURT, MILL)), supports=all_words)
    assert citation_recall(of) == citation_precision(of) == citation_f1(of) == (0, 1)


def test_what_no_citation_carries_may_still_stand_in_a_passage() -> None:
    said = Said("Nobody was hurt.", (MILL,))
    assert faithfulness(sample(said, supports=all_words, passages=passages((0, 71)))) == (1, 1)
    assert faithfulness(sample(said, supports=all_words, passages=passages((39, 71)))) == (0, 1)


@pytest.mark.parametrize("metric", [*JUDGED, quote_exactness, gold_cited])
def test_a_decline_and_an_error_have_no_score(metric) -> None:  # type: ignore[no-untyped-def]
    assert metric(declined(supports=all_words)) is None
    assert metric(sample(supports=all_words, error="it broke")) is None


@pytest.mark.parametrize("metric", JUDGED)
def test_without_a_judge_there_is_no_score(metric) -> None:  # type: ignore[no-untyped-def]
    assert metric(sample(Said("Nobody was hurt.", (HURT,)))) is None


def test_what_the_judge_cannot_tell_is_left_out() -> None:
    def unsure(statement: str, texts: Sequence[str]) -> bool | None:
        return None if "mill" in statement else all_words(statement, texts)

    of = sample(
        Said("The mill burned.", (MILL,)), Said("Nobody was hurt.", (HURT,)), supports=unsure
    )
    assert citation_recall(of) == citation_precision(of) == (1, 1)
    alone = sample(Said("The mill burned.", (MILL,)), supports=unsure)
    assert [metric(alone) for metric in JUDGED] == [None] * 4


def test_a_statement_without_citations_has_a_recall_and_no_precision() -> None:
    of = sample(Said("Nobody was hurt."), supports=all_words)
    assert citation_recall(of) == (0, 1)
    assert citation_precision(of) is citation_f1(of) is None


def test_a_quote_is_exact_or_it_is_not() -> None:
    good = [MILL, Cited("mill.txt", quote="Nobody was hurt.")]
    bad = [
        Cited("d1", start=0, end=21, quote="The mill burned  down."),
        Cited("d1", start=1, end=22, quote="The mill burned down."),
        Cited("d1", start=0, end=900, quote="The mill burned down."),
        Cited("d1", start=5, end=2, quote="mill"),
        Cited("d1", quote="the mill burned down"),
        Cited("d1", start=0, end=21),
        Cited("nowhere", start=0, end=21, quote="The mill burned down."),
        Cited(quote="The mill burned down."),
    ]
    of = sample(Said("One.", tuple(good)), Said("Two.", tuple(bad)))
    assert quote_exactness(of) == (len(good), len(good + bad))


def test_gold_is_cited_where_a_citation_overlaps_it() -> None:
    assert gold_cited(sample(Said("It burned.", (cited(4, 8),)))) == (1, 1)
    assert gold_cited(sample(Said("It burned.", (HURT,)))) == (0, 1)


STATEMENTS = st.lists(
    st.builds(
        Said,
        st.sampled_from(["Nobody was hurt.", "The mill burned down.", "Two died.", "The loss"]),
        st.lists(st.sampled_from([MILL, HURT, LOSS]), max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=4,
)


@given(STATEMENTS)
def test_scores_lie_between_nothing_and_all(said: list[Said]) -> None:
    found = [metric(sample(*said, supports=all_words)) for metric in JUDGED]
    assert all(score is None or 0 <= score.value <= 1 for score in found)
    recall, precision, f1 = found[:3]
    if f1 and recall and precision:
        low, high = sorted((recall.value, precision.value))
        assert low - 1e-9 <= f1.value <= high + 1e-9


@given(STATEMENTS, st.randoms())
def test_the_order_of_statements_and_citations_does_not_matter(
    said: list[Said], dice: random.Random
) -> None:
    shuffled = [
        Said(one.text, tuple(dice.sample(one.citations, len(one.citations))))
        for one in dice.sample(said, len(said))
    ]
    for metric in JUDGED:
        one, other = (metric(sample(*each, supports=all_words)) for each in (said, shuffled))
        assert (one and one.value) == pytest.approx(other and other.value)

"""Correctness, declining and expense: hand-computed, and refusals never mis-scored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases.case import Kind
from evals.metrics import correctness, declining, expense
from evals.metrics.correctness import f1
from evals.metrics.matching import gives_date, names, plain, says
from evals.metrics.registry import METRICS, Together, scores
from evals.metrics.sample import Sample, Score
from evals.response import Cited, Said
from tests.evals.samples import all_words, declined, place, placed, sample

WORDS = st.text("ab c.,7", max_size=20)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("It has 4,350 troops.", "4350"),
        ("Forty-seven members have died.", "47"),
        ("47 members have died.", "forty-seven members"),
        ("The loss is 3.5 million crowns.", "3.5 million"),
        ("The vote is on April 12, 2026.", "12 April 2026"),
        ("The vote is on 12 April 2026.", "April 12, 2026"),
        ("“We’re late,” she said.", "we're late"),
        ("À Sorrin, l’hôpital ferme.", "hopital"),
        ("58 per cent wanted it.", "58%"),
        ("He was questioned by the police.", "questioned by police"),
        ("The ferries sank.", "ferry sank"),
    ],
)
def test_a_fact_is_known_however_it_is_written(answer: str, fact: str) -> None:
    assert says(answer, fact)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("It has 4,350 troops.", "435"),
        ("It has 14 boats.", "4"),
        ("The vote is in April 2026.", "12 April 2026"),
        ("The loss is 3.5 million.", "5 million"),
        ("He has been charged.", "has not been charged"),
        ("The price is 3.80.", "380"),
        ("58 wanted it.", "58 per cent"),
        ("Anything.", ""),
        ("", "4"),
    ],
)
def test_another_fact_is_not_taken_for_it(answer: str, fact: str) -> None:
    assert not says(answer, fact)


def test_a_person_is_named_by_the_surname_and_not_by_a_part_of_another_word() -> None:
    assert names("Wirth denied it.", "Sanna Wirth")
    assert names("Ruth Amadi-Voss asked for time.", "Ruth Amadi-Voss")
    assert not names("It was worth it.", "Sanna Wirth")
    assert not names("Sanna went.", "Sanna Wirth")
    assert not names("Anyone.", "")


def test_a_date_counts_when_it_is_as_exact_as_stated() -> None:
    assert gives_date("It was on 28 October 2025.", "2025-10-28")
    assert gives_date("It was on 28 October 2025.", "2025-10")
    assert not gives_date("It was in October 2025.", "2025-10-28")
    assert not gives_date("It was on 28 October.", "2025-11-28")
    assert not gives_date("It was long ago.", "2025-10-28")


def test_a_day_without_a_year_is_read_by_what_its_sentence_cites() -> None:
    of = placed(place(0, 21), date="2025-10-28")
    dated = Said("It came up on 28 October.", (Cited("d1", published="2025-11-07"),))
    assert correctness.date(sample(dated, of=of)) == (1, 1)
    older = Said("It came up on 28 October.", (Cited("d1", published="2023-11-07"),))
    assert correctness.date(sample(older, of=of)) == (0, 1)


def test_facts_and_references_computed_by_hand() -> None:
    of = placed(
        key_facts=(("61", "sixty-one"), ("74",), ("Halmet",)),
        wrong_facts=(("38",), ("198",)),
        answers=("The dead are 61 or 74.", "61"),
        speaker="Sanna Wirth",
    )
    said = sample(Said("Sixty-one died off Halmet, Wirth said, not 38."), of=of)
    assert correctness.key_facts(said) == (2 / 3, 1)
    assert correctness.wrong_facts(said) == (1 / 2, 1)
    assert correctness.right_answers(said) == (0, 1)
    assert correctness.speaker(said) == (1, 1)
    assert correctness.exact_match(said) == (0, 1)
    assert correctness.short_answer(said) == (1, 1)
    assert correctness.exact_match(sample(Said("The 61."), of=of)) == (1, 1)


def test_token_f1_is_that_of_squad() -> None:
    assert f1("The cat sat on the mat.", "cat sat here") == pytest.approx(2 * 2 / (4 + 3))
    assert f1("", "cat") == 0
    assert f1("a", "the") == 1


@given(WORDS, WORDS)
def test_token_f1_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert f1(one, other) == f1(other, one)
    assert 0 <= f1(one, other) <= 1
    assert f1(one, one) == 1


@given(WORDS.filter(plain), WORDS, WORDS)
def test_an_answer_that_holds_a_fact_says_it(fact: str, before: str, after: str) -> None:
    assert says(f"{before} | {fact} | {after}", fact)


OUTCOMES = {
    "right decline": declined(placed(kind=Kind.UNANSWERABLE)),
    "missed decline": sample(Said("It burned."), of=placed(kind=Kind.FALSE_PREMISE)),
    "over-refusal": declined(placed(place(0, 5))),
    "answer": sample(Said("The mill."), of=placed(place(0, 5))),
    "partly": sample(Said("The mill."), of=placed(place(0, 5), kind=Kind.PARTLY)),
    "error": sample(of=placed(kind=Kind.UNANSWERABLE), error="it broke"),
}


def together(name: str, samples: list[Sample]) -> float | None:
    return METRICS[name].aggregate(METRICS[name].of(one) for one in samples)


def test_declining_computed_by_hand() -> None:
    """Two right declines, one missed, one over-refusal, three answers, one error."""
    samples = [
        *[OUTCOMES["right decline"]] * 2,
        *[OUTCOMES[name] for name in ("missed decline", "over-refusal", "partly", "error")],
        *[OUTCOMES["answer"]] * 2,
    ]
    assert together("decline_precision", samples) == pytest.approx(2 / 3)
    assert together("decline_recall", samples) == pytest.approx(2 / 3)
    assert together("decline_f1", samples) == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert together("over_refusal", samples) == pytest.approx(1 / 4)
    assert together("errors", samples) == pytest.approx(1 / 8)


@given(st.lists(st.sampled_from(sorted(OUTCOMES)), min_size=1, max_size=30))
def test_decline_f1_is_the_harmonic_mean(names: list[str]) -> None:
    samples = [OUTCOMES[name] for name in names]
    precision, recall, both = (
        together(f"decline_{each}", samples) for each in ("precision", "recall", "f1")
    )
    if precision and recall:
        assert both == pytest.approx(2 * precision * recall / (precision + recall))
    else:
        assert not both


@pytest.mark.parametrize(
    "name",
    [
        *("citation_recall", "citation_precision", "citation_f1", "faithfulness"),
        *("quote_exactness", "gold_cited", "key_facts", "wrong_facts", "token_f1"),
        *("exact_match", "short_answer", "speaker", "date"),
    ],
)
def test_a_declined_answer_is_neither_right_nor_wrong_in_what_it_did_not_say(name: str) -> None:
    of = placed(
        place(0, 5),
        key_facts=(("a",),),
        wrong_facts=(("b",),),
        answers=("a",),
        speaker="A B",
        date="2025",
    )
    assert METRICS[name].of(declined(of, supports=all_words)) is None


def test_dealing_rightly_with_a_case_counts_declines_and_answers() -> None:
    assert correctness.right_answers(OUTCOMES["right decline"]) == (1, 1)
    assert correctness.right_answers(OUTCOMES["missed decline"]) == (0, 1)
    wanted = placed(place(0, 5), key_facts=(("mill",),))
    assert correctness.right_answers(declined(wanted)) == (0, 1)
    assert correctness.right_answers(sample(Said("The mill."), of=wanted)) == (1, 1)
    assert correctness.right_answers(OUTCOMES["answer"]) is None
    assert correctness.right_answers(OUTCOMES["error"]) is None


def test_what_is_not_known_of_time_and_money_has_no_score() -> None:
    free = sample(Said("It burned."))
    known = (expense.seconds, expense.first_seconds, expense.tokens, expense.cost)
    assert [metric(free) for metric in known] == [None] * 4
    half = sample(Said("It burned."), prompt_tokens=3)
    assert expense.tokens(half) is None
    paid = sample(
        Said("It burned."),
        prompt_tokens=3,
        completion_tokens=4,
        cost=0.0,
        seconds=1.5,
        first_seconds=1,
    )
    assert [metric(paid) for metric in known] == [(1.5, 1), (1, 1), (7, 1), (0, 1)]
    assert expense.seconds(sample(error="it broke", seconds=9.0)) is None


def test_every_metric_is_defined_and_named_once() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name
        assert len(metric.definition) > 20
        assert metric.together is not Together.RATIO or metric.aggregate([Score(1, 4)]) == 0.25
        assert metric.aggregate([None, None]) is None
    assert scores(OUTCOMES["answer"]).keys() == METRICS.keys()


@given(st.lists(st.none() | st.floats(0, 1).map(Score), max_size=9), st.randoms())
def test_the_order_of_cases_does_not_matter(found, dice) -> None:  # type: ignore[no-untyped-def]
    for metric in (METRICS["key_facts"], METRICS["seconds"], METRICS["over_refusal"]):
        shuffled = metric.aggregate(dice.sample(found, len(found)))
        assert metric.aggregate(found) == pytest.approx(shuffled)


def test_declines_are_scored_by_one_rule_alone() -> None:
    assert declining.decline_precision(OUTCOMES["answer"]) is None
    assert declining.decline_recall(OUTCOMES["error"]) is None
    assert declining.over_refusal(OUTCOMES["right decline"]) is None

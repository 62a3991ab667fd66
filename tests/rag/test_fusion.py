"""Fusing rankings, and choosing passages from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.fusion import (
    MOST_DEVIATIONS,
    fused,
    highest,
    in_company,
    of_ranks,
    ranking,
    standardised,
)
from rag.select import Candidate, same_facts, select
from vectorstore.near import near_fingerprint

scores = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.floats(-1, 100))


@given(scores, st.integers(0, 200))
def test_standardising_keeps_the_order_and_its_bounds(given_scores: dict, unlisted: int) -> None:
    found = standardised(given_scores, unlisted)
    assert found.keys() == given_scores.keys()
    assert all(0 <= score <= MOST_DEVIATIONS for score in found.values())
    for one in found:
        for other in found:
            assert (found[one] > found[other]) <= (given_scores[one] > given_scores[other])


def test_standardising_is_in_standard_deviations() -> None:
    values = {str(i): float(s) for i, s in enumerate([9.0, 4.0, 3.0, 2.0])}
    deviation = np.std(list(values.values()))
    assert standardised(values)["0"] == pytest.approx(7 / deviation)
    padded = np.std([*values.values(), 0.0, 0.0])
    assert standardised(values, unlisted=2)["3"] == pytest.approx(2 / padded)


def test_a_single_match_counts() -> None:
    assert standardised({"a": 3.0}) == {"a": 1.0}
    assert standardised({"a": 3.0}, unlisted=9)["a"] == pytest.approx(1 / 0.3)
    assert standardised({}) == {}


@given(scores, scores, st.lists(st.text("abc", min_size=1, max_size=1), unique=True))
def test_fusing_holds_every_passage_once(dense: dict, lexical: dict, other: list[str]) -> None:
    lexical = {id_: abs(score) + 0.1 for id_, score in lexical.items()}
    found = fused(dense, lexical, other)
    assert found.keys() == dense.keys() | lexical.keys() | set(other)
    documents = {id_: id_[0] for id_ in found}
    together = in_company(found, documents)
    assert all(found[i] <= together[i] <= highest(3) + 1e-9 for i in found)
    assert sorted(together) == sorted(ranking(together))


def test_both_rankings_beat_one() -> None:
    dense = {"both": 0.8, "dense": 0.8, "x": 0.1, "y": 0.1}
    lexical = {"both": 9.0, "lexical": 9.0, "x": 1.0, "y": 1.0}
    assert ranking(fused(dense, lexical))[0] == "both"


def test_a_clear_lead_outweighs_a_rank() -> None:
    """Unless ranks alone count: by them the two tie."""
    dense = {"ahead": 0.9, "other": 0.5, **{f"d{i}": 0.49 - i / 100 for i in range(9)}}
    lexical = {"other": 5.1, "ahead": 5.0, **{f"l{i}": 4.9 - i / 10 for i in range(9)}}
    assert ranking(fused(dense, lexical))[0] == "ahead"
    by_ranks = fused(dense, lexical, by_ranks=True)
    assert by_ranks["ahead"] == pytest.approx(by_ranks["other"]) == max(by_ranks.values())


@given(scores, scores)
def test_a_share_of_nothing_leaves_one_ranking(dense: dict, lexical: dict) -> None:
    alone = standardised(lexical, max(len(dense) - len(lexical), 0))
    for share, of in ((0.0, standardised(dense)), (1.0, alone)):
        found = fused(dense, lexical, keyword_share=share)
        assert found == {id_: 2 * of.get(id_, 0.0) for id_ in found}


@given(scores, scores, st.floats(0, 1), st.booleans())
def test_whatever_the_share_no_score_is_above_the_highest(
    dense: dict, lexical: dict, share: float, by_ranks: bool
) -> None:
    found = fused(dense, lexical, by_ranks=by_ranks, keyword_share=share)
    assert found.keys() == dense.keys() | lexical.keys()
    together = in_company(found, {id_: id_[0] for id_ in found})
    assert all(0 <= score <= highest(2) + 1e-9 for score in together.values())


def test_company_is_the_three_best_others() -> None:
    given_scores = {"a": 5.0, "b": 4.0, "c": 3.0, "d": 2.0, "e": 1.0, "alone": 5.0}
    documents = dict.fromkeys("abcde", "one") | {"alone": "two"}
    found = in_company(given_scores, documents)
    assert found["a"] == pytest.approx(5 + 0.1 * (4 + 3 + 2))
    assert found["b"] == pytest.approx(4 + 0.1 * (5 + 3 + 2))
    assert found["e"] == pytest.approx(1 + 0.1 * (5 + 4 + 3))
    assert found["alone"] == 5


def test_equal_scores_are_ranked_by_id() -> None:
    assert ranking({"b": 1.0, "a": 1.0, "c": 2.0}) == ["c", "a", "b"]
    assert ranking(of_ranks(["z", "y", "x"])) == ["z", "y", "x"]


TEXTS: dict[str, str] = {}


def texts(*ids: str) -> list[str]:
    return [TEXTS.get(id_, "the same words") for id_ in ids]


def candidates(*rows: tuple[str, str, float]) -> list[Candidate]:
    return [Candidate(id_, doc, score, near=near_fingerprint(id_)) for id_, doc, score in rows]


def test_one_document_does_not_crowd_out_the_rest() -> None:
    rows = [(f"long{i}", "long", 10 - i / 10) for i in range(20)]
    rows += [(f"short{i}", f"short{i}", 6.0) for i in range(3)]
    assert select(candidates(*rows), 7, 4, texts).ids == [
        "long0", "long1", "long2", "long3", "short0", "short1", "short2",
    ]  # fmt: skip


def test_it_fills_up_where_nothing_else_is_half_as_good() -> None:
    rows = [(f"long{i}", "long", 10.0) for i in range(20)] + [("far", "other", 2.0)]
    assert select(candidates(*rows), 7, 4, texts).ids == [f"long{i}" for i in range(7)]
    assert select(candidates(*rows), 30, 4, texts).ids[-1] == "far"


def test_copies_fold_under_the_best_of_them() -> None:
    rows = [Candidate(i, i, s, n) for i, s, n in (("a", 3, 0), ("b", 2, 0b11), ("c", 1, 2**40 - 1))]
    chosen = select(rows, 3, 4, texts)
    assert chosen.ids == ["a", "c"]
    assert chosen.folded == {"a": ("b",)}


def test_another_figure_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXTS, "b", "the same 4,800 words")
    rows = [Candidate(i, i, s, 0) for i, s in (("a", 3), ("b", 2), ("c", 1))]
    chosen = select(rows, 3, 4, texts)
    assert chosen.ids == ["a", "b"]
    assert chosen.folded == {"a": ("c",)}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("France has 4,800 troops.", "France has  4,800 troops !", True),
        ("France has 4,800 troops.", "France has 5,100 troops.", False),
        ("He has left.", "He has not left.", False),
        ("He did leave.", "He didn't leave.", False),
        ("He didn’t leave.", "He didn't leave.", True),
        ("Nothing here", "Nothing there", True),
        ("", "", True),
    ],
)
def test_same_facts(one: str, other: str, same: bool) -> None:
    assert same_facts(one, other) is same

"""The calibrated score: trees as data, measures in their order, chances that mean something."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import GradientBoostingClassifier

from rag.measures import NAMES, Measures, covered
from rag.overlap import NAMES as OVERLAPS
from rag.overlap import overlap
from rag.support import SupportScorer, measured, word_pieces
from rag.trees import Boosted
from vectorstore.documents import canonical

PIECES = word_pieces()
SCORE = SupportScorer()
EVIDENCE = [
    "The ferry Halvard sank off Rask on 3 May 2024. Twelve of the 40 people on board were saved "
    "by fishermen. The cause is not known.",
    "The harbour of Rask has two piers. It was built in 1931.",
]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("The ferry Halvard sank on 3 May 2024.", "The bank bought another ferry in Oslo."),
        ("Fishermen saved twelve of the people on board.", "The captain was arrested in Oslo."),
        ("The harbour of Rask was built in 1931.", "The harbour of Rask was built in 1958."),
    ],
)
def test_what_is_there_scores_higher(better: str, worse: str) -> None:
    assert SCORE(worse, EVIDENCE) < 0.5 < SCORE(better, EVIDENCE)


def test_one_text_may_be_given_bare() -> None:
    claim = "The ferry Halvard sank."
    assert SCORE(claim, EVIDENCE[0]) == SCORE(claim, [EVIDENCE[0]])


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80).map(canonical), st.lists(st.text(max_size=80).map(canonical)))
def test_any_text_has_a_chance(claim: str, evidence: list[str]) -> None:
    row = Measures(PIECES)(claim, evidence)
    assert row.shape == (len(NAMES),)
    assert np.isfinite(row).all()
    assert 0 <= SCORE(claim, evidence) <= 1


def test_cover_counts_weights_over_runs() -> None:
    weights = {"a": 1.0, "b": 2.0, "c": 1.0}
    cover = covered(weights, [frozenset("a"), frozenset(), frozenset("b"), frozenset("c")])
    assert cover.anywhere == 1
    assert cover.runs == (0.5, 0.75, 0.75)
    assert (cover.any_three, cover.run, cover.best) == (1, (0, 3), 2)


def test_trees_are_summed_as_they_were_fitted() -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(300, 4)).astype(np.float32)
    labels = rows[:, 0] + rows[:, 1] * rows[:, 2] > 0
    model = GradientBoostingClassifier(n_estimators=20, max_depth=3, random_state=0)
    model.fit(rows, labels)
    trees = Boosted.parsed(
        {
            "names": list("abcd"),
            "intercept": float(np.log(labels.mean() / (1 - labels.mean()))),
            "trees": [
                {
                    "feature": np.where(t.children_left < 0, -1, t.feature).tolist(),
                    "threshold": t.threshold.tolist(),
                    "left": t.children_left.tolist(),
                    "right": t.children_right.tolist(),
                    "value": (t.value[:, 0, 0] * model.learning_rate).tolist(),
                }
                for (t,) in ((one.tree_,) for (one,) in model.estimators_)
            ],
        }
    )
    chances = [trees.chance(row) for row in rows]
    assert chances == pytest.approx(model.predict_proba(rows)[:, 1].tolist(), abs=1e-6)


GOALS = {"attributionbench": 0.75, "wice": 0.78, "expertqa": 0.60, "fever_symmetric": 0.71}


def test_its_own_error_rates_are_told_and_reach_their_goals() -> None:
    assert {rates.name for rates in measured()} == GOALS.keys()
    for rates in measured():
        assert GOALS[rates.name] <= rates.auc < 1
        assert 0 <= rates.false_close < rates.true_refused < 1


def test_overlap_counts_runs_and_what_is_new() -> None:
    names = dict(zip(OVERLAPS, overlap([5000, 9, 7000, 8], [5000, 9, 8]), strict=True))
    assert names["in_order"] == 0.75
    assert names["longest_run"] == 0.5
    assert names["runs"] == 2
    assert names["new_pieces"] == 0.25
    assert names["rarest_new"] > 1
    assert names["weight_kept"] == 1
    assert overlap([], [1]) == overlap([1], []) == (0.0,) * len(OVERLAPS)

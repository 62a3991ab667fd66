"""Judges held against labels: the figures are scikit-learn's, absence stays absence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.metrics import (
    balanced_accuracy_score,
    cohen_kappa_score,
    precision_score,
    recall_score,
    roc_auc_score,
)

from evals.judging.judgement import Judgement, absent
from evals.judging.labelled import Labelled
from evals.judging.scoring import Figure, judged, score


def rows(labels: Sequence[bool], groups: Sequence[str] | None = None) -> list[Labelled]:
    of = groups or [str(at) for at in range(len(labels))]
    return [
        Labelled(f"s{at}", ("e",), bool(label), group)
        for at, (label, group) in enumerate(zip(labels, of, strict=True))
    ]


def says(chance: float) -> Judgement:
    return Judgement(chance, chance >= 0.5, "", "me", "")


def random_set(n: int = 120) -> tuple[list[bool], list[float]]:
    generator = np.random.default_rng(11)
    labels = generator.random(n) < 0.4
    chances = np.clip(np.round(0.3 * labels + 0.7 * generator.random(n), 1), 0, 1)
    return list(labels), list(chances)


def test_the_figures_are_those_of_scikit_learn() -> None:
    labels, chances = random_set()
    found = score("me", rows(labels), [says(chance) for chance in chances])
    said = np.array(chances) >= 0.5
    known = {
        "balanced_accuracy": balanced_accuracy_score(labels, said),
        "auc": roc_auc_score(labels, chances),
        "kappa": cohen_kappa_score(labels, said),
        "precision": precision_score(labels, said),
        "recall": recall_score(labels, said),
    }
    values = {name: figure.value for name, figure in found.figures.items() if figure}
    assert values == pytest.approx(known)
    for figure in found.figures.values():
        assert figure is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < figure.value < figure.high
    assert (found.judged, found.scored, found.groups) == (1.0, 1.0, 120)


def test_one_source_alone_gives_no_interval() -> None:
    found = score("me", rows([True, False], ["a", "a"]), [says(0.9), says(0.1)])
    assert found.figures["auc"] == Figure(1.0, None, None)
    assert found.figures["recall"] == Figure(1.0, None, None)


def test_statements_of_few_sources_are_worth_less() -> None:
    labels, chances = random_set()
    said = [says(chance) for chance in chances]
    sources = [f"{label}{at // 15}" for at, label in enumerate(labels)]

    def width(found: Figure | None) -> float:
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    ranked = sorted(range(120), key=lambda at: (labels[at], chances[at]))
    alike = [f"{at // 12}" for at in range(120)]
    by_rank = [rows(labels)[at] for at in ranked]
    grouped = [
        Labelled(row.statement, row.evidence, row.supported, group)
        for row, group in zip(by_rank, alike, strict=True)
    ]
    together = score("me", grouped, [said[at] for at in ranked])
    alone = score("me", rows(labels), said)
    assert together.groups == 10
    assert width(together.figures["auc"]) > width(alone.figures["auc"])
    assert score("me", rows(labels, sources), said).groups == len(set(sources))


def test_what_was_not_judged_is_not_counted_wrong() -> None:
    labels = [True, True, False, False, True]
    said = [says(0.9), says(0.8), says(0.1), says(0.2), absent("me", "Not judged: no time.")]
    found = score("me", rows(labels), said)
    assert found.judged == pytest.approx(0.8)
    figure = found.figures["balanced_accuracy"]
    assert figure is not None
    assert figure.value == 1.0


def test_a_verdict_without_a_score_has_no_auc() -> None:
    said = [Judgement(None, True, "", "me", ""), Judgement(None, False, "", "me", "")]
    found = score("me", rows([True, False]), said)
    assert found.figures["auc"] is None
    assert found.figures["recall"] is not None
    assert found.scored == 0


def test_nothing_judged_has_no_figures() -> None:
    found = score("me", rows([True, False]), [absent("me", "")] * 2)
    assert set(found.figures.values()) == {None}
    assert found.judged == 0


def test_labels_of_one_kind_cannot_be_told_apart() -> None:
    found = score("me", rows([True, True]), [says(0.9), says(0.2)])
    assert found.figures["auc"] is None
    assert found.figures["balanced_accuracy"] is None
    assert found.figures["recall"] is not None


def test_a_judge_sees_only_the_words() -> None:
    class Recorder:
        name = "recorder"

        def __init__(self) -> None:
            self.seen: list[tuple[str, tuple[str, ...]]] = []

        def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
            self.seen.append((statement, tuple(evidence)))
            return says(0.5)

    recorder = Recorder()
    found = judged(recorder, rows([True] * 20), at_once=4)
    assert len(found) == 20
    assert sorted(recorder.seen) == sorted((f"s{at}", ("e",)) for at in range(20))


def test_a_score_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        says(1.5)

"""What a gate makes of two runs, their outcomes made in a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from evals.cases.case import Kind
from evals.comparing.compare import Compared, compared
from evals.comparing.margins import MARGINS, margins_of
from evals.comparing.page import as_json, page
from evals.comparing.recorded import Outcome, Recorded
from evals.metrics.registry import METRICS
from evals.running.errors import EvaluationError
from evals.running.summary import GROUPS
from evals.statistics.decision import Outcome as Decision
from tests.evals.samples import declined, placed, sample
from tests.support import ROOT

HEAD: dict[str, Any] = {
    "settings": {},
    "prompts": {},
    "models": [],
    "system": "footnoted",
    "judge": {"name": "a judge"},
    "library": {"content": "these"},
    "code": "this",
}


def outcome(case: int, *, said: str | None = "So it is.", **scores: float) -> Outcome:
    """Return what a case came to; nothing said is a decline."""
    known = {name: (value, 1.0) for name, value in scores.items()}
    words = () if said is None else (said,)
    return Outcome(
        f"c{case}", "hash", "answerable", f"c{case}", "?", said is None, None, words, (), known
    )


def declining(case: int, *, declines: bool, should: bool) -> Outcome:
    """Return what a case came to with its scores of declining, as the metrics give them."""
    of = placed(kind=Kind.UNANSWERABLE if should else Kind.ANSWERABLE)
    found = declined(of) if declines else sample(of=of)
    scores = {name: METRICS[name].of(found) for name in GROUPS["declining"]}
    plain = outcome(case, said=None if declines else "So it is.")
    return replace(plain, scores={name: tuple(s) for name, s in scores.items() if s})


def run(outcomes: Sequence[Outcome]) -> Recorded:
    return Recorded("a run", HEAD, {one.case: one for one in outcomes})


def decided(found: Compared) -> dict[str, Decision]:
    return {one.name: one.outcome for one in found.metrics}


def test_declines_that_are_new_count_against_declining() -> None:
    right = [declining(n, declines=True, should=True) for n in range(20)]
    old = [declining(n, declines=False, should=False) for n in range(20, 60)]
    new = [declining(n, declines=n < 40, should=False) for n in range(20, 60)]
    found = compared(run([*right, *old]), run([*right, *new]))
    values = {one.name: (one.old, one.new) for one in found.metrics}
    assert values["decline_precision"] == (1, 0.5)
    assert values["decline_f1"] == (1, 2 * 20 / (2 * 20 + 20))
    assert values["decline_recall"] == (1, 1)
    failed = {name for name, outcome in decided(found).items() if outcome is Decision.FAIL}
    assert failed == {"decline_precision", "decline_f1", "over_refusal"}


def test_declines_of_other_cases_are_compared_though_none_is_shared() -> None:
    old = [declining(1, declines=True, should=True), declining(2, declines=False, should=False)]
    new = [declining(1, declines=False, should=True), declining(2, declines=True, should=False)]
    found = compared(run(old), run(new))
    (one,) = [each for each in found.metrics if each.name == "decline_precision"]
    assert (one.old, one.new) == (1, 0)
    assert one.outcome is Decision.INCONCLUSIVE


def test_an_error_is_no_share_of_declining() -> None:
    old = [declining(n, declines=True, should=n < 20) for n in range(22)]
    broken = [replace(one, declined=False, error="It broke.", scores={}) for one in old[20:]]
    (one,) = [
        each
        for each in compared(run(old), run([*old[:20], *broken])).metrics
        if each.name == "decline_precision"
    ]
    assert (one.cases, one.old, one.new) == (20, 1, 1)


def test_what_is_said_now_and_was_declined_before_must_be_faithful_too() -> None:
    same = [outcome(n, faithfulness=1.0, citation_f1=1.0, key_facts=1.0) for n in range(60)]
    silent = [outcome(n, said=None) for n in range(60, 80)]
    for faithful, decision in ((1.0, Decision.PASS), (0.0, Decision.FAIL)):
        said = [outcome(n, faithfulness=faithful, key_facts=0.0) for n in range(60, 80)]
        margins = margins_of(["faithfulness=0.05"])
        found = compared(run([*same, *silent]), run([*same, *said]), margins)
        assert decided(found)["faithfulness"] is decision
        assert decided(found)["key_facts"] is Decision.PASS
        assert {one.name: one.cases for one in found.metrics} == {
            "faithfulness": 80, "citation_f1": 60, "key_facts": 60,
        }  # fmt: skip


@pytest.mark.parametrize("silent", [1, 2, 50])
def test_a_judge_that_is_silent_is_no_pass(silent: int) -> None:
    old = [outcome(n, faithfulness=1.0, key_facts=1.0) for n in range(50)]
    quiet = [outcome(n, key_facts=1.0) for n in range(silent)]
    found = compared(run(old), run([*quiet, *old[silent:]]))
    if silent == 1:
        assert (found.decision, found.lacking) == (Decision.PASS, {})
        return
    assert found.decision is Decision.INCONCLUSIVE
    assert as_json(found)["lacking"] == {"faithfulness": silent}
    told = f"inconclusive: Faithfulness (faithfulness): {silent} answers have no score."
    assert told in [*page(found)]


def test_what_is_declined_now_lacks_nothing_but_fails_as_such() -> None:
    old = [outcome(n, faithfulness=1.0, over_refusal=0.0) for n in range(50)]
    new = [outcome(n, said=None, over_refusal=1.0) for n in range(50)]
    found = compared(run(old), run(new))
    assert (found.lacking, decided(found)) == ({}, {"over_refusal": Decision.FAIL})


def test_every_metric_of_quality_has_a_margin_and_the_page_says_it() -> None:
    quality = [name for group, names in GROUPS.items() if group != "expense" for name in names]
    assert [*MARGINS] == [*quality, "errors"]
    text = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.split("\n## The gate")[1].split("\n") if "|" in line]
    said = {
        name.strip(" `"): float(row[2])
        for row in rows
        if row[1].strip().startswith("`")
        for name in row[1].split(",")
    }
    assert said == MARGINS


@pytest.mark.parametrize(
    ("name", "lost", "margin", "decision"),
    [
        ("citation_recall", 0, None, Decision.PASS),
        ("citation_recall", 3, None, Decision.INCONCLUSIVE),
        ("citation_recall", 3, 0.05, Decision.PASS),
        ("right", 2, None, Decision.PASS),
        ("right", 2, 0.02, Decision.INCONCLUSIVE),
        ("right", 12, 1.0, Decision.FAIL),
        ("quote_exactness", 1, None, Decision.FAIL),
        ("quote_exactness", 1, 0.1, Decision.PASS),
        ("errors", 1, None, Decision.FAIL),
        ("errors", 1, 0.1, Decision.PASS),
        ("errors", 3, 0.01, Decision.FAIL),
    ],
)
def test_a_margin_is_that_of_the_metric_or_the_one_given(
    name: str, lost: int, margin: float | None, decision: Decision
) -> None:
    good, bad = (0.0, 1.0) if METRICS[name].better == "lower" else (1.0, 0.0)
    old = [outcome(n, **{name: good}) for n in range(200)]
    new = [outcome(n, **{name: bad if n < lost else good}) for n in range(200)]
    margins = margins_of([] if margin is None else [f"{name}={margin}"])
    found = compared(run(old), run(new), margins)
    assert decided(found) == {name: decision}
    assert found.metrics[0].margin == margins[name]


@pytest.mark.parametrize("given", ["recall@5", "recall@5=x", "unknown=0.1", "mrr=2", "mrr=nan"])
def test_a_margin_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(EvaluationError):
        margins_of([given])

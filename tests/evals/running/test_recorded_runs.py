"""A run is accepted as a baseline, and later ones are compared with it case by case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.cases.case import Placed
from evals.comparing import commands
from evals.comparing.compare import compared
from evals.comparing.gate import held_against
from evals.comparing.page import as_json, page
from evals.comparing.recorded import Recorded, of_rows, recorded, write_baseline
from evals.response import Response
from evals.running.errors import EvaluationError, NotARun
from evals.running.judging import Memory
from evals.running.page import page as run_page
from evals.running.run import Plan, carry_out
from evals.running.store import HEAD, read_lines
from evals.statistics.decision import Outcome


@pytest.fixture
def baseline(plan: Plan, tmp_path: Path) -> Path:
    carry_out(plan, tmp_path / "accepted")
    write_baseline(recorded(tmp_path / "accepted"), tmp_path / "baseline.jsonl")
    return tmp_path / "baseline.jsonl"


def test_an_accepted_baseline_is_read_as_it_was(baseline: Path, plan: Plan, tmp_path: Path) -> None:
    run = recorded(tmp_path / "accepted")
    assert recorded(baseline).outcomes == dict(sorted(run.outcomes.items()))
    assert held_against(recorded(baseline), run).identical
    text = baseline.read_text(encoding="utf-8")
    assert "timing" not in text
    assert str(tmp_path) not in text


def test_the_baseline_that_ships_is_not_replaced_by_a_run_of_other_cases(
    baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, shipped = tmp_path / "accepted", tmp_path / "shipped.jsonl"
    shipped.write_bytes(commands.BASELINE.read_bytes())
    monkeypatch.setattr(commands, "BASELINE", shipped)
    with pytest.raises(NotARun, match="--baseline FILE"):
        commands.accept(run, shipped)
    assert shipped.read_bytes() != baseline.read_bytes()
    commands.accept(run, tmp_path / "mine.jsonl")
    shipped.write_bytes(baseline.read_bytes())
    commands.accept(run, shipped)
    assert shipped.read_bytes() == baseline.read_bytes() == (tmp_path / "mine.jsonl").read_bytes()


@pytest.mark.parametrize("what", ["library", "judge", "cases"])
def test_a_baseline_of_something_else_is_no_pass(
    baseline: Path, plan: Plan, tmp_path: Path, what: str
) -> None:
    run = recorded(tmp_path / "accepted")
    if what == "cases":
        first = next(iter(run.outcomes))
        other = replace(run.outcomes[first], hash="another")
        run = replace(run, outcomes={**run.outcomes, first: other})
    else:
        name = "content" if what == "library" else "name"
        run = replace(run, head={**run.head, what: {**run.head[what], name: "another"}})
    with pytest.raises(EvaluationError, match="accept a new one"):
        held_against(recorded(baseline), run)


def test_a_judge_with_other_settings_is_another(baseline: Path, tmp_path: Path) -> None:
    run = recorded(tmp_path / "accepted")
    ours, theirs = ({"base_url": f"http://{name}/v1", "max_tokens": 700} for name in "ab")
    here, there, unknown = (judged_by(run, settings) for settings in (ours, theirs, None))
    with pytest.raises(EvaluationError, match=r"other settings \(base_url\): accept a new one"):
        held_against(here, there)
    (change,) = compared(here, there).changes
    assert (change.what, change.new) == ("judge base_url", "http://b/v1")
    assert held_against(here, here).identical
    # What a baseline of before did not keep is not known to be different.
    assert held_against(unknown, here).changes == ()


def judged_by(run: Recorded, settings: dict[str, Any] | None) -> Recorded:
    own = {} if settings is None else {"settings": settings}
    return replace(run, head={**run.head, "judge": {**run.head["judge"], **own}})


def test_other_packages_stand_beside_the_scores(baseline: Path, tmp_path: Path) -> None:
    run, accepted = recorded(tmp_path / "accepted"), recorded(baseline)
    assert accepted.head["packages"] == run.head["packages"]
    newer = {**run.head["packages"], "numpy": "99.0"}
    (change,) = compared(accepted, replace(run, head={**run.head, "packages": newer})).changes
    assert (change.what, change.new) == ("package numpy", "99.0")
    before = {name: value for name, value in accepted.head.items() if name != "packages"}
    assert compared(replace(accepted, head=before), run).changes == ()


def test_results_of_another_version_are_refused(baseline: Path, tmp_path: Path) -> None:
    head = json.loads((tmp_path / "accepted" / HEAD).read_text())
    (tmp_path / "accepted" / HEAD).write_text(json.dumps({**head, "schema": 99}))
    with pytest.raises(NotARun, match="version 99"):
        recorded(tmp_path / "accepted")
    lines = baseline.read_text().replace('{"baseline": 1', '{"baseline": 99', 1)
    baseline.write_text(lines)
    with pytest.raises(NotARun, match="version 99"):
        recorded(baseline)
    (tmp_path / "nothing.jsonl").write_text("[]\n")
    with pytest.raises(NotARun, match="no run and no baseline"):
        recorded(tmp_path / "nothing.jsonl")


def test_a_worse_run_names_its_metrics_and_cases(
    baseline: Path, plan: Plan, tmp_path: Path
) -> None:
    class Silent:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            return Response(placed.case.id, self.name, declined=True, passages=())

    carry_out(replace(plan, system=Silent()), tmp_path / "silent")
    found = held_against(recorded(baseline), recorded(tmp_path / "silent"))
    assert found.decision is Outcome.FAIL
    failed = {one.name for one in found.metrics if one.outcome is Outcome.FAIL}
    assert {"recall@10", "success@5"} <= failed
    said = "\n".join(page(found))
    assert "fail: " in said
    assert "Worse: " in said
    assert as_json(found)["decision"] == "fail"
    assert of_rows(read_lines(tmp_path / "silent")).keys() == found.new.outcomes.keys()


def test_a_judge_that_changes_its_mind_is_noise(plan: Plan, tmp_path: Path) -> None:
    from evals.judging.judgement import Judgement

    class Fickle:
        name = "fickle"
        turns: dict[str, list[tuple[str, ...]]]

        def __init__(self) -> None:
            self.turns = {}

        def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
            asked = self.turns.setdefault(statement, [])
            asked.append(tuple(evidence))
            yes = max(map(asked.count, asked)) % 2 == 1
            return Judgement(float(yes), yes, "yes" if yes else "no", self.name, "on a whim")

    once, _ = carry_out(replace(plan, memory=Memory(Fickle())), tmp_path / "once")
    assert "noise" not in once["judge"]
    again = replace(plan, memory=Memory(Fickle()), repeat=3)
    head, _ = carry_out(again, tmp_path / "again")
    noise = head["judge"]["noise"]
    assert noise["runs"] == 3
    assert noise["flips"] > 0
    assert noise["spread"] > 0
    assert any("changed its mind" in line for line in run_page(head))
    before, after = recorded(tmp_path / "once"), recorded(tmp_path / "again")
    found = compared(before, worse(after))
    (faithful,) = [one for one in found.metrics if one.name == "faithfulness"]
    assert faithful.outcome is Outcome.INCONCLUSIVE
    judge = head["judge"]
    others = {name: spread for name, spread in noise["metrics"].items() if name != "faithfulness"}
    assert others["citation_f1"] > 0
    for heard, outcome in (
        (once["judge"], Outcome.FAIL),
        # The noise of one metric is not that of another.
        ({**judge, "noise": {**noise, "metrics": others}}, Outcome.FAIL),
        # A run of before has the spread of all verdicts alone.
        ({**judge, "noise": {**old(noise), "spread": 0.4}}, Outcome.INCONCLUSIVE),
        ({**judge, "noise": {**old(noise), "spread": 0.01}}, Outcome.FAIL),
    ):
        told = replace(after, head={**after.head, "judge": heard})
        found = compared(before, worse(told))
        assert {one.name: one.outcome for one in found.metrics}["faithfulness"] is outcome


def old(noise: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in noise.items() if name != "metrics"}


def worse(run: Recorded) -> Recorded:
    """Return the run with nothing of it faithful."""
    lost = {
        case: replace(one, scores={**one.scores, "faithfulness": (0.0, 1.0)})
        for case, one in run.outcomes.items()
        if "faithfulness" in one.scores
    }
    return replace(run, outcomes={**run.outcomes, **lost})


def test_a_judge_that_cannot_tell_leaves_scores_out(plan: Plan, tmp_path: Path) -> None:
    from evals.judging.judgement import Judgement, absent

    class Silent:
        name = "silent"

        def judge(self, statement: str, evidence: object) -> Judgement:
            return absent(self.name, "it did not answer in time")

    head, rows = carry_out(replace(plan, memory=Memory(Silent())), tmp_path)
    assert "faithfulness" not in head["metrics"]
    assert head["unjudged"] == sum(len(row["statements"]) for row in rows) > 0
    assert "quote_exactness" in head["metrics"]

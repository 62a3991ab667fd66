"""A run is kept, gone on with, the same every time, and compared case by case."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.cases.case import Placed
from evals.cases.place import accepted, place_cases
from evals.cases.read import read_cases
from evals.comparing.compare import compared
from evals.comparing.gate import held_against
from evals.comparing.page import as_json, page
from evals.comparing.recorded import Recorded, of_rows, recorded, write_baseline
from evals.response import Response
from evals.running.ask import Footnoted, System
from evals.running.command import drawn, without_model
from evals.running.errors import EvaluationError, NotARun, OtherRun, RunBusy
from evals.running.judging import Memory, judge_of
from evals.running.library import CASES
from evals.running.page import page as run_page
from evals.running.run import Plan, carry_out
from evals.running.store import HEAD, LINES, read_lines
from evals.statistics.decision import Outcome
from rag.assemble import build_chain
from rag.settings import Settings
from vectorstore.collection import Collection

SETTINGS = without_model(Settings())


@pytest.fixture(scope="module")
def placed(library: Collection) -> list[Placed]:
    return drawn(accepted(place_cases(read_cases(CASES[1:]), library)), 14, 3)


@pytest.fixture(scope="module")
def system(library: Collection) -> System:
    return Remembering(Footnoted(build_chain(SETTINGS, library)))


class Remembering:
    """Asks each case once for all the tests of this module."""

    name = "footnoted"

    def __init__(self, system: System) -> None:
        self._system = system
        self._said: dict[str, Response] = {}

    def answer(self, placed: Placed) -> Response:
        if placed.case.id not in self._said:
            self._said[placed.case.id] = self._system.answer(placed)
        return self._said[placed.case.id]


@pytest.fixture(scope="module")
def memory() -> Memory | None:
    return judge_of("wording", SETTINGS)


@pytest.fixture
def plan(placed: list[Placed], system: System, library: Collection, memory: Memory | None) -> Plan:
    return Plan(placed, system, library, SETTINGS, "embedded", memory, "wording", 2)


def untimed(folder: Path) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "timing"} for row in read_lines(folder)]


def test_a_run_is_the_same_every_time(plan: Plan, tmp_path: Path) -> None:
    head, rows = carry_out(plan, tmp_path / "a")
    carry_out(replace(plan, jobs=1), tmp_path / "b")
    assert untimed(tmp_path / "a") == untimed(tmp_path / "b")
    assert [row["case"] for row in rows] == [one.case.id for one in plan.placed]
    assert head["metrics"]["quote_exactness"]["value"] == 1
    assert "wording check, not a verdict" in head["judge"]["said"]
    found = compared(recorded(tmp_path / "a"), recorded(tmp_path / "b"))
    assert (found.decision, found.identical, found.changes) == (Outcome.PASS, True, ())


def test_every_score_stands_beside_what_it_is_of(plan: Plan, tmp_path: Path) -> None:
    _, rows = carry_out(plan, tmp_path)
    for row in rows:
        assert row["declined"] == (not row["statements"])
        assert ("faithfulness" in row["scores"]) == bool(row["statements"])
        for statement in row["statements"]:
            assert statement["judged"]["reason"]
            assert all(c["quote"] for c in statement["citations"])


def test_a_run_that_was_cut_short_goes_on_where_it_was(plan: Plan, tmp_path: Path) -> None:
    class Dying:
        name = "footnoted"
        asked = 0

        def answer(self, placed: Placed) -> Response:
            self.asked += 1
            if self.asked > 5:
                raise KeyboardInterrupt
            return plan.system.answer(placed)

    with pytest.raises(KeyboardInterrupt):
        carry_out(replace(plan, system=Dying(), jobs=1), tmp_path)
    done = read_lines(tmp_path)
    assert 0 < len(done) < len(plan.placed)
    with (tmp_path / LINES).open("ab") as file:
        file.write(b'{"case": "cut sho')
    again: list[str] = []

    class Counting:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            again.append(placed.case.id)
            return plan.system.answer(placed)

    with pytest.raises(NotARun, match="has not ended"):
        recorded(tmp_path)
    carry_out(replace(plan, system=Counting()), tmp_path)
    assert sorted(again) == sorted({p.case.id for p in plan.placed} - {r["case"] for r in done})
    carry_out(plan, tmp_path / "whole")
    assert untimed(tmp_path) == untimed(tmp_path / "whole")


def test_a_case_that_fails_is_a_line(plan: Plan, tmp_path: Path) -> None:
    class Failing:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            return Response(placed.case.id, self.name, error="ModelDown: nobody answers.")

    head, rows = carry_out(replace(plan, system=Failing()), tmp_path)
    assert head["errors"] == len(rows)
    assert head["metrics"]["errors"]["value"] == 1
    assert "faithfulness" not in head["metrics"]


def test_two_runs_at_once_do_not_share_a_folder(plan: Plan, tmp_path: Path) -> None:
    begun, end = threading.Event(), threading.Event()

    class Waiting:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            begun.set()
            end.wait(30)
            return plan.system.answer(placed)

    first = threading.Thread(target=carry_out, args=(replace(plan, system=Waiting()), tmp_path))
    first.start()
    assert begun.wait(30)
    with pytest.raises(RunBusy, match="Another process"):
        carry_out(plan, tmp_path)
    end.set()
    first.join(60)


def test_another_run_is_not_written_over(plan: Plan, tmp_path: Path) -> None:
    carry_out(plan, tmp_path)
    with pytest.raises(OtherRun, match="name another folder"):
        carry_out(replace(plan, placed=plan.placed[:3]), tmp_path)


def test_a_folder_that_cannot_be_written_is_named(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationError, match="cannot be written"):
        carry_out(plan, tmp_path / "file")


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
        turns: dict[str, int]

        def __init__(self) -> None:
            self.turns = {}

        def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
            turn = self.turns[statement] = self.turns.get(statement, 0) + 1
            yes = turn % 2 == 1
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
    told = replace(after, head={**after.head, "judge": once["judge"]})
    (plainly,) = [one for one in compared(before, worse(told)).metrics if one.name == faithful.name]
    assert plainly.outcome is Outcome.FAIL


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

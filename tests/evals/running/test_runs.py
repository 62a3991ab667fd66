"""A run is kept, gone on with, and the same every time."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.cases.case import Placed
from evals.comparing.compare import compared
from evals.comparing.recorded import recorded, write_baseline
from evals.response import Response
from evals.running import versions
from evals.running.errors import EvaluationError, NotARun, OtherRun, RunBusy
from evals.running.run import Plan, carry_out, ended
from evals.running.store import LINES, read_head, read_lines
from evals.statistics.decision import Outcome
from rag.assemble import open_library
from rag.settings import Settings
from vectorstore.amend import amend
from vectorstore.corrections import Corrections
from vectorstore.ingest import ingest


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


def test_a_case_that_fails_is_a_line_and_is_asked_again(plan: Plan, tmp_path: Path) -> None:
    class Failing:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            if placed.case.id in fine:
                return plan.system.answer(placed)
            return Response(placed.case.id, self.name, error="ModelDown: it said \ud83d.")

    fine = {one.case.id for one in plan.placed[:2]}
    head, rows = carry_out(replace(plan, system=Failing()), tmp_path / "run")
    assert head["errors"] == len(rows) - 2
    assert {row["case"] for row in rows if row["error"] is None} == fine
    assert ended(plan, tmp_path / "run") is None
    failed = recorded(tmp_path / "run")
    write_baseline(failed, tmp_path / "failed.jsonl")
    assert recorded(tmp_path / "failed.jsonl").outcomes == dict(sorted(failed.outcomes.items()))

    asked: list[str] = []

    class Mended:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            asked.append(placed.case.id)
            return plan.system.answer(placed)

    again, _ = carry_out(replace(plan, system=Mended()), tmp_path / "run")
    assert sorted(asked) == sorted({one.case.id for one in plan.placed} - fine)
    assert (again["errors"], again["began"]) == (0, head["began"])
    assert ended(plan, tmp_path / "run") == read_head(tmp_path / "run")
    assert ended(replace(plan, repeat=2), tmp_path / "run") is None
    carry_out(plan, tmp_path / "whole")
    assert untimed(tmp_path / "run") == untimed(tmp_path / "whole")


def test_an_answer_that_cannot_be_scored_is_a_line(plan: Plan, tmp_path: Path) -> None:
    few = replace(plan, placed=plan.placed[:4])
    broken = next(one.case.id for one in few.placed if plan.system.answer(one).answered)

    class Odd:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            found = plan.system.answer(placed)
            # No system may give this; whatever breaks a metric stops no other case.
            said = (None,) if placed.case.id == broken else found.statements
            return replace(found, statements=said)  # type: ignore[arg-type]

    head, rows = carry_out(replace(few, system=Odd()), tmp_path)
    (told,) = [row for row in rows if row["error"]]
    assert (told["case"], head["errors"]) == (broken, 1)
    assert told["error"].startswith("Not scored: AttributeError: ")
    carry_out(few, tmp_path)
    assert all(row["error"] is None for row in read_lines(tmp_path))


def test_two_runs_at_once_do_not_share_a_folder(plan: Plan, tmp_path: Path) -> None:
    begun, end = threading.Event(), threading.Event()

    class Waiting:
        name = "footnoted"

        def answer(self, placed: Placed) -> Response:
            begun.set()
            end.wait(60)
            return plan.system.answer(placed)

    first = threading.Thread(target=carry_out, args=(replace(plan, system=Waiting()), tmp_path))
    first.start()
    assert begun.wait(60)
    with pytest.raises(RunBusy, match="Another process"):
        carry_out(plan, tmp_path)
    end.set()
    first.join(60)


def test_another_run_is_not_written_over(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(plan, placed=plan.placed[:3])
    carry_out(few, tmp_path)
    check = few.settings.check.model_copy(update={"unsupported": "mark"})
    others = [
        replace(few, placed=plan.placed[:2]),
        replace(few, profile="model"),
        replace(few, about={"chunks": 512}),
        replace(few, memory=None, judge="none"),
        replace(few, settings=few.settings.model_copy(update={"check": check})),
    ]
    for other in others:
        with pytest.raises(OtherRun, match="name another folder"):
            carry_out(other, tmp_path)
    for what, other_than in (("code", "c0de"), ("scoring", "5c0re"), ("packages", {"numpy": "0"})):
        with monkeypatch.context() as changed:
            changed.setattr(versions, what, lambda *_, to=other_than: to)
            with pytest.raises(OtherRun, match="name another folder"):
                carry_out(few, tmp_path)
    assert carry_out(few, tmp_path)[0]["errors"] == 0


def test_a_library_with_corrections_is_another(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text("The mill burned down.", encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    with open_library(settings, create=True) as library:
        ingest(library, [tmp_path / "mill.txt"])
        before = versions.content(library.library)
        (document,) = [row.id for row in library.documents()]
        amend(library, document, Corrections(published="2025-11-03"))
        assert versions.content(library.library) != before
        amend(library, document, Corrections(undo=("published",)))
        assert versions.content(library.library) == before


def test_a_folder_that_cannot_be_written_is_named(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationError, match="cannot be written"):
        carry_out(plan, tmp_path / "file")

"""The embedded path answers every case that ships exactly as it did when that was accepted."""

from __future__ import annotations

from pathlib import Path

from evals.cases.place import accepted, place_cases
from evals.cases.read import read_cases
from evals.comparing.commands import BASELINE
from evals.comparing.gate import held_against
from evals.comparing.page import page
from evals.comparing.recorded import recorded
from evals.running.ask import Footnoted
from evals.running.command import without_model
from evals.running.judging import judge_of
from evals.running.library import CASES
from evals.running.run import Plan, carry_out
from evals.statistics.decision import Outcome
from rag.assemble import build_chain
from rag.settings import Settings
from vectorstore.collection import Collection


def test_no_case_comes_to_anything_else_than_was_accepted(
    library: Collection, tmp_path: Path
) -> None:
    settings = without_model(Settings())
    placed = accepted(place_cases(read_cases(CASES), library))
    system = Footnoted(build_chain(settings, library))
    judge = judge_of("wording", settings)
    carry_out(Plan(placed, system, library, settings, "embedded", judge, "wording"), tmp_path)
    baseline, run = recorded(BASELINE), recorded(tmp_path)
    found = held_against(baseline, run)
    if run.head["arithmetic"] == baseline.head["arithmetic"]:
        assert found.identical, "\n".join(page(found))
    # A processor that rounds otherwise may order near ties otherwise, and no more than that.
    assert found.decision is Outcome.PASS, "\n".join(page(found))
    assert len(found.moved) <= len(run.outcomes) / 20, "\n".join(page(found))

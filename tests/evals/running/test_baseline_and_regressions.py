"""The embedded path answers every case as it did when that was accepted; breaking a part is seen.

Break a part, and the gate names what got worse; change nothing, and it passes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.cases.case import Placed
from evals.cases.place import accepted, place_cases
from evals.cases.read import read_cases
from evals.comparing.commands import BASELINE
from evals.comparing.gate import held_against
from evals.comparing.page import page
from evals.comparing.recorded import Recorded, recorded
from evals.running.ask import Footnoted
from evals.running.command import without_model
from evals.running.judging import judge_of
from evals.running.library import CASES
from evals.running.run import Plan, carry_out
from evals.statistics.decision import Outcome
from rag.assemble import build_chain
from rag.chain import Chain
from rag.examine import Examiner
from rag.settings import Settings
from tests.evals.running.broken import (
    Agreeing,
    Reversed,
    Rewritten,
    as_it_is,
    elsewhere,
    half,
    more,
    once,
)
from vectorstore.collection import Collection

SETTINGS = without_model(Settings())


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    """The chain, whose parts do nothing twice: a fault is in one of them, the others stay sound."""
    return once(build_chain(SETTINGS, library))


@pytest.fixture(scope="module")
def everything(library: Collection, chain: Chain) -> Plan:
    """All cases that ship."""
    placed: list[Placed] = accepted(place_cases(read_cases(CASES), library))
    judge = judge_of("wording", SETTINGS)
    return Plan(placed, Footnoted(chain), library, SETTINGS, "embedded", judge, "wording", 2)


@pytest.fixture(scope="module")
def sound(everything: Plan, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("sound")
    carry_out(everything, folder)
    return recorded(folder)


@pytest.fixture(scope="module")
def plan(everything: Plan) -> Plan:
    """Some third of the cases, which are enough to see each fault: all that are to be declined."""
    dev = {one.case.id for one in read_cases(CASES[:1])}
    some = [p for p in everything.placed if not p.case.history and p.case.id not in dev]
    chosen = [p for n, p in enumerate(some) if p.case.kind.declines or n % 2 == 0]
    return replace(everything, placed=chosen)


@pytest.fixture(scope="module")
def before(plan: Plan, sound: Recorded) -> Recorded:
    """What those cases came to while nothing was broken."""
    asked = [one.case.id for one in plan.placed]
    return replace(sound, outcomes={case: sound.outcomes[case] for case in asked})


def failed(plan: Plan, before: Recorded, broken: Chain, folder: Path) -> set[str]:
    carry_out(replace(plan, system=Footnoted(broken)), folder)
    now = recorded(folder)
    asked = {case: before.outcomes[case] for case in now.outcomes}
    found = held_against(replace(before, outcomes=asked), now)
    assert found.decision is Outcome.FAIL, "\n".join(page(found))
    return {one.name for one in found.metrics if one.outcome is Outcome.FAIL}


def test_no_case_comes_to_anything_else_than_was_accepted(sound: Recorded) -> None:
    baseline = recorded(BASELINE)
    found = held_against(baseline, sound)
    if sound.head["arithmetic"] == baseline.head["arithmetic"]:
        assert found.identical, "\n".join(page(found))
    # A processor that rounds otherwise may order near ties otherwise, and no more than that.
    assert found.decision is Outcome.PASS, "\n".join(page(found))
    assert len(found.moved) <= len(sound.outcomes) / 20, "\n".join(page(found))


def test_a_broken_retriever_is_found(
    plan: Plan, before: Recorded, chain: Chain, tmp_path: Path
) -> None:
    broken = replace(chain, retriever=Reversed(chain.retriever))
    assert {"recall@5", "mrr"} <= failed(plan, before, broken, tmp_path)


def test_a_citer_that_points_elsewhere_is_found(
    plan: Plan, before: Recorded, chain: Chain, tmp_path: Path
) -> None:
    answerer, examiner = Rewritten(chain.answerer, elsewhere), Examiner(Agreeing())
    broken = replace(chain, answerer=answerer, examiner=examiner)
    # Half of them is enough: nearly every citation is judged anew, which takes its time.
    half_of = replace(plan, placed=plan.placed[::2])
    assert {"citation_recall", "gold_cited"} <= failed(half_of, before, broken, tmp_path)


def test_a_verifier_that_always_agrees_is_found(plan: Plan, chain: Chain, tmp_path: Path) -> None:
    inventing = replace(chain, answerer=Rewritten(chain.answerer, more))
    carry_out(replace(plan, system=Footnoted(inventing)), tmp_path / "before")
    broken = replace(inventing, examiner=Examiner(Agreeing()))
    # What was withheld, and so declined, is said now.
    before = recorded(tmp_path / "before")
    assert "decline_recall" in failed(plan, before, broken, tmp_path / "after")


def test_an_answerer_that_never_declines_is_found(
    plan: Plan, before: Recorded, chain: Chain, tmp_path: Path
) -> None:
    broken = replace(chain, answerer=Rewritten(chain.answerer, as_it_is, declines=False))
    assert "decline_recall" in failed(plan, before, broken, tmp_path)


def test_a_splitter_that_cuts_sentences_is_found(
    plan: Plan, before: Recorded, chain: Chain, tmp_path: Path
) -> None:
    broken = replace(chain, answerer=Rewritten(chain.answerer, half))
    assert {"key_facts", "right"} & failed(plan, before, broken, tmp_path)


def test_nothing_changed_passes(
    plan: Plan, before: Recorded, library: Collection, tmp_path: Path
) -> None:
    """All cases are held against another process's above; some of them are asked anew here."""
    anew = Footnoted(build_chain(SETTINGS, library))
    judge = judge_of("wording", SETTINGS)
    carry_out(replace(plan, placed=plan.placed[::2], system=anew, memory=judge), tmp_path)
    again = recorded(tmp_path)
    asked = {case: before.outcomes[case] for case in again.outcomes}
    found = held_against(replace(before, outcomes=asked), again)
    assert (found.decision, found.identical) == (Outcome.PASS, True)

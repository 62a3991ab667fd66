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
from evals.running.judging import judge_of
from evals.running.library import CASES
from evals.running.planning import without_model
from evals.running.run import Plan, carry_out
from evals.statistics.decision import Outcome
from rag.assemble import build_chain
from rag.chain import Chain
from rag.chance import Chances
from rag.cite import Footnotes
from rag.settings import Settings
from rag.verify import AligningVerifier
from tests.evals.running.broken import (
    Inventing,
    Once,
    Reversed,
    agreeing,
    cite_elsewhere,
    ends_within,
    once,
    refusing,
)
from vectorstore.collection import Collection

SETTINGS = without_model(Settings())


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    """The chain, whose parts do nothing twice: a fault is in one of them, the others stay sound."""
    return once(build_chain(SETTINGS, library))


def built(chain: Chain) -> Chain:
    """The chain as it was built, whose parts do their work each time."""
    parts = chain.answerer
    assert isinstance(parts, Once)
    return parts.chain


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


def failed(plan: Plan, before: Recorded, folder: Path, broken: Chain | None = None) -> set[str]:
    """Return the metrics that fail the gate with a broken part, the others sound."""
    carry_out(plan if broken is None else replace(plan, system=Footnoted(broken)), folder)
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
    assert {"recall@5", "mrr"} <= failed(plan, before, tmp_path, broken)


def test_a_citer_that_points_elsewhere_is_found(
    plan: Plan, before: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Footnotes, "cite", cite_elsewhere)
    # Nearly every citation is judged anew, which takes its time.
    some = [one for one in plan.placed if not one.case.kind.declines][:20]
    found = failed(replace(plan, placed=some), before, tmp_path)
    assert {"citation_recall", "gold_cited"} <= found


def test_a_verifier_that_refuses_all_is_found(
    plan: Plan, before: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AligningVerifier, "check", refusing)
    some = [one for one in plan.placed if not one.case.kind.declines][:30]
    assert "over_refusal" in failed(replace(plan, placed=some), before, tmp_path)


def test_a_verifier_that_always_agrees_is_found(
    plan: Plan, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources' own words are right to agree with: it shows where the answerer makes figures up."""
    some = [one for one in plan.placed if one.case.kind.declines]
    system = Footnoted(replace(chain, answerer=Inventing(chain.answerer)))
    inventing = replace(plan, placed=some, system=system)
    carry_out(inventing, tmp_path / "before")
    monkeypatch.setattr(AligningVerifier, "check", agreeing)
    # What was withheld, and so declined, is said now.
    before = recorded(tmp_path / "before")
    assert "decline_recall" in failed(inventing, before, tmp_path / "after")


@pytest.mark.parametrize(
    ("threshold", "declines", "named"),
    [(0.0, True, {"decline_recall"}), (1.0, False, {"over_refusal"})],
)
def test_a_decline_threshold_that_was_moved_is_found(
    plan: Plan, before: Recorded, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    threshold: float, declines: bool, named: set[str],
) -> None:  # fmt: skip
    some = [one for one in plan.placed if one.case.kind.declines is declines][:30]
    answerer = built(chain).answerer
    moved = replace(Chances.load(), threshold=threshold)
    monkeypatch.setattr(answerer, "_chances", moved)
    broken = replace(chain, answerer=answerer)
    assert named <= failed(replace(plan, placed=some), before, tmp_path, broken)


def test_a_splitter_that_cuts_sentences_is_found(
    plan: Plan, before: Recorded, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [one for one in plan.placed if one.case.key_facts][:30]
    monkeypatch.setattr("vectorstore.sentences._ends", ends_within)
    broken = replace(chain, answerer=built(chain).answerer)
    assert {"key_facts", "right"} <= failed(replace(plan, placed=some), before, tmp_path, broken)


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

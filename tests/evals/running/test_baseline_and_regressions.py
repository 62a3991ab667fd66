"""The embedded path answers every case as it did when that was accepted; breaking a part is seen.

Break a part, and the gate names what got worse; change nothing, and it passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from rag.answers import Claim, Evidence, Filters, Label, Spans, Verdict, VerdictClass, Written
from rag.answers import Outcome as Ended
from rag.assemble import build_chain
from rag.chain import Chain
from rag.examine import Examiner
from rag.retrieve import Retrieval
from rag.run import Run
from rag.settings import Settings
from rag.verify import Checked
from vectorstore.collection import Collection
from vectorstore.documents import Span
from vectorstore.sentences import iter_sentences

SETTINGS = without_model(Settings())
_QUOTED = re.compile('[“”"«»„]')


@dataclass(frozen=True)
class Reversed:
    """A retriever that gives the worst passages first."""

    retriever: object

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        found = self.retriever.retrieve(question, filters, 40)  # type: ignore[attr-defined]
        worst = tuple(reversed(found.evidence))[: len(found.evidence) // 3]
        return replace(found, evidence=worst)


@dataclass(frozen=True)
class Rewritten:
    """An answerer whose claims are changed on their way."""

    answerer: object
    change: Callable[[Claim, Sequence[Evidence]], Claim]
    declines: bool = True
    name: str = "changed"
    model: str | None = None

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        said = 0
        for piece in self.answerer.write(question, evidence, run):  # type: ignore[attr-defined]
            if isinstance(piece, Claim):
                said += 1
                # What is quoted stays verbatim: that is held to everywhere in these tests.
                yield piece if _QUOTED.search(piece.text) else self.change(piece, evidence)
            elif isinstance(piece, Ended) and piece.decline and not said and not self.declines:
                near = piece.nearest or self.nearest(question, evidence)
                found, span = near[0]
                yield Claim(span.of(found.document.text), ((found, span),))
                yield Ended()
            else:
                yield piece

    def nearest(self, question: str, evidence: Sequence[Evidence]) -> Spans:
        found: Spans = self.answerer.nearest(question, evidence)  # type: ignore[attr-defined]
        return found


def elsewhere(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    """Cite the passage that comes last instead."""
    wrong = evidence[-1]
    there = next(iter_sentences(wrong.document.text, wrong.passage.span))
    return replace(claim, spans=((wrong, there),))


def half(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    """Cut a sentence in the middle, as a splitter does that ends it at any comma."""
    cut = claim.text.rfind(",")
    if cut < 1:
        return claim
    found, span = claim.spans[0]
    end = span.start + cut
    if end > span.end:
        return claim
    return Claim(claim.text[:cut], ((found, Span(span.start, end)),))


def as_it_is(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    return claim


def more(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    """Add to every figure, as a model does that makes them up."""
    return replace(claim, text=re.sub(r"\d+", lambda found: str(int(found[0]) + 7), claim.text))


class Agreeing:
    """A verifier for which everything is supported."""

    def check(self, text: str, cited: Spans, others: Sequence[Evidence] = ()) -> Checked:
        verdict = Verdict(Label.SUPPORTED, VerdictClass.CLOSE_WORDING, "nobody", "it sounds right")
        return Checked(verdict, tuple(cited))


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    return build_chain(SETTINGS, library)


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
    """Some two thirds of the cases, which are enough to see each fault."""
    dev = {one.case.id for one in read_cases(CASES[:1])}
    some = [p for p in everything.placed if not p.case.history and p.case.id not in dev]
    return replace(everything, placed=some)


@pytest.fixture(scope="module")
def before(plan: Plan, sound: Recorded) -> Recorded:
    """What those cases came to while nothing was broken."""
    asked = [one.case.id for one in plan.placed]
    return replace(sound, outcomes={case: sound.outcomes[case] for case in asked})


def failed(plan: Plan, before: Recorded, broken: Chain, folder: Path) -> set[str]:
    carry_out(replace(plan, system=Footnoted(broken)), folder)
    found = held_against(before, recorded(folder))
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
    assert {"citation_recall", "gold_cited"} <= failed(plan, before, broken, tmp_path)


def test_a_verifier_that_always_agrees_is_found(plan: Plan, chain: Chain, tmp_path: Path) -> None:
    inventing = replace(chain, answerer=Rewritten(chain.answerer, more))
    carry_out(replace(plan, system=Footnoted(inventing)), tmp_path / "before")
    broken = replace(inventing, examiner=Examiner(Agreeing()))
    found = failed(plan, recorded(tmp_path / "before"), broken, tmp_path / "after")
    # What was withheld, and so declined, is said now.
    assert {"decline_recall", "decline_f1"} <= found


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


def test_nothing_changed_passes(plan: Plan, before: Recorded, tmp_path: Path) -> None:
    carry_out(plan, tmp_path)
    found = held_against(before, recorded(tmp_path))
    assert (found.decision, found.identical) == (Outcome.PASS, True)

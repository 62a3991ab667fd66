"""Key facts as a judge finds them that goes by what words mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.metrics import correctness
from evals.metrics.sample import Score
from evals.response import Said
from tests.evals.samples import declined, place, placed, sample


@pytest.mark.parametrize(
    ("facts", "answers", "share"),
    [
        ((("mill", "windmill"), ("river",)), (), 0.5),
        ((), ("the river", "the windmill"), 1.0),
        ((), ("the river",), 0.0),
        ((("doubt",), ("mill",)), (), 1.0),
        ((("doubt",),), (), None),
        ((), (), None),
    ],
)
def test_facts_are_judged_by_whoever_understands(
    facts: tuple[tuple[str, ...], ...], answers: tuple[str, ...], share: float | None
) -> None:
    def understands(statement: str, texts: object) -> bool | None:
        assert texts == ["It burned down."]
        assert "“What happened?”" in statement
        return None if "doubt" in statement else "mill" in statement

    case = placed(place(0, 21), key_facts=facts, answers=answers)
    of = replace(sample(Said("It burned down."), of=case), understands=understands)
    assert correctness.judged_facts(of) == (None if share is None else Score(share))
    assert correctness.judged_facts(replace(of, understands=None)) is None
    nothing = replace(declined(of=case), understands=understands)
    assert correctness.judged_facts(nothing) is None

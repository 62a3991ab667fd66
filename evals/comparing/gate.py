"""May this go in: a run held against the baseline that was accepted last."""

from __future__ import annotations

from collections.abc import Mapping

from evals.comparing.changes import changes
from evals.comparing.compare import Compared, compared
from evals.comparing.margins import MARGINS
from evals.comparing.recorded import Recorded
from evals.running.errors import EvaluationError
from evals.statistics.decision import Outcome

EXIT_CODES: Mapping[Outcome, int] = {
    Outcome.PASS: 0,
    Outcome.FAIL: 1,
    Outcome.INCONCLUSIVE: 3,
}
"""2 is kept for what could not be done at all."""


def held_against(
    baseline: Recorded, run: Recorded, margins: Mapping[str, float] = MARGINS
) -> Compared:
    """Return the comparison with a baseline that fits the run.

    Raises EvaluationError for one of other documents or cases, of another judge or system.
    """
    for what, old, new in (
        ("the documents", baseline.head["library"]["content"], run.head["library"]["content"]),
        ("the judge", baseline.head["judge"]["name"], run.head["judge"]["name"]),
        ("the system", baseline.head["system"], run.head["system"]),
    ):
        if old != new:
            raise EvaluationError(
                f"The baseline {baseline.name} was made with {what} {old}, the run with {new}: "
                "accept a new one if that is meant."
            )
    judged = [change for change in changes(baseline, run) if change.what.startswith("judge ")]
    if judged:
        raise EvaluationError(
            f"The judge of the baseline {baseline.name} had other settings "
            f"({', '.join(change.what.removeprefix('judge ') for change in judged)}): accept a new "
            "one if that is meant."
        )
    missing = [
        case
        for case, outcome in baseline.outcomes.items()
        if case not in run.outcomes or run.outcomes[case].hash != outcome.hash
    ]
    new_cases = run.outcomes.keys() - baseline.outcomes.keys()
    if missing or new_cases:
        other = sorted({*missing, *new_cases})
        raise EvaluationError(
            f"{len(other)} cases are not those of the baseline {baseline.name} "
            f"({', '.join(other[:5])}{', …' if len(other) > 5 else ''}): accept a new one if that "
            "is meant."
        )
    return compared(baseline, run, margins)

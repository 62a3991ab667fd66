"""What `footnoted eval judge` says: judges on sets of human labels, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.judging.judgement import Judgement
from evals.judging.labelled import Labelled
from evals.judging.scoring import Figure, Score
from evals.judging.standing import standings
from evals.judging.verifier import NAME as VERIFIER
from evals.judging.wording import NAME as WORDING
from evals.statistics.noise import Noise
from ui.counting import counted

_HEADS = {
    "balanced_accuracy": "bal. accuracy",
    "auc": "AUC",
    "kappa": "kappa",
    "precision": "precision",
    "recall": "recall",
}
_FLATTERED = "fitted on the development half, which flatters it there: held out in docs/judge.md"
_WIDTH = 16
_FITTED_JUDGES = (WORDING, VERIFIER)
_CHECK = "A wording check compares words; it is not a verdict."


@dataclass(frozen=True)
class Trial:
    """One judge on one file: its score, what it said, and its noise where it was asked again."""

    file: str
    kind: str
    score: Score
    rows: Sequence[Labelled]
    said: Sequence[Judgement]
    noise: Noise | None


def page(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield the lines for people: a block a judge and file."""
    for trial in trials:
        score = trial.score
        yield (
            f"{trial.file} ({trial.kind}): {counted(score.statements, 'statement')} in "
            f"{counted(score.groups, 'group')}, {score.supported:.0%} supported"
        )
        yield f"  judge  {score.by}"
        if trial.kind in _fitted() and score.by.startswith(_FITTED_JUDGES):
            yield f"  {_FLATTERED}"
        if score.judged < 1:
            yield f"  not judged {1 - score.judged:.1%}{_why(trial)}"
        for name, head in _HEADS.items():
            yield f"  {head:{_WIDTH}}{_shown(score.figures[name])}"
        if trial.noise and trial.noise.flips is not None:
            yield f"  {'flips':{_WIDTH}}{trial.noise.flips:.1%} of pairs in {trial.noise.runs} runs"
        if trial.noise and trial.noise.spread is not None:
            yield f"  {'SD of the mean':{_WIDTH}}{trial.noise.spread:.4f}"
        yield ""
    if any(trial.score.by.startswith(WORDING) for trial in trials):
        yield _CHECK


def as_json(trials: Sequence[Trial]) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "schema": 1,
        "trials": [
            {
                "file": trial.file,
                "kind": trial.kind,
                **asdict(trial.score),
                "noise": asdict(trial.noise) if trial.noise else None,
            }
            for trial in trials
        ],
    }


def lines(trial: Trial) -> Iterator[dict[str, Any]]:
    """Yield what the judge said of each statement, beside what people found."""
    for row, said in zip(trial.rows, trial.said, strict=True):
        yield {
            "file": trial.file,
            "by": said.by,
            "statement": row.statement,
            "group": row.group,
            "people": row.supported,
            "supported": said.supported,
            "score": said.score,
            "label": said.label,
            "reason": said.reason,
        }


def _fitted() -> frozenset[str]:
    return frozenset(one.of for one in standings().all if one.fitted_on)


def _why(trial: Trial) -> str:
    """Return the first reason for which something was not judged."""
    reasons = [said.reason for said in trial.said if said.supported is None]
    return f", e.g. {reasons[0]}" if reasons else ""


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return "not defined"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f}  ({figure.low:.3f} to {figure.high:.3f})"

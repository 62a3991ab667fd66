"""`footnoted eval judge`: how far the judges can be believed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.judging.labelled import SHAPES
from rag.errors import RequestError
from ui.formats import AsJson, usable
from ui.session import Session

if TYPE_CHECKING:
    from evals.judging.judgement import Judge
    from evals.judging.report import Trial
    from rag.settings import Settings


class Which(StrEnum):
    """The judges that can be measured."""

    WORDING = "wording"
    MODEL = "model"
    VERIFIER = "verifier"


def judge(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES...", help="Statements with human labels.")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help=f"Their shape: {', '.join(SHAPES)}; found out where none is named.",
        ),
    ] = None,
    by: Annotated[
        list[Which] | None,
        typer.Option("--judge", help="Which judge; may be given again. All but the model if none."),
    ] = None,
    repeats: Annotated[
        int, typer.Option(min=1, max=50, help="Ask so many times, to see what changes.")
    ] = 1,
    at_once: Annotated[
        int, typer.Option(min=1, max=64, help="Ask the model about so many at a time.")
    ] = 4,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Take no more than so many statements of a file.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what was said of each statement, a line each."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure judges, and the verifier, on statements that people have labelled.

    The wording check and the verifier need no model and no network.
    """
    session: Session = context.obj
    from evals.judging.measured import keep
    from evals.judging.report import as_json as report
    from evals.judging.report import page
    from ui.terminal import print_json, visible

    if kind is not None and kind not in SHAPES:
        raise RequestError(f"There is no kind {kind!r}: choose of {', '.join(SHAPES)}.")
    for file in files:
        usable(out, str(file))
    chosen = dict.fromkeys(by or (Which.WORDING, Which.VERIFIER))
    judges = {which: _judge(which, session.settings) for which in chosen}
    trials = [
        trial for file in files for trial in _tried(file, kind, judges, repeats, at_once, limit)
    ]
    if out:
        _write(out, trials)
    _refuse_silence(trials)
    if Which.MODEL in judges:
        of = judges[Which.MODEL].name
        keep(session.settings.home, [(t.file, t.score) for t in trials if t.score.by == of])
    if as_json:
        print_json(report(trials))
        return
    for line in page(trials):
        typer.echo(visible(line))


def _judge(which: Which, settings: Settings) -> Judge:
    match which:
        case Which.WORDING:
            from evals.judging.wording import WordingJudge

            return WordingJudge()
        case Which.VERIFIER:
            from evals.judging.verifier import VerifierJudge

            return VerifierJudge()
        case Which.MODEL:
            from evals.judging.model import build_model_judge

            return build_model_judge(settings)


def _tried(
    file: Path,
    kind: str | None,
    judges: dict[Which, Judge],
    repeats: int,
    at_once: int,
    limit: int | None,
) -> list[Trial]:
    from evals.judging.files import load
    from evals.judging.report import Trial
    from evals.judging.scoring import judged, score
    from evals.statistics.noise import noise

    found, rows = load(file, kind)
    rows = rows[:limit]
    trials = []
    for which, one in judges.items():
        threads = at_once if which is Which.MODEL else 1
        runs = [judged(one, rows, threads) for _ in range(repeats)]
        labels = [[said.supported for said in run] for run in runs]
        again = noise(labels) if repeats > 1 else None
        trials.append(Trial(file.name, found, score(one.name, rows, runs[0]), rows, runs[0], again))
    return trials


def _refuse_silence(trials: list[Trial]) -> None:
    """Raise EvaluationError where no judge gave a verdict or a score on anything."""
    from evals.running.errors import EvaluationError

    if not any(trial.score.judged or trial.score.scored for trial in trials):
        reason = trials[0].said[0].reason.removeprefix("Not judged: ")
        raise EvaluationError(f"Nothing was judged: {reason}")


def _write(out: Path, trials: list[Trial]) -> None:
    from evals.judging.report import lines
    from ui.terminal import json_text, write_file

    rows = (json_text(row, indent=None) for trial in trials for row in lines(trial))
    write_file(out, "".join(rows))

"""`footnoted eval sweep`: the same cases over a grid of settings."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.running.command import (
    By,
    Cases,
    Documents,
    Jobs,
    KeyVariable,
    Limit,
    Repeat,
    going_on,
)
from evals.running.planning import Judging
from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from evals.sweeping.grid import Point
    from evals.sweeping.sweep import Told

RESULT = "sweep.json"


def sweep(
    context: typer.Context,
    grid: Annotated[Path, typer.Argument(metavar="GRID", help="The grid, in TOML.")],
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the runs are kept; gone on with there.")
    ],
    cases: Cases = None,
    documents: Documents = None,
    key_variable: KeyVariable = None,
    judge: By = Judging.WORDING,
    limit: Limit = None,
    seed: Annotated[int, typer.Option(help="Which ones --limit draws.")] = 0,
    jobs: Jobs = None,
    repeat: Repeat = 1,
    yes: Annotated[
        bool, typer.Option("--yes", help="Begin however many points there are.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the same cases with every choice of settings in a grid, and show what each is worth."""
    session: Session = context.obj
    from evals.running.errors import EvaluationError
    from evals.sweeping.grid import MOST, read_grid
    from evals.sweeping.page import as_json as shape
    from evals.sweeping.page import page
    from evals.sweeping.sweep import Asking
    from evals.sweeping.sweep import sweep as carry_out
    from ui.progress import counting
    from ui.terminal import console, json_text, print_json, visible, write_file

    found = read_grid(grid, session.settings)
    if len(found.points) > MOST and not yes:
        raise EvaluationError(
            f"{grid} has {len(found.points):,} points, more than {MOST}: each is a whole run. "
            "Add --yes if that is meant."
        )
    asking = Asking(cases, documents, judge, limit, seed, jobs, repeat, key_variable)
    with ExitStack() as showing, going_on(out):

        def on_row(point: Point, number: int) -> Told:
            showing.close()
            doing = f"{number} of {len(found.points)}"
            return showing.enter_context(counting(console(stderr=True), doing))

        tried = carry_out(found, asking, out, on_row)
    result = shape(found, tried)
    write_file(out / RESULT, json_text(result))
    if as_json:
        print_json({"folder": str(out), **result})
        return
    for text in page(found, tried):
        typer.echo(visible(text))
    typer.echo(visible(f"\nKept in {out}"))

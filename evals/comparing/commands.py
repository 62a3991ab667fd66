"""`footnoted eval compare`, `gate` and `accept`."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.running.command import By, Cases, Documents, Jobs, Repeat, Who
from evals.running.planning import Judging, Profile
from ui.counting import counted
from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from evals.comparing.compare import Compared
    from evals.comparing.recorded import Recorded

BASELINE = Path(__file__).resolve().parents[1] / "baselines" / "embedded.jsonl"

Run = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run, or a baseline.")]
Baseline = Annotated[
    Path, typer.Option(metavar="FILE", help="The baseline; without it, the one that ships.")
]
Margin = Annotated[
    list[str] | None,
    typer.Option(
        metavar="METRIC=NUMBER",
        help="The loss of a metric that has to be excluded to pass; may be repeated. A significant "
        "loss fails, however small.",
    ),
]


def compare(old: Run, new: Run, margin: Margin = None, as_json: AsJson = False) -> None:
    """Compare two runs case by case."""
    from evals.comparing.compare import compared
    from evals.comparing.margins import margins_of
    from evals.comparing.recorded import recorded

    margins = margins_of(margin or [])
    _show(compared(recorded(old), recorded(new), margins), as_json=as_json)


def gate(
    context: typer.Context,
    baseline: Baseline = BASELINE,
    run: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="The run to hold against it; without, one is made now."),
    ] = None,
    cases: Cases = None,
    documents: Documents = None,
    profile: Who = Profile.EMBEDDED,
    judge: By = Judging.WORDING,
    jobs: Jobs = None,
    repeat: Repeat = 1,
    margin: Margin = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Fail unless every case came to exactly the same.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Pass (0), fail (1) or be inconclusive (3): did it get worse than what was accepted."""
    session: Session = context.obj
    from evals.comparing.gate import EXIT_CODES, held_against
    from evals.comparing.margins import margins_of
    from evals.comparing.recorded import recorded
    from evals.running.planning import Asked, planned
    from evals.systems.spec import Kind, Spec

    asked = Asked(Spec(Kind.FOOTNOTED), profile)
    margins, before = margins_of(margin or []), recorded(baseline)
    if run is not None:
        now = recorded(run)
    else:
        with (
            planned(session.settings, cases, documents, asked, judge, jobs=jobs) as plan,
            tempfile.TemporaryDirectory() as folder,
        ):
            from evals.running.run import carry_out

            carry_out(replace(plan, repeat=repeat), Path(folder))
            now = replace(recorded(Path(folder)), name="the run made now")
    found = held_against(before, now, margins)
    _show(found, as_json=as_json)
    code = EXIT_CODES[found.decision]
    if exact and not found.identical:
        typer.echo(
            f"{counted(len(found.moved), 'case')} did not come to exactly the same.", err=True
        )
        code = 1
    if code:
        raise typer.Exit(code)


def accept(run: Run, baseline: Baseline = BASELINE) -> None:
    """Make a run the baseline that later ones are held against."""
    from evals.comparing.recorded import recorded, write_baseline
    from evals.running.errors import NotARun

    found = recorded(run)
    if baseline == BASELINE and _other(found, recorded(BASELINE)):
        raise NotARun(
            "The baseline that ships is of the embedded answerer and all cases that ship; this run "
            "is not. Name a file of your own: --baseline FILE."
        )
    write_baseline(found, baseline)
    typer.echo(f"The baseline is {counted(len(found.outcomes), 'case')} now: {baseline}")


def _other(run: Recorded, shipped: Recorded) -> bool:
    """Tell whether a run asks somebody else than a baseline, or not all of its cases."""
    asked = ("system", "profile")
    same = all(run.head.get(name) == shipped.head.get(name) for name in asked)
    return not same or not shipped.outcomes.keys() <= run.outcomes.keys()


def _show(found: Compared, *, as_json: bool) -> None:
    from evals.comparing.page import as_json as shape
    from evals.comparing.page import page
    from ui.terminal import print_json, visible

    if as_json:
        print_json(shape(found))
        return
    for text in page(found):
        typer.echo(visible(text))

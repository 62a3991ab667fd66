"""`footnoted eval run`: cases asked and scored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from evals.running.planning import Asked, Judging, Profile, planned
from ui.formats import AsJson
from ui.session import Session

Cases = Annotated[
    list[Path] | None,
    typer.Option("--cases", metavar="FILE", help="Case files; without any, those that ship."),
]
Documents = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Make a library of this folder and ask that; the cases that ship do so by themselves.",
    ),
]
Who = Annotated[Profile, typer.Option(help="Answer without a model, or with that of the settings.")]
By = Annotated[Judging, typer.Option("--judge", help="What judges the statements.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Draw so many cases.")]
Repeat = Annotated[
    int,
    typer.Option(min=1, max=20, help="Have the judge judge so often, to see how steady it is."),
]
System = Annotated[
    str,
    typer.Option(
        metavar="SYSTEM",
        help="Whom to ask: footnoted, file:FILE, call:MODULE:FUNCTION, openai:URL#MODEL or "
        "citation-query-engine.",
    ),
]
KeyVariable = Annotated[
    str | None,
    typer.Option(
        metavar="VARIABLE", help="The environment variable that holds the key of openai:URL."
    ),
]
Jobs = Annotated[int | None, typer.Option(min=1, max=64, help="Ask so many at a time.")]


def run(
    context: typer.Context,
    cases: Cases = None,
    documents: Documents = None,
    system: System = "footnoted",
    key_variable: KeyVariable = None,
    profile: Annotated[
        Profile | None,
        typer.Option(help="Answer without a model, which is the default, or with the settings'."),
    ] = None,
    judge: By = Judging.WORDING,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the run is kept; it is gone on with there."),
    ] = None,
    limit: Limit = None,
    seed: Annotated[int, typer.Option(help="Which ones --limit draws.")] = 0,
    jobs: Jobs = None,
    repeat: Repeat = 1,
    as_json: AsJson = False,
) -> None:
    """Ask cases, score the answers, and keep all of it in a folder.

    A run that was cut short goes on where it was.
    """
    session: Session = context.obj
    from evals.reporting.folder import keep
    from evals.reporting.report import report_of
    from evals.running.page import page
    from evals.running.run import carry_out
    from evals.systems.spec import spec_of
    from ui.progress import counting
    from ui.terminal import console, print_json, visible

    settings, spec = session.settings, spec_of(system)
    asked = Asked(spec, profile, key_variable)
    folder = out or settings.home / "evaluations" / f"{dt.datetime.now():%Y-%m-%d-%H%M%S}-{asked}"
    with (
        planned(settings, cases, documents, asked, judge, limit, seed, jobs) as plan,
        counting(console(stderr=True), "asking") as told,
        going_on(folder),
    ):
        head, _ = carry_out(replace(plan, repeat=repeat), folder, told)
    written = keep(report_of(folder, home=settings.home), folder)
    if as_json:
        print_json({"folder": str(folder), **head})
        return
    for text in page(head):
        typer.echo(visible(text))
    typer.echo(visible(f"\nKept in {folder}, as a page in {written.name}"))


@contextmanager
def going_on(folder: Path) -> Iterator[None]:
    """Say at Ctrl-C how the run is gone on with."""
    from ui.terminal import visible

    try:
        yield
    except KeyboardInterrupt:
        kept = (
            f"What was answered is kept: the same command with --out {folder} goes on from there."
        )
        typer.echo(visible(f"\n{kept}"), err=True)
        raise

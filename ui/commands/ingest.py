"""`footnoted ingest`: files and folders into the library."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.formats import AsJson
from ui.session import Session


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, and folders with all in them.")
    ],
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents whose file is no longer there.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read files and folders into the library.

    What has not changed since the last time is left alone; what cannot be read stops nothing.
    """
    session: Session = context.obj
    from ui.doors.door import opened
    from ui.progress import bar, lines, nothing, print_report
    from ui.terminal import console, print_json

    out = console()
    watch = nothing() if as_json else bar(out) if sys.stdout.isatty() else lines(out)
    with opened(session.settings, create=True) as door, watch as on_event:
        report = door.ingest(paths, prune=prune, on_event=on_event)
    if as_json:
        from ui.json_shapes import ingest_json

        print_json(ingest_json(report))
    else:
        print_report(out, report)
    if report.failed:
        raise typer.Exit(1)

"""`footnoted eval report` and `history`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.comparing.commands import Margin
from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from evals.reporting.report import Report


class Shape(StrEnum):
    """What a report is written as."""

    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


_ENDINGS = {".html": Shape.HTML, ".htm": Shape.HTML, ".md": Shape.MARKDOWN, ".json": Shape.JSON}


def report(
    context: typer.Context,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    against: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="Another run, or a baseline, to hold it against."),
    ] = None,
    shape: Annotated[
        Shape | None,
        typer.Option("--format", help="Write it as this; without, as --out ends, or as a page."),
    ] = None,
    margin: Margin = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write it to this file; without, a page goes beside the run, the rest is printed.",
        ),
    ] = None,
) -> None:
    """Write a run as a page for people, as Markdown for a pull request, or as JSON."""
    session: Session = context.obj
    from evals.comparing.margins import margins_of
    from evals.reporting.folder import keep
    from evals.reporting.report import report_of
    from ui.formats import usable
    from ui.terminal import visible, write_bytes, write_file

    chosen = shape or (_ENDINGS.get(out.suffix.lower()) if out else None) or Shape.HTML
    usable(out)
    found = report_of(run, against, margins_of(margin or []), session.settings.home)
    if out is None and chosen is Shape.HTML:
        written = keep(found, run if run.is_dir() else run.parent)
        typer.echo(visible(f"Written to {written}"))
    elif out is None:
        write_bytes(_written(found, chosen).encode("utf-8", "backslashreplace"))
    else:
        write_file(out, _written(found, chosen))
        typer.echo(visible(f"Written to {out}"))


def _written(found: Report, shape: Shape) -> str:
    if shape is Shape.HTML:
        from evals.reporting.html import report_html

        return report_html(found)
    if shape is Shape.MARKDOWN:
        from evals.reporting.markdown import report_markdown

        return report_markdown(found)
    from evals.reporting.shape import report_json
    from ui.terminal import json_text

    return json_text(report_json(found))


def history(
    context: typer.Context,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOLDER",
            help="Runs, baselines, or folders of them; without any, those below the home.",
        ),
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Show this metric; may be repeated.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with plots to this file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show runs over time; those of other cases, documents or judges stand apart."""
    session: Session = context.obj
    from evals.reporting.history import chosen, history_of
    from evals.reporting.history_page import history_html, history_json, lines
    from ui.formats import usable
    from ui.terminal import print_json, visible, write_file

    usable(out)
    names = chosen(metric or [])
    found = history_of(folders or [session.settings.home / "evaluations"])
    for left in found.left:
        typer.echo(visible(f"Left out: {left}"), err=True)
    if out is not None:
        write_file(out, history_html(found, names))
        typer.echo(visible(f"Written to {out}"), err=as_json)
    if as_json:
        print_json(history_json(found, names))
    elif out is None:
        for text in lines(found, names):
            typer.echo(visible(text))

"""`footnoted eval`: is it faithful, and is it still."""

from __future__ import annotations

import typer

from evals.cases.commands import app as cases
from evals.comparing.commands import accept, compare, gate
from evals.judging.command import judge
from evals.reporting.commands import history, report
from evals.running.command import run
from evals.sweeping.command import sweep

app = typer.Typer(
    help="Measure answers: is every sentence supported, and did a change make it worse.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(cases, name="cases")
app.command("judge")(judge)
app.command("run")(run)
app.command("sweep")(sweep)
app.command("compare")(compare)
app.command("gate")(gate)
app.command("accept")(accept)
app.command("report")(report)
app.command("history")(history)

"""`footnoted eval cases`: files of cases checked, listed, imported, drafted and accepted."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.cases.commands_drafts import accept, draft, from_feedback
from evals.cases.commands_import import import_
from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from vectorstore.catalog import LibraryView

app = typer.Typer(
    help="Questions whose answers are known.", no_args_is_help=True, rich_markup_mode=None
)
app.command("import")(import_)
app.command("draft")(draft)
app.command("from-feedback")(from_feedback)
app.command("accept")(accept)

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Case files: JSON Lines or YAML.")
]


def library(session: Session) -> LibraryView:
    """Open the library the settings name, to be read."""
    from vectorstore.collection import view_collection

    return view_collection(session.settings.home, session.settings.collection)


@app.command()
def check(context: typer.Context, files: Files, as_json: AsJson = False) -> None:
    """Check that cases are well-formed and that their gold stands in the library."""
    from evals.cases.errors import CaseFileError
    from evals.cases.place import located_in
    from evals.cases.read import collected, in_order
    from ui.counting import counted
    from vectorstore.errors import LibraryError

    located, problems = collected(files)
    try:
        with library(context.obj) as view:
            placed, unplaced = located_in(view, located)
    except LibraryError:
        if problems:
            raise CaseFileError(in_order(problems)) from None
        raise
    if problems or unplaced:
        raise CaseFileError(in_order((*problems, *unplaced)))
    counts = Counter(one.case.kind.value for one in placed)
    spans = sum(len(one.gold) for one in placed)
    drafts = sum(one.case.status.value == "draft" for one in placed)
    if as_json:
        from ui.terminal import print_json

        print_json(
            {"schema": 1, "cases": len(placed), "kinds": counts, "gold": spans, "drafts": drafts}
        )
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
    found = f"{counted(len(placed), 'case')} ({kinds}), {counted(spans, 'gold span')}"
    sys.stdout.write(f"{found}, all in the library.\n")
    if drafts:
        sys.stdout.write(f"{drafts} of them are drafts, which are not run.\n")


@app.command("list")
def list_(files: Files, as_json: AsJson = False) -> None:
    """List the cases of files; no library is needed."""
    from evals.cases.read import read_cases
    from evals.cases.row import row_of
    from ui.terminal import one_line, print_json

    located = read_cases(files)
    if as_json:
        print_json({"schema": 1, "cases": [row_of(one.case) for one in located]})
        return
    for one in located:
        case = one.case
        draft = " (draft)" if case.status.value == "draft" else ""
        sys.stdout.write(f"{case.id}  {case.kind.value}{draft}  {one_line(case.question)}\n")

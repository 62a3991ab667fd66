"""`footnoted sources`: what is in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.documents import resolve
from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from vectorstore.catalog import LibraryView

app = typer.Typer(invoke_without_command=True)


@app.callback()
def sources(context: typer.Context) -> None:
    """List, show, correct and remove the documents of the library."""
    if context.invoked_subcommand is None:
        list_(context)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the documents, by source."""
    with _view(context.obj) as view:
        rows = view.documents()
    if as_json:
        from ui.json_shapes import sources_json
        from ui.terminal import print_json

        print_json(sources_json(rows))
        return
    from ui.sources_page import print_rows
    from ui.terminal import console

    print_rows(console(), rows)


@app.command()
def show(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The document's id, or its beginning.")],
    text: Annotated[
        bool, typer.Option("--text", help="Print the canonical text and nothing else.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show one document and its regions."""
    with _view(context.obj) as view:
        row = resolve(id_, view.documents())
        document = view.document(row.id)
    if as_json:
        from ui.json_shapes import source_json
        from ui.terminal import print_json

        print_json(source_json(row, document))
        return
    from ui.sources_page import print_document, print_text
    from ui.terminal import console

    if text:
        print_text(document)
    else:
        print_document(console(), row, document)


@app.command()
def remove(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids, or their beginnings.")],
    as_json: AsJson = False,
) -> None:
    """Take documents out; their files are left alone."""
    session: Session = context.obj
    from ui.doors.door import opened

    with opened(session.settings, create=False) as door:
        rows = door.remove(ids)
    from ui.terminal import one_line, print_json

    if as_json:
        print_json({"schema": 1, "removed": [row.id for row in rows]})
        return
    for row in rows:
        print(f"Removed {row.id[:8]}  {one_line(row.title or row.source)}")


@app.command()
def correct(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The document's id, or its beginning.")],
    title: Annotated[str | None, typer.Option(help="Its title.", metavar="TEXT")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.", metavar="TEXT")] = None,
    author: Annotated[
        list[str] | None,
        typer.Option("--author", help="Who wrote it; repeated for several.", metavar="NAME"),
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="When: YYYY, YYYY-MM or YYYY-MM-DD.", metavar="DATE")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Its language, as en or pt-BR.", metavar="TAG")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Its address.", metavar="ADDRESS")] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option(
            "--undo", help="Back to what the source states: a field, or all.", metavar="FIELD"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what a document says of itself; an empty text says that there is none.

    Corrections outlive new versions of its file; its text and what cites it stay as they are.
    """
    session: Session = context.obj
    from ui.doors.door import opened
    from vectorstore.corrections import FIELDS, Corrections
    from vectorstore.errors import CorrectionError

    back = FIELDS if "all" in (undo or ()) else tuple(undo or ())
    authors = None if author is None else tuple(author)
    corrections = Corrections(title, publisher, authors, published, language, url, back)
    if not corrections.facts and not back:
        raise CorrectionError("There is nothing to correct: give --title, --published or another.")
    with opened(session.settings, create=False) as door:
        row = door.correct(id_, corrections)
        with _view(session) as view:
            document = view.document(row.id)
    if as_json:
        from ui.json_shapes import source_json
        from ui.terminal import print_json

        print_json(source_json(row, document))
        return
    from ui.sources_page import print_document
    from ui.terminal import console

    print_document(console(), row, document, regions=False)


def _view(session: Session) -> LibraryView:
    from vectorstore.collection import view_collection

    return view_collection(session.settings.home, session.settings.collection)

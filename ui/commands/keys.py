"""`footnoted keys`: who may use the API of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from ui.api.keys import KeyFile

app = typer.Typer(help="Show, make and take away the keys of the API.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="What the key is for.", metavar="NAME")]


@app.command("add")
def add(
    context: typer.Context,
    name: Name,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="It may ask and read, and ingest nothing.")
    ] = False,
) -> None:
    """Make a key and print it, this once.

    A server that runs takes it at once.
    """
    typer.echo(_file(context).add(name, read_only=read_only))


@app.command("list")
def list_keys(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the names of the keys, when they were made and what they may do."""
    keys = _file(context).keys()
    if as_json:
        from ui.terminal import print_json

        shown = [
            {"name": key.name, "created": key.created, "read_only": key.read_only} for key in keys
        ]
        print_json({"schema": 1, "keys": shown})
        return
    if not keys:
        typer.echo("There is no key: make one with 'footnoted keys add NAME'.")
    for key in keys:
        what = "reads" if key.read_only else "reads and ingests"
        typer.echo(f"{key.name}  {what}  (made {key.created})")


@app.command("remove")
def remove(context: typer.Context, name: Name) -> None:
    """Take a key away; a server that runs refuses it at once."""
    _file(context).remove(name)


def _file(context: typer.Context) -> KeyFile:
    from ui.api.keys import KeyFile

    session: Session = context.obj
    return KeyFile.of(session.settings.home)

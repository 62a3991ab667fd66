"""`footnoted users`: who may sign in to the page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from ui.people.users import Users

app = typer.Typer(invoke_without_command=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name somebody signs in with.")]


@app.callback()
def users(context: typer.Context) -> None:
    """List, add and remove who may sign in to the page, and change passwords."""
    if context.invoked_subcommand is None:
        list_(context)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List who may sign in."""
    from ui.terminal import print_json, visible

    found = sorted(_users(context.obj).all().values(), key=lambda user: user.name)
    if as_json:
        shown = [{"name": user.name, "admin": user.admin} for user in found]
        print_json({"schema": 1, "users": shown})
        return
    for user in found:
        typer.echo(visible(f"{user.name}  (admin)" if user.admin else user.name))
    if not found:
        typer.echo(
            "Nobody: the page asks for no login. Add somebody with: footnoted users add NAME"
        )


@app.command()
def add(
    context: typer.Context,
    name: Name,
    admin: Annotated[
        bool, typer.Option("--admin", help="May add, correct and remove documents, too.")
    ] = False,
) -> None:
    """Let somebody sign in; the password is asked for, or read as one line of standard input."""
    from ui.people.passwords import name_of

    name = name_of(name)
    people = _users(context.obj)
    people.add(name, _password(name), admin=admin)
    _say(f"{name} may sign in now{', as an admin' if admin else ''}.")


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Let somebody sign in no more; who is signed in is signed out."""
    people = _users(context.obj)
    found = people.remove(name)
    _say(f"{found.name} may sign in no more.")
    if not people.all():
        _say("Nobody is left: once it is started again, the page asks for no login.")


@app.command()
def password(context: typer.Context, name: Name) -> None:
    """Give somebody another password; who is signed in with the old one is signed out."""
    people = _users(context.obj)
    found = people.known(name)
    people.set_password(found.name, _password(found.name))
    _say(f"{found.name} has another password now.")


def _users(session: Session) -> Users:
    from ui.people.users import Users

    return Users(session.settings.home / session.settings.web.users.expanduser())


def _password(name: str) -> str:
    """Ask for a password twice on a terminal; elsewhere read a line. Raises Unusable."""
    from ui.people.errors import Unusable
    from ui.people.passwords import password_of

    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise Unusable("There is no password: write it as one line to standard input.")
        return line.removesuffix("\n").removesuffix("\r")
    from getpass import getpass

    given = getpass(f"Password for {name}: ")
    password_of(given)
    if getpass("Once more: ") != given:
        raise Unusable("The two passwords are not the same: start again.")
    return given


def _say(text: str) -> None:
    from ui.terminal import visible

    typer.echo(visible(text))

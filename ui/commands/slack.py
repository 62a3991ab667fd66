"""`footnoted slack`: the bot, and what sets it up."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import RequestError
from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from ui.slack.inbox import Inbox

app = typer.Typer(invoke_without_command=True)


@app.callback()
def slack(
    context: typer.Context,
    http: Annotated[
        str | None,
        typer.Option(
            help="Serve Slack's requests here instead of connecting to it (Socket Mode).",
            metavar="HOST:PORT",
        ),
    ] = None,
    install: Annotated[
        str | None,
        typer.Option(
            help="Serve the page that the app is installed from here, beside the connection.",
            metavar="HOST:PORT",
        ),
    ] = None,
) -> None:
    """Answer in Slack, every sentence with a footnote.

    Runs until it is interrupted; what is under way then goes on at the next start.
    """
    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    needs_bolt()
    from ui.slack.serving import address_of, serve

    one_address(http, install)
    where = None if http is None else address_of(http)
    page = None if install is None else address_of(install, "--install")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends like Ctrl-C
    with contextlib.suppress(KeyboardInterrupt):  # how it is meant to end
        serve(session.settings, where, typer.echo, page)


GivenUpId = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="Which one, as `slack status` names it; without: all."),
]


@app.command()
def manifest(
    name: Annotated[str, typer.Option(help="What the bot is called.")] = "Footnoted",
    http: Annotated[
        str | None,
        typer.Option(
            help="The address Slack reaches you at, instead of Socket Mode.", metavar="URL"
        ),
    ] = None,
    install: Annotated[
        str | None,
        typer.Option(
            help="The address the app is installed from, with Socket Mode.", metavar="URL"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the app manifest to paste into Slack: what the bot may do, and no more."""
    import yaml

    from ui.slack.manifest import manifest as made
    from ui.terminal import print_json

    one_address(http, install)
    if http is not None and not http.startswith("https://"):
        raise RequestError("Slack sends requests to an address that begins with https:// only.")
    if install is not None and not install.startswith("https://"):
        raise RequestError("An app is installed from an address that begins with https:// only.")
    found = made(name, http, install)
    if as_json:
        print_json(found)
    else:
        typer.echo(yaml.safe_dump(found, sort_keys=False, allow_unicode=True), nl=False)


@app.command()
def check(context: typer.Context) -> None:
    """Test the tokens, what the bot may do, and the connection; say what is missing."""
    session: Session = context.obj
    needs_bolt()
    from ui.slack.checkup import findings
    from ui.terminal import visible

    wrong = False
    for finding in findings(session.settings):
        wrong = wrong or not finding.good
        typer.echo(visible(f"{'ok ' if finding.good else 'no '} {finding.said}"))
    if wrong:
        raise typer.Exit(1)


@app.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Tell how many questions are how far, and which could not be answered, with why."""
    session: Session = context.obj
    from ui.slack.reporting import status_json, status_lines
    from ui.terminal import print_json, visible

    with _inbox(session) as inbox:
        if as_json:
            print_json(status_json(inbox))
            return
        for line in status_lines(inbox):
            typer.echo(visible(line))


@app.command()
def retry(context: typer.Context, id_: GivenUpId = None) -> None:
    """Let what could not be answered be tried again, once the bot runs."""
    session: Session = context.obj
    with _inbox(session, read_only=False) as inbox:
        found = inbox.dead.revive(id_)
        inbox.hurry()
    _known(id_, found)
    typer.echo(f"{found} will be tried again.")


@app.command()
def dismiss(context: typer.Context, id_: GivenUpId = None) -> None:
    """Let what could not be answered be: it is neither tried again nor listed."""
    session: Session = context.obj
    with _inbox(session, read_only=False) as inbox:
        found = inbox.dead.dismiss(id_)
    _known(id_, found)
    typer.echo(f"{found} dismissed.")


def _known(id_: str | None, found: int) -> None:
    if id_ and not found:
        raise RequestError(f"Nothing with the id {id_!r} could not be answered.")


@app.command()
def key() -> None:
    """Print a new key to encrypt the tokens of several workspaces with."""
    needs_bolt()
    from ui.slack.installations import new_key

    typer.echo(new_key())


@contextlib.contextmanager
def _inbox(session: Session, *, read_only: bool = True) -> Iterator[Inbox]:
    import time

    from ui.slack.inbox import Inbox
    from ui.slack.reporting import inbox_file

    file: Path = inbox_file(session.settings)
    if not file.exists():
        raise RequestError("Nothing was ever asked in Slack with this library.")
    inbox = Inbox(file, time.time, read_only=read_only)
    try:
        yield inbox
    finally:
        inbox.close()


def one_address(http: str | None, install: str | None) -> None:
    """Raise where the app is to be installed from another address than requests go to."""
    if http is not None and install is not None:
        raise RequestError("With --http the app is installed from the same address.")


def needs_bolt() -> None:
    """Raise where what the bot stands on is not installed."""
    from importlib.util import find_spec

    if find_spec("slack_bolt") is None:
        raise RequestError(
            "The bot needs Slack's library: install it with `pip install 'footnoted[slack]'`."
        )

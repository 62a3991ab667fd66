"""The command line. It translates; everything it shows is decided in `rag` and `vectorstore`.

Exit codes: 0 done (a declined answer is an answer), 1 done but something needs attention (files
that could not be read, findings that were not repaired), 2 not done, 130 interrupted.
"""

from __future__ import annotations

import errno
import io
import logging
import os
import sys
from collections.abc import Sequence
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Annotated

import typer

from ui.commands import (
    ask,
    chat,
    check,
    claims,
    doctor,
    feedback,
    ingest,
    keys,
    mcp,
    search,
    serve,
    settings,
    slack,
    sources,
    users,
    web,
)
from ui.commands.added import added
from ui.json_shapes import error_json
from ui.session import Session
from ui.terminal import print_json, visible
from vectorstore.errors import FootnotedError
from vectorstore.offline import silence_telemetry

NOT_DONE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

app = typer.Typer(
    name="footnoted",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("ingest")(ingest.ingest)
app.command("ask")(ask.ask)
app.command("chat")(chat.chat)
app.command("web")(web.web)
app.command("serve")(serve.serve)
app.command("check")(check.check)
app.command("claims")(claims.claims)
app.command("search")(search.search)
app.add_typer(sources.app, name="sources")
app.add_typer(users.app, name="users")
app.add_typer(keys.app, name="keys")
app.command("mcp")(mcp.mcp)
app.add_typer(slack.app, name="slack")
app.command("feedback")(feedback.feedback)
app.command("settings")(settings.settings)
app.command("doctor")(doctor.doctor)
for _name, _app in added():
    app.add_typer(_app, name=_name)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"footnoted {version('footnoted')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="The folder that holds your libraries.", metavar="FOLDER")
    ] = None,
    collection: Annotated[
        str | None, typer.Option(help="Which library in it to use.", metavar="NAME")
    ] = None,
    settings_file: Annotated[
        Path | None,
        typer.Option("--settings", help="Read settings from this file.", metavar="FILE"),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say more about what happens, on standard error.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Answers from your own documents, every sentence with a footnote you can check."""
    context.obj = Session(home, collection, settings_file, verbose)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
    if verbose:
        logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(name)s: %(message)s")


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    as_json = json_wanted(arguments)
    command = typer.main.get_command(app)
    try:
        with command.make_context("footnoted", list(arguments)) as context:
            command.invoke(context)
            sys.stdout.flush()
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as error:
        message = error.format_message().rstrip(".") + "."
        return _not_done("UsageError", message, as_json, _hint(error))
    except FootnotedError as error:
        return _not_done(type(error).__name__, str(error), as_json)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\nInterrupted.\n")
        return INTERRUPTED
    except BrokenPipeError:
        _write_nowhere()
        return BROKEN_PIPE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _broken(error, as_json)
        _write_nowhere()
        return _not_done("DiskFull", "There is no space left for what is written.", False)
    except Exception as error:
        return _broken(error, as_json)
    return 0


def _broken(error: Exception, as_json: bool) -> int:
    """Print what the interpreter would; it would end with 1, which means something else."""
    sys.excepthook(type(error), error, error.__traceback__)
    said = "This is a fault of Footnoted: report it with the lines above."
    return _not_done(type(error).__name__, said, as_json)


def _write_nowhere() -> None:
    """Let the interpreter end in peace: it writes what is left when it does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def json_wanted(arguments: Sequence[str]) -> bool:
    """Tell whether a command line asks for JSON, also one that cannot be carried out."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    return (
        "--json" in options
        or "--format=json" in options
        or ("--format", "json") in pairwise(options)
    )


def _hint(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"Try '{context.command_path} --help'." if context else ""


def _not_done(kind: str, message: str, as_json: bool, hint: str = "") -> int:
    for line in filter(None, (f"Error: {message}", hint)):
        sys.stderr.write(f"{visible(line)}\n")
    if as_json:
        print_json(error_json(kind, message))
    return NOT_DONE


def main() -> None:
    """Run the command line this process was started with, and exit."""
    silence_telemetry()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))

"""`footnoted claims`: the checker as a tool of its own, rows in and rows out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Annotated

import typer

from rag.claims import LONGEST_LINE
from rag.errors import RequestError
from ui.formats import usable
from ui.session import Session

ATTENTION = 1


def claims(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="JSON Lines with id, claim and evidence; - is standard input."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the rows to this file.")
    ] = None,
) -> None:
    """Check claims against the evidence given beside them.

    Needs no library and no model server. Rows come out in order, each as soon as it is checked.
    """
    session: Session = context.obj
    from rag.assemble import build_claim_checker
    from rag.claims import check_lines
    from ui.terminal import json_text

    bad = good = 0
    with _opened(file) as source:
        usable(out, file)
        checker = build_claim_checker(session.settings)
        with _written(out) as write:
            for row in check_lines(_lines(file, source), checker):
                bad += "error" in row
                good += "error" not in row
                write(json_text(row, indent=None).encode("utf-8", "backslashreplace"))
    if not good and not bad:
        raise RequestError(f"{_named(file)} has no rows: give one JSON object a line.")
    if not good:
        raise RequestError(f"None of the {bad} rows of {_named(file)} can be used.")
    if bad:
        sys.stderr.write(f"{bad} of {good + bad} rows could not be used.\n")
        raise typer.Exit(ATTENTION)


@contextlib.contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        source = Path(file).open("rb")  # noqa: SIM115
    except OSError as error:
        raise _unreadable(file, error) from error
    with source:
        yield source


def _lines(file: str, source: IO[bytes]) -> Iterator[bytes]:
    """Yield lines; of one that is too long, no more than tells that it is."""
    try:
        while line := source.readline(LONGEST_LINE + 1):
            yield line
            while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                line = source.readline(LONGEST_LINE + 1)
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: str, error: OSError) -> RequestError:
    return RequestError(
        f"{_named(file)} cannot be read: {error.strerror}; name a file of JSON Lines."
    )


@contextlib.contextmanager
def _written(out: Path | None) -> Iterator[Callable[[bytes], None]]:
    """Give what writes a row so that it can be read at once."""
    from ui.terminal import write_bytes

    if out is None:
        yield write_bytes
        return
    try:
        with out.open("wb") as target:

            def write(row: bytes) -> None:
                target.write(row)
                target.flush()

            yield write
    except OSError as error:
        raise RequestError(
            f"{out} cannot be written: {error.strerror}; name another file."
        ) from error


def _named(file: str) -> str:
    return "Standard input" if file == "-" else file

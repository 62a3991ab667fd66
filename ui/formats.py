"""What an answer or a draft is written as, and where to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rag.errors import RequestError


class Format(StrEnum):
    """What a document is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


Form = Annotated[Format, typer.Option("--format", help="Write it with its evidence as this.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file instead.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def usable(out: Path | None, source: str = "-") -> None:
    """Raise RequestError where it is plain, before any work, that `out` cannot be written.

    Nor may it be `source`, the file that is read; `-` is none.
    """
    if out is None:
        return
    if out.is_dir() or not out.parent.is_dir():
        what = "it is a folder" if out.is_dir() else f"there is no folder {out.parent}"
        raise RequestError(f"{out} cannot be written: {what}; name another file.")
    if source != "-" and out.exists() and Path(source).exists() and out.samefile(source):
        raise RequestError(f"{out} is the file that is read: name another one to write.")


def unused(out: Path) -> None:
    """Raise RequestError where a file or folder is there, which may have been worked on.

    A device or a pipe keeps nothing that could be lost.
    """
    if out.is_file() or out.is_dir():
        raise RequestError(
            f"{out} is there already, and what was corrected or accepted in it would be lost: "
            "name a new file."
        )


def told(out: Path, sentence: str) -> None:
    """Say what was written to `out`: on standard error where that may be somebody's input."""
    stream = sys.stdout if out.is_file() else sys.stderr
    stream.write(f"{sentence}\n")


def deliver(
    form: Format, out: Path | None, written: Callable[[Format], str], shown: Callable[[], None]
) -> None:
    """Show a document on the terminal, or write it to a file or standard output in UTF-8.

    `written` returns it in a format, `shown` prints it. Raises RequestError for a file that cannot
    be written.
    """
    from ui.terminal import write_bytes, write_file

    if out is not None:
        write_file(out, written(form))
    elif form is Format.TEXT:
        shown()
    else:
        write_bytes(written(form).encode("utf-8", "backslashreplace"))

"""What an answer or a draft is written as, and where to."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What a document is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


Form = Annotated[Format, typer.Option("--format", help="Write it with its evidence as this.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file instead.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


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

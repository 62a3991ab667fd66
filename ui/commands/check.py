"""`footnoted check`: somebody's finished text, footnoted from the library."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import RequestError
from ui.filters import Since, Source, Until, filters
from ui.formats import AsJson, Form, Format, Out, deliver, usable
from ui.session import Session

if TYPE_CHECKING:
    from rag.drafts import CheckedDraft, SentenceChecked
    from rag.manuscript.read import Manuscript

NEEDS_ATTENTION = 1


def check(
    context: typer.Context,
    draft: Annotated[
        str,
        typer.Argument(
            metavar="DRAFT",
            help="A text, Markdown or DOCX file; - reads Markdown from standard input.",
        ),
    ],
    source: Source = None,
    since: Since = None,
    until: Until = None,
    form: Form = Format.TEXT,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Footnote a finished text from the library.

    Every sentence that claims something gets its footnote, or is said to have no source.
    """
    session: Session = context.obj
    manuscript = read(draft)
    wanted = filters(source, since, until)
    usable(out, draft)
    from ui.doors.door import opened

    with opened(session.settings, create=False) as door:
        checked = watched(door.check(manuscript, wanted))
    deliver(
        Format.JSON if as_json else form, out, partial(_written, checked), partial(_show, checked)
    )
    if checked.attention:
        raise typer.Exit(NEEDS_ATTENTION)


def read(draft: str) -> Manuscript:
    """Return the draft in a file, of standard input for `-`; raises RequestError, ReadingError."""
    from rag.manuscript.read import LONGEST, Form, read_manuscript
    from vectorstore.reading import document_id, read_bytes

    if draft == "-":
        # A character takes at most four bytes; one more than is read is enough to be refused.
        data = sys.stdin.buffer.read(4 * LONGEST + 4)
        return read_manuscript(data, "standard input", Form.MARKDOWN)
    path = Path(draft)
    if path.is_dir():
        raise RequestError(f"{draft} is a folder: name one draft in it.")
    return replace(read_manuscript(read_bytes(path), path.name), document_id=document_id(path))


def watched(events: Iterable[SentenceChecked | CheckedDraft]) -> CheckedDraft:
    """Return what checking ends with; a terminal's standard error counts the sentences meanwhile.

    Raises what checking raises.
    """
    from rich.console import Console
    from rich.status import Status

    from rag.drafts import CheckedDraft
    from ui.terminal import console

    out: Console = console(stderr=True)
    with Status("checking …", console=out) as status:
        for event in events:
            if isinstance(event, CheckedDraft):
                return event
            status.update(f"checking {event.number} of {event.total} sentences …")
    raise AssertionError("Checking ends with the checked draft.")


def _show(checked: CheckedDraft) -> None:
    from ui.draft_page import print_draft
    from ui.terminal import console

    print_draft(console(), checked)


def _written(checked: CheckedDraft, form: Format) -> str:
    match form:
        case Format.JSON:
            from ui.draft_json import draft_json
            from ui.terminal import json_text

            return json_text(draft_json(checked))
        case Format.HTML:
            from ui.exporting.draft_html import draft_html

            return draft_html(checked)
        case Format.MARKDOWN:
            from ui.exporting.draft_markdown import draft_markdown

            return draft_markdown(checked)
        case Format.TEXT:
            from ui.draft_page import draft_page

            return draft_page(checked)

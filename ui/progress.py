"""An ingest as it goes on and when it is done, for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from ui.counting import counted
from ui.footnotes import place
from ui.terminal import one_line
from vectorstore.events import (
    Event,
    FileFailed,
    FileRead,
    FilesFound,
    FileUnchanged,
    IngestReport,
    PassagesEmbedded,
)

if TYPE_CHECKING:
    from rich.console import Console

OnEvent = Callable[[Event], None]


def nothing() -> AbstractContextManager[OnEvent | None]:
    """Show nothing."""
    return nullcontext()


@contextmanager
def lines(out: Console) -> Iterator[OnEvent]:
    """Print a line for each file that is read."""

    def on_event(event: Event) -> None:
        if isinstance(event, FileRead):
            state = "new" if event.is_new else "changed"
            passages = counted(event.passages, "passage")
            out.print(f"{state:<8} {place(event.source)} ({passages})")

    yield on_event


@contextmanager
def bar(out: Console) -> Iterator[OnEvent]:
    """Show a bar over the files, with the passages made so far; it goes when it is done.

    Embedding is what takes the time, so a file that has been read counts as its passages do.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[passages]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("Searching", total=None, passages="")
        aside = read = passages = embedded = 0

        def on_event(event: Event) -> None:
            nonlocal aside, read, passages, embedded
            match event:
                case FilesFound(files=files):
                    progress.update(task, description="Ingesting", total=files)
                case FileUnchanged() | FileFailed():
                    aside += 1
                case FileRead():
                    read += 1
                    passages += event.passages
                case PassagesEmbedded():
                    embedded = event.passages
                    progress.update(task, passages=counted(embedded, "passage"))
            progress.update(task, completed=aside + int(read * embedded / max(1, passages)))

        yield on_event


@contextmanager
def counting(out: Console, doing: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar over things of which so many of so many are done; nothing but on a terminal."""
    if not out.is_terminal:
        yield lambda done, of: None
        return
    from rich.progress import Progress

    with Progress(console=out, transient=True) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


def print_report(out: Console, report: IngestReport) -> None:
    """Print what was done, then what failed and what is gone, each with its reason."""
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} unchanged"
    failed = f", {len(report.failed):,} failed" if report.failed else ""
    passages = counted(report.passages, "passage")
    out.print(f"{counts}{failed}; {passages} in {report.seconds:.1f} s.")
    if report.skipped:
        out.print(f"{counted(report.skipped, 'file')} of other kinds skipped.")
    for failure in report.failed:
        out.print(f"failed   {place(failure.source)}\n         {one_line(failure.reason)}")
    for source in report.gone:
        state = "removed" if source in report.pruned else "gone"
        out.print(f"{state:<8} {place(source)}")
    if set(report.gone) - set(report.pruned):
        out.print("What is gone still answers; 'footnoted ingest --prune PATH' removes it.")

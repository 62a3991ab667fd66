"""Commands that other packages add: sub-apps under the entry point group `footnoted.commands`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from ui.terminal import visible

if TYPE_CHECKING:
    import typer

GROUP = "footnoted.commands"


def added() -> Iterator[tuple[str, typer.Typer]]:
    """Yield name and app of every command that an installed package adds, by name.

    One that cannot be loaded is left out, and standard error says so: the others go on working.
    """
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            yield entry.name, entry.load()
        except (ImportError, AttributeError) as error:
            sys.stderr.write(f"{visible(_left_out(entry, error))}\n")


def _left_out(entry: EntryPoint, error: Exception) -> str:
    package = entry.dist.name if entry.dist else entry.value
    return f"The command {entry.name!r} of {package} cannot be loaded and is left out: {error}."

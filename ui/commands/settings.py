"""`footnoted settings`: the choices in force and where each was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from rag.configure import Configuration
    from rag.support import Rates
    from ui.roles import Roles


def settings(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """Show the settings, where each came from, which models would answer, and the checker's errors.

    Keys are never shown.
    """
    session: Session = context.obj
    found = session.configuration
    from rag.settings import shown
    from rag.support import measured
    from ui.rates import rate_lines
    from ui.roles import role_lines, roles
    from ui.wording import ENGLISH

    values = {name: shown(value) for name, value in found.settings.values().items()}
    who = roles(found.settings)
    if as_json:
        from ui.terminal import print_json

        print_json(_as_json(found, values, who, measured()))
        return
    from rich.text import Text

    from ui.terminal import console, print_wrapped, visible

    out = console()
    width = max(map(len, values))
    for name, value in values.items():
        text = "-" if value in (None, {}) else str(value)
        out.print(visible(f"{name:{width}}  {text}  ({found.origins[name]})"))
    out.print()
    for role, model in role_lines(who):
        out.print(visible(f"{role + ':':28} {model}"))
    out.print()
    print_wrapped(out, Text(ENGLISH.rates))
    for line in rate_lines(measured()):
        print_wrapped(out, Text(line), indent=2, first="- ")
    out.print()
    out.print(visible(f"settings file: {found.file or 'none'}"))
    out.print(f"fingerprint:   {found.settings.fingerprint}")


def _as_json(
    found: Configuration, values: dict[str, object], who: Roles, rates: Iterable[Rates]
) -> dict[str, Any]:
    return {
        "schema": 1,
        "file": str(found.file) if found.file else None,
        "fingerprint": found.settings.fingerprint,
        "models": asdict(who),
        "checker": [asdict(each) for each in rates],
        "settings": {
            name: {"value": value, "origin": found.origins[name]} for name, value in values.items()
        },
    }

"""A page that stands alone: no style and script but its own, and no requests."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ui.exporting import page as exported
from ui.exporting.page import text

_HERE = Path(__file__).parent


def page(title: str, body: Iterable[str], data: Iterable[tuple[str, Any]] = ()) -> str:
    """Return a whole page; `data` are what its script reads, by id. Without any it has no script.

    `title` is text, `body` are blocks of HTML.
    """
    blocks = [
        f'<script type="application/json" id="{name}">{inert(value)}</script>'
        for name, value in data
    ]
    style, script = _style(), _script() if blocks else ""
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
        + (f"; script-src {_hash(script)}" if script else "")
    )
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            *body,
            *blocks,
            *([f"<script>{script}</script>"] if script else []),
            "</body>\n</html>\n",
        ]
    )


def inert(value: Any) -> str:
    """Return JSON in which no mark of HTML stands, so that nothing in it ends its element."""
    found = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return found.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(content: str) -> str:
    found = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"


@cache
def _style() -> str:
    own = (_HERE / "report.css").read_text(encoding="utf-8")
    return f"\n{exported.style()}{own}"


@cache
def _script() -> str:
    return (_HERE / "report.js").read_text(encoding="utf-8")

"""The published JSON schemas, as programs read them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGED = Path(__file__).with_name("published")
_WRITTEN = Path(__file__).parents[1] / "docs"


@cache
def published(name: str) -> dict[str, Any]:
    """Return `docs/NAME.schema.json`; an installed package holds a copy. Not to be changed."""
    folder = _PACKAGED if _PACKAGED.exists() else _WRITTEN
    found: dict[str, Any] = json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
    return found

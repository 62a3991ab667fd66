"""The sample library, for whoever has no documents at hand yet."""

from __future__ import annotations

from pathlib import Path

import ui
from vectorstore.reading.files import SIDECAR

_UI = Path(ui.__file__).parent
_PACKAGED = _UI / "published" / "library"
_WRITTEN = _UI.parent / "examples" / "library"


def sample_files() -> list[Path]:
    """Return the documents of `examples/library`; an installed package holds a copy."""
    folder = _PACKAGED if _PACKAGED.exists() else _WRITTEN
    return sorted(file for file in folder.iterdir() if not file.name.endswith(SIDECAR))

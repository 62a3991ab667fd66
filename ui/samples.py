"""The sample library, for whoever has no documents at hand yet, and what can be asked of it."""

from __future__ import annotations

from pathlib import Path

import ui
from vectorstore.collection import Collection
from vectorstore.reading.files import SIDECAR

QUESTIONS = {
    "How many troops does the mission have now?": "2025-11-14-mission-shrinks.html",
    "How many people died when the Lady Aurel sank?": "2025-08-25-ferry-toll-disputed.txt",
    "What did Joss Verrin say about the vote in April?": "2025-11-07-deputy-head-expelled.html",
}
"""Questions that the sample library answers, each with a file that its answer cites."""

_UI = Path(ui.__file__).parent
_PACKAGED = _UI / "published" / "library"
_WRITTEN = _UI.parent / "examples" / "library"


def sample_files() -> list[Path]:
    """Return the documents of `examples/library`; an installed package holds a copy."""
    folder = _PACKAGED if _PACKAGED.exists() else _WRITTEN
    return sorted(file for file in folder.iterdir() if not file.name.endswith(SIDECAR))


def sample_questions(library: Collection, within: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return questions to begin with: those of the sample library, where it has what they need.

    `within` are the ids of the documents that may be read, None for all.
    """
    found = {question: library.document_ids((file,)) or () for question, file in QUESTIONS.items()}
    return tuple(
        question
        for question, ids in found.items()
        if (ids if within is None else within.intersection(ids))
    )

"""The library that cases are asked of: a person's own, or one made of a folder and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from evals.running.errors import EvaluationError

if TYPE_CHECKING:
    from rag.settings import Settings
    from vectorstore.collection import Collection

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "library"
CASES = tuple(
    Path(__file__).resolve().parents[1] / "data" / f"sample-{name}.jsonl"
    for name in ("dev", "held", "more")
)
"""The cases that ship, which are asked of the sample library."""


@contextmanager
def opened(
    settings: Settings, documents: Path | None, remade_in: Path | None = None
) -> Iterator[tuple[Settings, Collection]]:
    """Give the collection of the settings or, with `documents`, one made of that folder.

    The latter is kept below the home and made anew where the files or what splits and embeds them
    have changed. A collection that was made with another splitter or embedder is made of the same
    sources in `remade_in`; without that, RecipeMismatch is raised. Raises EvaluationError where
    something of it cannot be read.
    """
    from rag.assemble import open_library
    from vectorstore.errors import RecipeMismatch

    with ExitStack() as held:
        if documents is not None:
            if not documents.is_dir():
                raise EvaluationError(
                    f"{documents} is no folder of documents: name one with --documents."
                )
            home = settings.home / "evaluations" / "libraries"
            yield held.enter_context(_made(settings, home, documents, [documents], prune=True))
            return
        try:
            own = settings, held.enter_context(open_library(settings, create=False))
        except RecipeMismatch:
            if remade_in is None:
                raise
            of = settings.home / settings.collection
            own = held.enter_context(
                _made(settings, remade_in, of, _sources(settings), prune=False)
            )
        yield own


@contextmanager
def _made(
    settings: Settings, home: Path, of: Path, sources: list[Path], *, prune: bool
) -> Iterator[tuple[Settings, Collection]]:
    from rag.assemble import open_library
    from vectorstore.ingest import ingest

    own = settings.model_copy(update={"home": home, "collection": f"of-{_key(settings, of)}"})
    with open_library(own, create=True) as library:
        report = ingest(library, sources, prune=prune)
        if report.failed:
            first = report.failed[0]
            raise EvaluationError(f"{first.source} cannot be read: {first.reason}")
        yield own, library


def _sources(settings: Settings) -> list[Path]:
    from vectorstore.collection import view_collection

    with view_collection(settings.home, settings.collection) as view:
        return [Path(row.source) for row in view.documents()]


def _key(settings: Settings, of: Path) -> str:
    found = hashlib.sha256(str(of.resolve()).encode("utf-8", "surrogateescape"))
    for name, value in settings.values().items():
        if name.startswith(("embedding.", "split.")) and not name.endswith("api_key"):
            found.update(f"{name}={value}\0".encode())
    return found.hexdigest()[:16]

"""The shapes that can be imported, by name."""

from __future__ import annotations

from pathlib import Path

from evals.cases.errors import ImportingError
from evals.cases.importing.imported import Imported


def imported(kind: str, path: Path) -> Imported:
    """Return what a file or folder of a shape holds. Raises ImportingError."""
    if not path.exists():
        raise ImportingError(f"There is no {path}; name the file or folder to import.")
    try:
        found = _read(kind, path)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ImportingError(f"{path} is not of the shape {kind!r}: {error!r} in a row.") from error
    except ValueError as error:
        raise ImportingError(f"{path} has a row that is no case: {error}.") from error
    if not found.cases:
        raise ImportingError(f"{path} has no question that can be used. {' '.join(found.notes)}")
    return found


def _read(kind: str, path: Path) -> Imported:
    match kind:
        case "beir":
            from evals.cases.importing.beir import read
        case "csv":
            from evals.cases.importing.tables import read
        case "squad":
            from evals.cases.importing.squad import read
        case "clapnq":
            from evals.cases.importing.clapnq import read
        case "mtrag":
            from evals.cases.importing.mtrag import read
        case "ramdocs":
            from evals.cases.importing.ramdocs import read
        case "realtimeqa":
            from evals.cases.importing.realtimeqa import read
        case _:
            raise ImportingError(f"There is no importer for {kind!r}.")
    return read(path)

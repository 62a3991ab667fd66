"""`python -m vectorstore.probe FOLDER` tells whether Chroma survives reading its own files.

Damaged files can end the process that loads them, so the doctor sends another one ahead. It reads
every vector, and looks some of them up to see that the index leads to them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vectorstore.errors import LibraryError

_SAMPLE = 64
_LEAST_FOUND = 0.9
_SECONDS, _SECONDS_A_VECTOR = 120.0, 0.01


def probe(folder: Path, vectors: int) -> str | None:
    """Read the vector index in `folder` in a process of its own; return what is wrong, or None."""
    command = [sys.executable, "-m", "vectorstore.probe", str(folder)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_SECONDS + _SECONDS_A_VECTOR * vectors,
            cwd=Path(__file__).parents[1],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"The vector index in {folder} cannot be read: searching it does not end."
    if done.returncode == 0:
        return None
    if said := done.stdout.strip():
        return said
    return f"The vector index in {folder} is damaged: reading it ends the process."


def main(folder: Path) -> int:
    """Print what is wrong and return 1, or return 0."""
    from vectorstore.store import VectorStore

    try:
        store = VectorStore(folder, create=False)
        keys = store.keys()
        step = max(1, len(keys) // _SAMPLE)
        wanted = set(keys[::step])
        found = 0
        for batch, vectors in store.vectors(keys):
            for key, vector in zip(batch, vectors, strict=True):
                if key in wanted:
                    hits = store.query(vector, 1)
                    found += bool(hits) and hits[0].score > 1 - 1e-3
    except LibraryError as error:
        print(error)
        return 1
    if found < _LEAST_FOUND * len(wanted):
        print(f"The vector index in {folder} is damaged: it does not lead to what it holds.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""`footnoted eval cases import`: cases and documents out of the shapes of public data sets."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Shape(StrEnum):
    """The shape of what is imported."""

    BEIR = "beir"
    CSV = "csv"
    SQUAD = "squad"
    CLAPNQ = "clapnq"
    MTRAG = "mtrag"
    RAMDOCS = "ramdocs"
    REALTIMEQA = "realtimeqa"


def import_(
    kind: Annotated[Shape, typer.Argument(metavar="KIND", help=", ".join(Shape))],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder to read.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Write the cases to this file.")],
    documents: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Write the documents to this folder.")
    ],
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Take no more than N cases.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Draws which ones, with --limit.")] = 0,
) -> None:
    """Make cases, and the documents they are about, from a data set.

    Ingest the folder into a collection of its own, then check the cases against it.
    """
    from evals.cases.importing.sampling import sampled
    from evals.cases.importing.shapes import imported
    from evals.cases.importing.writing import write_documents
    from evals.cases.read import write_cases
    from ui.counting import counted
    from ui.formats import told, unused, usable

    usable(out, str(path))
    unused(out)

    taken = sampled(imported(kind.value, path), limit, seed)
    write_documents(documents, taken.documents)
    write_cases(out, taken.cases)
    told(
        out,
        f"{counted(len(taken.cases), 'case')} in {out}, "
        f"{counted(len(taken.documents), 'document')} in {documents}.",
    )
    for note in taken.notes:
        sys.stderr.write(f"{note}\n")

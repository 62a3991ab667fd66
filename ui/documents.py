"""The documents of a collection, found and changed by their ids or the beginnings of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore.errors import UnknownDocument

if TYPE_CHECKING:
    from vectorstore.collection import Collection
    from vectorstore.corrections import Corrections
    from vectorstore.records import DocumentRow


def corrected(library: Collection, id_: str, corrections: Corrections) -> DocumentRow:
    """Correct a document by its id or the beginning of it; raises UnknownDocument."""
    row = resolve(id_, library.documents())
    library.correct(row.id, corrections)
    return library.row(row.id)


def removed(library: Collection, ids: Sequence[str]) -> tuple[DocumentRow, ...]:
    """Take documents out, none where one of the ids is not one document's.

    Raises UnknownDocument.
    """
    rows = tuple(resolve(id_, library.documents()) for id_ in ids)
    for row in rows:
        library.remove(row.id)
    return rows


def resolve(start: str, rows: Sequence[DocumentRow]) -> DocumentRow:
    """Return the one document whose id begins like this; raises UnknownDocument."""
    found = [row for row in rows if start and row.id.startswith(start.lower())]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownDocument(
            f"No document has an id that begins with {start!r}: "
            "'footnoted sources list' shows them."
        )
    ids = ", ".join(row.id[: len(start) + 4] for row in found[:3])
    raise UnknownDocument(
        f"{len(found)} documents have an id that begins with {start!r} ({ids}, …): give more of it."
    )

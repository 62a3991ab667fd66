"""A share of what was imported, the same for the same seed."""

from __future__ import annotations

import random

from evals.cases.errors import ImportingError
from evals.cases.importing.imported import Imported


def sampled(found: Imported, limit: int | None, seed: int) -> Imported:
    """Return at most `limit` cases in their order, with all documents: also those of no case.

    Whole groups are drawn, since a conversation belongs together, until no other fits. Raises
    ImportingError where none does.
    """
    if limit is None or len(found.cases) <= limit:
        return found
    groups: dict[str, int] = {}
    for case in found.cases:
        groups[case.cluster] = groups.get(case.cluster, 0) + 1
    names = sorted(groups)
    random.Random(seed).shuffle(names)  # noqa: S311
    taken: set[str] = set()
    room = limit
    for name in names:
        if groups[name] <= room:
            taken.add(name)
            room -= groups[name]
    if not taken:
        least = min(groups.values())
        raise ImportingError(
            f"Every conversation has {least} questions or more; raise --limit to {least}."
        )
    cases = tuple(case for case in found.cases if case.cluster in taken)
    return Imported(cases, found.documents, found.notes)

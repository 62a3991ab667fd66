"""Which token of a source stands for which token of a statement, in order.

The longest common subsequence, weighted: names and figures count most, then words with content,
then the others. What is left of the statement is looked for anywhere in the source: a word that is
there but out of order has been moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.alignment.tokens import Token

_WEIGHTS = (0.2, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Matching:
    """`kept` maps places of statement tokens to source tokens, rising in both; `moved` the rest."""

    statement: Sequence[Token]
    source: Sequence[Token]
    kept: dict[int, int]
    moved: dict[int, tuple[int, ...]]

    def added(self) -> list[int]:
        """Return the places of the statement's tokens that the source has nowhere."""
        taken = self.kept.keys() | self.moved.keys()
        return [at for at in range(len(self.statement)) if at not in taken]

    def gap(self, at: int) -> tuple[int, int]:
        """Return the stretch of the source between the partners on both sides of a place."""
        before = max((s for t, s in self.kept.items() if t < at), default=-1)
        after = min((s for t, s in self.kept.items() if t > at), default=len(self.source))
        return before + 1, max(before + 1, after)


def weight(token: Token) -> float:
    """Return how much it counts that a token is kept."""
    if token.figure is not None or token.name or token.negative:
        return _WEIGHTS[2]
    return _WEIGHTS[token.content]


def match(statement: Sequence[Token], source: Sequence[Token]) -> Matching:
    """Return which tokens of the source stand for those of the statement."""
    kept = _common(statement, source)
    places: dict[str, list[int]] = {}
    for at, token in enumerate(source):
        places.setdefault(token.key, []).append(at)
    moved = {
        at: tuple(places[token.key])
        for at, token in enumerate(statement)
        if at not in kept and token.key in places
    }
    return Matching(statement, source, kept, moved)


def _common(statement: Sequence[Token], source: Sequence[Token]) -> dict[int, int]:
    """Return the weightiest common subsequence; of equal ones, the one that stays together."""
    rows, columns = len(statement), len(source)
    keys = [token.key for token in source]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        key, worth = statement[i].key, weight(statement[i])
        below, row = best[i + 1], best[i]
        follows = statement[i + 1].key if i + 1 < rows else None
        for j in range(columns - 1, -1, -1):
            score = below[j] if below[j] >= row[j + 1] else row[j + 1]
            if keys[j] == key:
                near = 0.05 if j + 1 < columns and keys[j + 1] == follows else 0.0
                score = max(score, worth + near + below[j + 1])
            row[j] = score
    return _traced(statement, keys, best)


def _traced(
    statement: Sequence[Token], keys: Sequence[str], best: list[list[float]]
) -> dict[int, int]:
    kept: dict[int, int] = {}
    i = j = 0
    while i < len(statement) and j < len(keys):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            kept[i] = j
            i, j = i + 1, j + 1
    return kept

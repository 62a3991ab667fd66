"""What the aligner finds, and how much each finding weighs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rag.alignment.matching import Matching, weight
from rag.alignment.tokens import Text, Token


class Weight(IntEnum):
    """What a finding does to a statement.

    `FINE` nothing; `SOFT` keeps it from being close wording: a reader has to judge it; `MISSING`
    means the source does not say it; `AGAINST` that the source says otherwise.
    """

    FINE = 0
    SOFT = 1
    MISSING = 2
    AGAINST = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the source: its code, its weight, and the words, for a user to read."""

    code: str
    weight: Weight
    detail: str


@dataclass(frozen=True, slots=True)
class Context:
    """What may be supplied from outside the span: facts of its document, the words before it.

    `published` are the first and last day the publication date can mean; `around` are the sentences
    before the span in its passage.
    """

    title: str = ""
    publisher: str = ""
    heading: str = ""
    around: str = ""
    published: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement beside its source: both read, matched, and what surrounds the source.

    `coverage` is the share of the statement's weight that the source has, 0 to 1. `strict` is set
    where the statement is made of the source's words, so that every departure from them counts.
    """

    statement: Text
    source: Text
    outside: frozenset[str]
    matching: Matching
    context: Context
    coverage: float

    @property
    def strict(self) -> bool:
        """Whether the statement keeps to the source's words."""
        return self.coverage >= STRICT

    def strict_without(self, *places: int) -> bool:
        """Tell whether the rest of the statement, without these words, keeps to the source's."""
        tokens = self.statement.tokens
        whole = sum(weight(token) for token in tokens if token.content)
        rest = whole - sum(weight(tokens[at]) for at in places if tokens[at].content)
        return rest > 0 and self.coverage * whole / rest >= STRICT

    def severe(self, worst: Weight) -> Weight:
        """Return `worst` for a statement in the source's words, SOFT for a freely worded one."""
        return worst if self.strict else Weight.SOFT

    def partners(self, at: int) -> Sequence[int]:
        """Return the places in the source of the word at a place of the statement."""
        kept = self.matching.kept.get(at)
        return self.matching.moved.get(at, ()) if kept is None else (kept,)

    def kept_source(self) -> set[int]:
        """Return the places of the source's tokens that have a partner in order."""
        return set(self.matching.kept.values())

    def left_out(self, at: int) -> list[Token]:
        """Return what the source has where the statement has the word at a place, and left out."""
        start, end = self.matching.gap(at)
        kept = self.kept_source()
        return [t for j, t in enumerate(self.source.tokens) if start <= j < end and j not in kept]

    def said(self, token: Token) -> str:
        """Return a token of the statement as it is written."""
        return self.statement.text[token.start : token.end]

    def written(self, token: Token) -> str:
        """Return a token of the source as it is written."""
        return self.source.text[token.start : token.end]


STRICT = 0.7

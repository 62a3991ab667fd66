"""What a metric looks at, and what it gives: a score that is summed as a ratio, or None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evals.cases.case import Case, Placed
from evals.response import Response

Supports = Callable[[str, Sequence[str]], bool | None]
"""The judge: whether texts, taken together, support a statement; None where it cannot tell."""

TextOf = Callable[[str], str | None]
"""The canonical text of a document by any of its names; None for one that is not there."""


class Score(NamedTuple):
    """A case's share of a metric: so much of so much; `value` is the quotient."""

    got: float
    of: float = 1.0

    @property
    def value(self) -> float:
        """The score of the case alone."""
        return self.got / self.of


@dataclass(frozen=True)
class Sample:
    """A case with its gold, what a system answered, and what judges and looks up texts.

    `understands` is the judge again, where it goes by what words mean.
    """

    placed: Placed
    response: Response
    supports: Supports | None = None
    text_of: TextOf | None = None
    understands: Supports | None = None

    @property
    def case(self) -> Case:
        """The case."""
        return self.placed.case


def share(got: int, of: int) -> Score | None:
    """Return so many of so many; None of none."""
    return Score(got, of) if of else None


def mean_of(values: Iterable[float]) -> Score | None:
    """Return the mean of some values as the score of one case; None of none."""
    found = list(values)
    return Score(sum(found) / len(found)) if found else None

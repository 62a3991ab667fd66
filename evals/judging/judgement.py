"""What a judge of the evaluation says of a statement beside its evidence, and what a judge is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one judge found of one statement.

    `score` grows with support, 0 to 1; None where the judge gives none. `supported` is None where
    nothing was judged: absence, never a guess; `reason` then says why. `label` is in the judge's
    own words, `by` names the judge with the version of what it goes by.
    """

    score: float | None
    supported: bool | None
    label: str
    by: str
    reason: str

    def __post_init__(self) -> None:
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError(f"A score is 0 to 1, not {self.score}.")


NOT_JUDGED = "not judged"


def absent(by: str, reason: str) -> Judgement:
    """Return that nothing was judged, and why."""
    return Judgement(None, None, NOT_JUDGED, by, reason)


class Judge(Protocol):
    """Whatever can hold a statement against its evidence."""

    @property
    def name(self) -> str:
        """What reports call it, with the version of what it goes by."""

    def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
        """Return what it finds; it sees nothing but these words."""

"""How often the checker itself is wrong, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ui.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from rag.support import Rates


def rate_lines(measured: Iterable[Rates], wording: Wording = ENGLISH) -> Iterator[str]:
    """Yield a sentence for each set of human labels: its two kinds of error, and the score's."""
    for rates in measured:
        yield wording.rate.format(
            name=rates.name,
            rows=wording.number(rates.rows),
            false_close=wording.of_100(rates.false_close),
            true_refused=wording.of_100(rates.true_refused),
            auc=wording.of_100(rates.auc),
        )

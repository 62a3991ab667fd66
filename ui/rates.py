"""How often the checker itself is wrong, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.support import Rates

HEADING = "how often the checker is wrong without a model, on statements that people have judged:"


def rate_lines(measured: Iterable[Rates]) -> Iterator[str]:
    """Yield a sentence for each set of human labels: its two kinds of error, and the score's."""
    for rates in measured:
        yield (
            f"{rates.name} ({rates.rows:,} statements): of 100 that the sources do not support it "
            f"shows {_of_100(rates.false_close)} as quoted or close wording; of 100 that they do "
            f"support it calls {_of_100(rates.true_refused)} not found or contradicted; of 100 "
            f"pairs of both kinds its score puts {_of_100(rates.auc)} in the right order."
        )


def _of_100(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")

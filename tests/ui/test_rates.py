"""The checker's own errors as people read them."""

from __future__ import annotations

from rag.support import Rates
from ui.rates import rate_lines


def test_rates_are_told_in_words() -> None:
    (line,) = rate_lines([Rates("Some set", 1200, 0.784, 0.7, 0.0, 0.125)])
    assert line == (
        "Some set (1,200 statements): of 100 that the sources do not support it shows 0 as quoted "
        "or close wording; of 100 that they do support it calls 12.5 not found or contradicted; of "
        "100 pairs of both kinds its score puts 78.4 in the right order."
    )

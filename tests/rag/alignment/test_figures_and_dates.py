"""Figures and dates as they are written, and what they mean."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.alignment.dates import dates
from rag.alignment.figures import figures

DAY = dt.date(2025, 8, 25)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4,800 troops", [(4800, "")]),
        ("4.8 thousand", [(4800, "")]),
        ("4 800 et 41\u00a0000", [(4800, ""), (41000, "")]),
        ("3.5 million", [(3.5e6, "")]),
        ("3.5\u00a0million", [(3.5e6, "")]),
        ("twenty-six boats", [(26, "")]),
        ("one hundred and five", [(105, "")]),
        ("58 per cent and 31%", [(58, "%"), (31, "%")]),
        ("$5 million", [(5e6, "$")]),
        ("half of them", [(0.5, "")]),
        ("a third and two thirds", [(1 / 3, ""), (2 / 3, "")]),
        ("the 1st of many", []),
        ("one of them", []),
        ("15bn", [(15e9, "")]),
        ("P-14", []),
    ],
)
def test_figures(text: str, found: list[tuple[float, str]]) -> None:
    read = [(figure.value, figure.unit) for figure in figures(text)]
    assert [unit for _, unit in read] == [unit for _, unit in found]
    assert [value for value, _ in read] == pytest.approx([value for value, _ in found])


@given(st.text(max_size=120))
def test_figures_are_slices_in_order(text: str) -> None:
    at = 0
    for figure in figures(text):
        assert at <= figure.start < figure.end <= len(text)
        at = figure.end


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("22 August 2025", "2025-08-22", "2025-08-22"),
        ("August 22, 2025", "2025-08-22", "2025-08-22"),
        ("Aug. 22", "2025-08-22", "2025-08-22"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("August 2025", "2025-08-01", "2025-08-31"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("31 January", "2026-01-31", "2026-01-31"),
        ("on Friday", "2025-08-22", "2025-08-22"),
        ("last week", "2025-08-18", "2025-08-24"),
        ("next month", "2025-09-01", "2025-09-30"),
        ("yesterday", "2025-08-24", "2025-08-24"),
        ("15 mai 2023", "2023-05-15", "2023-05-15"),
    ],
)
def test_dates(text: str, first: str, last: str) -> None:
    (when,) = dates(text, (DAY, DAY))
    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize(
    "text", ["It may rain.", "2,024 boats", "May I?", "31 February 2024", "Mars is red.", "12.5"]
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text, (DAY, DAY)) == []


def test_without_a_publication_date_the_year_stays_open() -> None:
    (source,) = dates("on 22 August")
    (stated,) = dates("in August")
    assert source.first is None
    assert source.holds_for(stated)
    assert not stated.holds_for(source)


@given(st.text(max_size=120))
def test_any_text_has_dates_in_order(text: str) -> None:
    at = 0
    for when in dates(text, (DAY, DAY)):
        assert at <= when.start < when.end <= len(text)
        at = when.start

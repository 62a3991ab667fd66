"""Tokens, stems, names."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.words import content_words, same_name, stem, words


@given(st.text())
def test_words_are_slices_in_order(text: str) -> None:
    found = words(text)
    assert all(text[w.start : w.end] == w.form for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("U.S. troops fell to 4,800.", ["U.S.", "troops", "fell", "to", "4,800"]),
        ("Mali’s al-Qaida cell", ["Mali’s", "al-Qaida", "cell"]),
        ("3.67% of it", ["3.67", "of", "it"]),
    ],
)
def test_tokens(text: str, forms: list[str]) -> None:
    assert [w.form for w in words(text)] == forms


def test_function_words_carry_no_content() -> None:
    assert [w.form for w in content_words("What did the US say of it?")] == ["US"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mali", "Malian"), ("France", "French"), ("Danes", "Denmark"), ("US", "U.S.")],
)
def test_names_of_a_country_and_its_people_are_one(one: str, other: str) -> None:
    assert same_name(stem(one), stem(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Chad", "China"), ("Niger", "Norway"), ("Mali", "Malta")]
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not same_name(stem(one), stem(other))


def test_threads_stem_as_one_does() -> None:
    forms = [f"{root}{end}" for root in ("nation", "organ", "rel", "gener", "vol")
             for end in ("alisation", "ising", "ational", "fulness", "ically")
             ] * 40  # fmt: skip
    alone = [stem.__wrapped__(form) for form in forms]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(stem.__wrapped__, forms))
    finally:
        sys.setswitchinterval(before)
    assert together == alone

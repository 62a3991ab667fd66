"""Vectors of words that are kept, also while another thread begins anew."""

from __future__ import annotations

import numpy as np
import pytest

from rag import partners
from rag.partners import Partners
from rag.questions import analyse
from rag.words import content_words
from vectorstore.embed import load_encoder


def test_what_is_kept_is_bounded_and_a_reader_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(partners, "_MOST_CACHED", 5)
    kept = Partners(load_encoder())
    terms, words = analyse("Which ferry sank?").terms, content_words("The ferry overturned.")
    alone = kept.matrix(terms, words)
    mine = kept.prepare(["ferry", "harbour"])
    for number in range(4):
        kept.prepare(f"word{number}{letter}" for letter in "abcdef")
    assert {"ferry", "harbour"} <= mine.keys()
    assert len(kept._vectors) <= 5 + 6
    np.testing.assert_array_equal(kept.matrix(terms, words), alone)

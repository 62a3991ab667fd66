"""An encoder that remembers gives what the encoder gives, and asks it once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from rag.readings import Matrix
from rag.remembering import Remembering
from vectorstore.encoders.local import LocalEncoder

TEXTS = ["The ferry sank.", "Nobody was hurt.", "The ferry sank.", ""]


class Counting:
    """The embedded encoder, and every text it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self._encoder = LocalEncoder()

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.given += texts
        return self._encoder.encode(texts)


def test_vectors_are_those_of_the_encoder_and_each_text_is_encoded_once() -> None:
    counting = Counting()
    remembering = Remembering(counting)
    expected = LocalEncoder().encode(TEXTS)
    for _ in range(2):
        assert np.array_equal(remembering.encode(TEXTS), expected)
    assert sorted(counting.given) == sorted(set(TEXTS))
    assert remembering.encode([]).shape == (0, LocalEncoder.dimension)


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    counting = Counting()
    remembering = Remembering(counting, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        remembering.encode([text])
    assert counting.given == ["a", "b", "c", "b"]


def test_a_vector_that_was_given_out_cannot_be_changed_from_outside() -> None:
    remembering = Remembering(Counting())
    before = remembering.encode(["a"])
    kept = before.copy()
    before[:] = 0
    assert np.array_equal(remembering.encode(["a"]), kept)


def test_threads_get_the_same() -> None:
    remembering, expected = Remembering(Counting(), most=3), LocalEncoder().encode(TEXTS)
    wrong: list[Matrix] = []

    def ask() -> None:
        for _ in range(20):
            found = remembering.encode(TEXTS)
            if not np.array_equal(found, expected):
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

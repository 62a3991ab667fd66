"""An encoder that remembers: the same sentences come up for one question after another."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from rag.readings import Matrix, SentenceEncoder, Vector

MOST = 16_384
"""Vectors that are remembered: of 384 numbers, they take 25 MB."""


class Remembering:
    """An encoder's vectors, those asked for last kept at hand. Safe to share between threads.

    The encoder must give a text the same vector whatever it is encoded with.
    """

    def __init__(self, encoder: SentenceEncoder, most: int = MOST) -> None:
        self._encoder = encoder
        self._most = most
        self._known: OrderedDict[bytes, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return float32 [len(texts), d], rows of unit length. Raises what the encoder raises."""
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        found = self._recalled(keys)
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if unknown or not texts:
            rows = self._encoder.encode(list(unknown.values()))
            if not texts:
                return rows
            fresh = dict(zip(unknown, (row.copy() for row in rows), strict=True))
            self._remember(fresh)
            found |= fresh
        return np.stack([found[key] for key in keys])

    def _recalled(self, keys: Sequence[bytes]) -> dict[bytes, Vector]:
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
            for key in found:
                self._known.move_to_end(key)
        return found

    def _remember(self, fresh: dict[bytes, Vector]) -> None:
        with self._lock:
            self._known.update(fresh)
            while len(self._known) > self._most:
                self._known.popitem(last=False)

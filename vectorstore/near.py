"""Near-duplicate fingerprints: passages that say almost the same differ in few of 64 bits.

SimHash over word 3-shingles (Charikar, "Similarity Estimation Techniques from Rounding Algorithms",
STOC 2002; Manku, Jain and Das Sarma, "Detecting Near-Duplicates for Web Crawling", WWW 2007).
"""

from __future__ import annotations

import re
from hashlib import blake2b

_WORD = re.compile(r"\w+")
_SHINGLE = 3


def near_fingerprint(text: str) -> int:
    """Return a 64-bit unsigned integer; texts with the same words in the same order share it.

    Case, punctuation and white space make no difference. A text without words has 0.
    """
    import numpy as np

    words = _WORD.findall(text.casefold())
    if not words:
        return 0
    shingles = {
        " ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))
    }
    digests = b"".join(blake2b(s.encode(), digest_size=8).digest() for s in shingles)
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8)).reshape(-1, 64)
    majority = bits.sum(axis=0) * 2 > len(shingles)
    return int.from_bytes(np.packbits(majority).tobytes())


def distance(one: int, other: int) -> int:
    """Return how many of the 64 bits differ: about 32 for unrelated texts, 0 to 6 for copies."""
    return (one ^ other).bit_count()

"""The signs of a vector's first 64 numbers, as a checksum the doctor compares with what Chroma has.

Chroma keeps no checksum of its vectors. Signs survive what it does to a vector's length and the
last bits of its numbers, and tell at once that a vector is another passage's, or noise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLERANCE = 2
"""Signs that may differ between a vector and its stored copy: numbers next to zero may flip."""


def signs(vectors: NDArray[np.float32]) -> list[int]:
    """Return a 64-bit unsigned integer for each row of float32 [n, d]."""
    import numpy as np

    bits = np.zeros((len(vectors), 64), dtype=np.bool_)
    width = min(64, vectors.shape[1])
    bits[:, :width] = vectors[:, :width] > 0
    packed = np.packbits(bits, axis=1).reshape(-1).view(">u8")
    return [int(value) for value in packed]


def agree(one: int, other: int) -> bool:
    """Tell whether two sets of signs belong to the same vector."""
    return (one ^ other).bit_count() <= TOLERANCE

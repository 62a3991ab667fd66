"""Text that breaks offsets, for property tests: marks, joiners, two directions, odd space."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = [
    *"abcXYZ.!?…,;:-–\"'“”‘’«»()[]*_#|0159 \n\t。「」",
    *("\u00a0", "\u200b", "\u200d", "\u0301", "\u0327", "\u05d0", "\u0627", "\u0650", "\u1100"),
    *("\u1161", "😀", "👩", "\U0001f1eb", "\U0001f3fd", "\ufe0f", "\x0c", "\u2029", "\u3000"),
    *("U.S. ", "Mr. ", "p.m. ", " He ", "\r\n", "@", "\n\n", "A heading\n", ". The ", "word " * 9),
]

TRICKY = st.lists(st.sampled_from(_PIECES), max_size=120).map("".join) | st.text()

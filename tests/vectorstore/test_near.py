"""Fingerprints of near duplicates."""

from __future__ import annotations

from tests.vectorstore.conftest import article
from vectorstore.near import distance, near_fingerprint


def test_near_duplicates_have_near_fingerprints() -> None:
    text = article("alpha", 6)
    almost = text.replace("everyone who came", "everybody who came", 1)
    assert near_fingerprint(text) == near_fingerprint(text.upper().replace(".", " - "))
    assert distance(near_fingerprint(text), near_fingerprint(almost)) <= 8
    assert distance(near_fingerprint(text), near_fingerprint("Plum cake is made with flour.")) > 16
    assert near_fingerprint("") == near_fingerprint("… !") == 0
    assert 0 <= near_fingerprint("one") < 2**64

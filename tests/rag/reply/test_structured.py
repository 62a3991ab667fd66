"""Replies that are JSON, whole or not, and however deep."""

from __future__ import annotations

import pytest

from rag.reply.structured import lines_of, objects

DEEP = ["[" * 20_000, f"{'[' * 20_000}1{']' * 20_000}", f"{'[' * 900}1{']' * 900}"]


@pytest.mark.parametrize("nested", DEEP)
def test_what_is_nested_too_deep_is_unreadable(nested: str) -> None:
    assert lines_of(f'{{"answer": {nested}}}') == []
    assert list(objects(f'{{"answer": {nested}}} {{"id": 1}}'))[-1] == {"id": 1}


def test_objects_are_read_one_by_one_whatever_stands_round_them() -> None:
    reply = 'Here: {"verdicts": [{"id": 1}, {"id": 2,}, {"id": "3\n"}, {"id": 4'
    assert list(objects(reply)) == [{"id": 1}, {"id": "3\n"}]

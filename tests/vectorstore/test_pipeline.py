from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from vectorstore.documents import Document, Passage, Span
from vectorstore.drafts import Draft, batches
from vectorstore.pipeline import ahead, behind


def one(_: object) -> int:
    return 1


def test_items_come_in_order_from_another_thread() -> None:
    threads: set[int] = set()

    def items() -> Iterator[int]:
        for n in range(100):
            threads.add(threading.get_ident())
            yield n

    with ahead(items(), one, 5) as read:
        assert list(read) == list(range(100))
    assert threads
    assert threading.get_ident() not in threads


def test_no_more_is_made_ahead_than_may_wait() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for n in range(50):
            made.append(n)
            yield n

    with ahead(items(), lambda n: 10, 35) as read:
        for n in read:
            time.sleep(0.002)
            assert len(made) <= n + 1 + 3 + 1  # taken, waiting, and one that waits for room
    assert len(made) == 50


def test_an_item_heavier_than_the_limit_passes_alone() -> None:
    with ahead(iter([5, 500, 5]), lambda n: n, 10) as read:
        assert list(read) == [5, 500, 5]


def test_an_error_is_raised_where_it_happened() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    seen: list[int] = []
    with pytest.raises(ValueError, match="broken"), ahead(items(), one, 5) as read:
        seen.extend(read)
    assert seen == [1]


def test_leaving_early_ends_the_thread() -> None:
    def items() -> Iterator[int]:
        n = 0
        while True:
            n += 1
            yield n

    with ahead(items(), one, 3) as read:
        assert next(read) == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]


def test_work_is_done_in_order_behind_the_loop() -> None:
    done: list[int] = []
    with behind(done.append) as hand_over:
        for n in range(50):
            hand_over(n)
    assert done == list(range(50))


def test_an_error_behind_is_raised_and_ends_the_work() -> None:
    done: list[int] = []

    def work(n: int) -> None:
        if n == 3:
            raise ValueError("full")
        done.append(n)

    def hand_over_many() -> None:
        with behind(work) as hand_over:
            for n in range(1000):
                hand_over(n)

    with pytest.raises(ValueError, match="full"):
        hand_over_many()
    assert done == [0, 1, 2]
    assert not [thread for thread in threading.enumerate() if thread.name == "behind"]


def test_batches_hold_every_passage_once_and_in_order() -> None:
    drafts = [_draft(n, size) for n, size in enumerate([0, 1, 15, 300, 0, 700, 3, 40])]
    cut = list(batches(drafts))
    sizes = [sum(piece.end - piece.start for piece in batch) for batch in cut]
    assert sizes[0] <= 16
    assert max(sizes) <= 256
    pieces = [piece for batch in cut for piece in batch]
    assert [p for piece in pieces for p in piece.passages] == [
        p for draft in drafts for p in draft.passages
    ]
    for draft in drafts:
        own = [piece for piece in pieces if piece.draft is draft]
        assert [piece.is_first for piece in own] == [True] + [False] * (len(own) - 1)
        assert [piece.is_last for piece in own] == [False] * (len(own) - 1) + [True]


def _draft(n: int, passages: int) -> Draft:
    document = Document(id=f"d{n}", source=f"/{n}", text="x" * passages, content_hash="0")
    made = [Passage(f"d{n}:{m}", document.id, Span(m, m + 1)) for m in range(passages)]
    return Draft(document, made, is_new=True)

"""What the steps of one question share: time, cost, and being called off."""

import threading
import time
from collections.abc import Iterator

import pytest

from rag.errors import Cancelled
from rag.run import Run, Usage


def test_what_is_not_known_is_not_counted_as_nothing() -> None:
    assert Usage() + Usage() == Usage(None, None, None)
    assert Usage(3, None, None) + Usage(4, 5, 0.5) == Usage(7, 5, 0.5)


def test_only_the_waiting_is_counted() -> None:
    def items() -> Iterator[int]:
        yield 1
        time.sleep(0.05)
        yield 2

    run, started, slept = Run(), time.perf_counter(), 0.0
    for _ in run.each("answer", items()):
        before = time.perf_counter()
        time.sleep(0.1)
        slept += time.perf_counter() - before
    waited = time.perf_counter() - started - slept
    assert 0.04 <= run.timings_ms["answer"] / 1000 <= waited + 0.001


def test_a_step_that_runs_twice_is_counted_twice() -> None:
    run = Run()
    run.took("verify", 0.5)
    run.took("judge", 1)
    run.took("verify", 0.25)
    assert run.timings_ms == {"verify": 750.0, "judge": 1000.0}


def test_the_items_are_closed_with_their_reader() -> None:
    closed = []

    def items() -> Iterator[int]:
        try:
            yield 1
            yield 2
        finally:
            closed.append(True)

    reader = Run().each("answer", items())
    assert next(reader) == 1
    reader.close()
    assert closed


def test_calling_off_closes_what_waits_and_stops_what_follows() -> None:
    run, waits, closed = Run(), threading.Event(), threading.Event()

    def wait() -> None:
        with run.closing(closed.set):
            waits.set()
            assert closed.wait(60)

    def work() -> None:
        with pytest.raises(Cancelled):
            wait()

    thread = threading.Thread(target=work)
    thread.start()
    assert waits.wait(60)
    run.cancel()
    thread.join(60)
    assert not thread.is_alive()
    with pytest.raises(Cancelled):
        run.go_on()
    with pytest.raises(Cancelled):
        next(run.each("answer", iter([1])))


def test_what_has_ended_is_not_closed_again() -> None:
    run, closed = Run(), []
    with run.closing(lambda: closed.append(True)):
        pass
    run.cancel()
    assert closed == []


def test_a_note_is_kept_once() -> None:
    run = Run()
    run.note("The judge could not be reached.")
    run.note("The judge could not be reached.")
    assert run.notes == ["The judge could not be reached."]

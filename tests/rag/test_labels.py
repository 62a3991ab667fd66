"""The marks models cite with, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.labels import numbers, unfinished, unmarked

_SOURCES = 5

MARKS = [
    ("Troops left [S1].", (1,)),
    ("Troops left [1].", (1,)),
    ("Troops left [1,2].", (1, 2)),
    ("Troops left [1][2].", (1, 2)),
    ("Troops left [1] [2].", (1, 2)),
    ("Troops left【1】.", (1,)),
    ("Troops left [^1].", (1,)),
    ("Troops left (1).", (1,)),
    ("Troops left (S1, S2).", (1, 2)),
    ("Troops left [1–3].", (1, 2, 3)),
    ("Troops left [S1-S3].", (1, 2, 3)),
    ("Troops left [Source 1].", (1,)),
    ("Troops left (see Source 2).", (2,)),
    ("Troops left (Source: S1).", (1,)),
    ("Troops left [1†source].", (1,)),
    ("Troops left【1†L4-L9】.", (1,)),
    ("Troops left [[2]].", (2,)),
    ("Troops left [S1](https://example.org/a).", (1,)),
    ("Troops left [S1 and S3].", (1, 3)),
    ("Troops left [7].", (7,)),
    ("Troops left [D3].", ()),
    ("[A12] Troops left.", ()),
    ("Troops left. [S1]", (1,)),
    ("Troops left.[S1]", (1,)),
    ("Troops left. (1)", (1,)),
    ("Troops left.¹", (1,)),
    ("Troops left¹.", (1,)),
    ("Source 1: Troops left.", (1,)),
    ("S1: Troops left.", (1,)),
    ("S2 states that Troops left.", (2,)),
    ("According to [S1], Troops left.", (1,)),
    ("According to sources 1 and 2, Troops left.", (1, 2)),
    ("[S1] Troops left.", (1,)),
]

NO_MARKS = [
    "They left in 2024 (2024).",
    "They left [2024].",
    "(1) the boats and (2) the trucks left.",
    "She brought (1) boats and (2) trucks.",
    "Sanna Wirth (42) spoke.",
    "Sanna Wirth, (42).",
    "It has 3 km² of plum trees and 4 m³ of jam.",
    "He said [they] left.",
    "He [sic] left.",
    "10⁶ plums",
    "Route S1 was closed.",
]


@pytest.mark.parametrize(("line", "named"), MARKS)
def test_a_mark_is_read_and_taken_out(line: str, named: tuple[int, ...]) -> None:
    marked = unmarked(line, _SOURCES)
    assert tuple(number for _, inside in marked.marks for number in inside) == named
    assert marked.text.strip().rstrip(".") == "Troops left"


@pytest.mark.parametrize("line", NO_MARKS)
def test_what_only_looks_like_a_mark_stays(line: str) -> None:
    marked = unmarked(line, _SOURCES)
    assert marked.marks == ()
    assert marked.text == line


def test_a_mark_keeps_its_place() -> None:
    marked = unmarked("One [S1]. Two. [S2] Three", _SOURCES)
    assert marked.text == "One. Two. Three"
    assert marked.marks == ((3, (1,)), (9, (2,)))


@pytest.mark.parametrize(
    ("text", "held"),
    [("Left [S", "[S"), ("Left [S1, ", "[S1, "), ("Left (1", "(1"), ("Left【1†so", "【1†so")],
)
def test_a_bracket_that_is_open_may_become_a_mark(text: str, held: str) -> None:
    assert text[unfinished(text) :] == held


def test_a_closed_bracket_is_finished() -> None:
    assert unfinished("Left [S1].") == len("Left [S1].")


def test_a_range_is_written_out_within_reason() -> None:
    assert numbers("1, 3–5") == (1, 3, 4, 5)
    assert numbers("1-900") == (1, 900)
    assert numbers("3-1") == (3, 1)


@given(st.text("ab .,[]S129【】^–\n", max_size=60) | st.text("ab .,(S1)29–\n", max_size=60))
def test_nothing_but_marks_and_spaces_is_lost(line: str) -> None:
    marked = unmarked(line, _SOURCES)
    kept = [c for c in marked.text if c in "ab"]
    assert kept == [c for c in line if c in "ab"]
    assert all(0 <= place <= len(marked.text) for place, _ in marked.marks)


@given(st.lists(st.integers(1, _SOURCES), min_size=1, max_size=4))
def test_any_list_of_labels_is_read(labels: list[int]) -> None:
    line = f"Troops left [{', '.join(f'S{n}' for n in labels)}]."
    assert unmarked(line, _SOURCES).marks == ((11, tuple(dict.fromkeys(labels))),)

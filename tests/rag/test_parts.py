"""A question that asks several things, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.parts import parts_of

TWO = [
    (
        "How many patrol boats does the mission have and what did each of them cost?",
        ["How many patrol boats does the mission have", "what did each of them cost"],
        "what did each of the patrol boats cost",
    ),
    (
        "When did Verrin leave, and who will succeed him?",
        ["When did Verrin leave", "who will succeed him"],
        "who will succeed Verrin",
    ),
    (
        "Where did the Lady Aurel sink, and why?",
        ["Where did the Lady Aurel sink", "why"],
        "Why did the Lady Aurel sink?",
    ),
    (
        "Who is Brask, and in which year was she mayor?",
        ["Who is Brask", "in which year was she mayor"],
        "in which year was Brask mayor",
    ),
]


@pytest.mark.parametrize(("question", "asked", "alone"), TWO)
def test_two_things_asked(question: str, asked: list[str], alone: str) -> None:
    parts = parts_of(question)
    assert [part.words for part in parts] == asked
    assert parts[-1].asked.text == alone


ONE = [
    "Who leads the mission?",
    "When the bridge fell, who was on it?",
    "When soldiers arrived, what did they do?",
    "According to the report, how many people died?",
    "Who knows when and where the ferry sank?",
    "Where and when did the ferry sink?",
    "The boats stay in port. Why is that?",
    "",
]


@pytest.mark.parametrize("question", ONE)
def test_one_thing_asked(question: str) -> None:
    assert parts_of(question) == ()


def test_a_part_that_names_nothing_leans_on_the_others() -> None:
    parts = parts_of("Which member owes the mission the most, and how much?")
    assert [part.leans for part in parts] == [False, True]


@given(st.text())
def test_parts_are_words_of_the_question(question: str) -> None:
    flat = " ".join(question.split())
    assert all(part.words in flat for part in parts_of(question))

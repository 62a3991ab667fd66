"""Questions to begin with: few, short, and each in one line of the home."""

from __future__ import annotations

from collections.abc import Iterator

from tests.slack.block_rules import shown
from ui.slack.limits import PROMPTS
from ui.slack.panes import first_short
from ui.slack.phrases import ENGLISH
from ui.slack.views import home_view


def test_no_more_questions_are_read_than_are_shown() -> None:
    def asked() -> Iterator[str]:
        yield "Why? " * 100
        for number in range(PROMPTS):
            yield from [f"How many? {number}"] * 2
            assert number < PROMPTS - 1, "one more is read"

    assert first_short(asked()) == tuple(f"How many? {number}" for number in range(PROMPTS))


def test_a_question_is_one_short_line_of_the_home() -> None:
    asked = ["How many\ntroops?", "Why? " * 60]
    view = home_view("", ENGLISH, questions=asked)
    said = shown(view["blocks"])
    assert "How many troops?" in said
    assert "Why? " * 20 in said
    assert "Why? " * 40 not in said

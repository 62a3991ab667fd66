"""The words of a question that are looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.keywords import keywords


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("How many troops does France have now?", "many troops France"),
        ("What's the cost, and who said so?", "cost said"),
        ("What’s the cost?", "cost"),
        ("What does the WHO say about the US?", "WHO say US"),
        ("WHAT DOES THE FORCE COST", "FORCE COST"),
        ("who is who", "who is who"),
        ("", ""),
        ("🙂 ?", "🙂 ?"),
        ("Où est le café?", "Où est le café"),
        ("the N’Djamena accord", "N’Djamena accord"),
    ],
)
def test_function_words_are_left_out(question: str, left: str) -> None:
    assert [w for w in keywords(question).replace("?", " ").replace(",", " ").split() if w] == [
        w for w in left.replace("?", " ").split() if w
    ]


@given(st.text())
def test_any_text(question: str) -> None:
    left = keywords(question)
    assert bool(left) == bool(question)
    assert len(left) <= len(question)

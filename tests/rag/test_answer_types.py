"""Does a sentence hold what is asked for."""

import pytest

from rag.answer_types import strength
from rag.questions import analyse

HOLDS = [
    ("How many soldiers died?", "Some 41 soldiers died.", "The soldiers died at dawn."),
    ("How many soldiers died?", "Forty-one soldiers died.", "In 2021 the soldiers died."),
    ("When did it sink?", "It sank on 3 August.", "It sank near the bank."),
    ("When did it sink?", "It sank last month.", "It may sink."),
    ("Who commands it?", "It is under General Corvin Estrade.", "It is under a general."),
    ("Where did it sink?", "It sank off Halmet.", "It sank at night."),
    ("How much does it cost?", "It costs 60 million euros.", "It costs 60 lives a year."),
    ("What share stayed?", "Some 66 percent stayed.", "Some 66 people stayed."),
    ("How old is he?", "Verrin, 54, is a teacher.", "Verrin is a teacher."),
    ("How long did it last?", "It lasted three weeks.", "It lasted."),
    ("Why did it sink?", "It sank because of a leak.", "It sank."),
    ("What did Brask say about it?", "Brask said it was a lie.", "Brask was there."),
    ("What is the Front?", "The Front is a former army.", "Front members met"),
    ("Which bank paid?", "The bill went to Nordbank.", "the bank paid the bill"),
]


@pytest.mark.parametrize(("question", "holds", "lacks"), HOLDS)
def test_a_sentence_that_holds_it_is_stronger(question: str, holds: str, lacks: str) -> None:
    asked = analyse(question)
    assert strength(asked, holds) >= 0.7
    assert strength(asked, lacks) < strength(asked, holds)


def test_a_number_of_the_question_is_no_answer() -> None:
    assert strength(analyse("How many of the 300 left?"), "All of the 300 were there.") == 0

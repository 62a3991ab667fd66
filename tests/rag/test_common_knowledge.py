"""What everybody knows and the sample library does not say is not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.answers import Decline
from rag.assemble import build_chain
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.chain import Chain
    from vectorstore.collection import Collection

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("What is the capital of France?", "Paris"),
    ("Who wrote Hamlet?", "Shakespeare"),
    ("Who painted the Mona Lisa?", "Leonardo"),
    ("What is the chemical symbol for gold?", "Au"),
    ("How many planets orbit the Sun?", "eight"),
    ("Which planet is the largest in the solar system?", "Jupiter"),
    ("In which year did the Second World War end?", "1945"),
    ("Who was the first person to walk on the Moon?", "Armstrong"),
    ("What is the largest ocean on Earth?", "Pacific"),
    ("What is the highest mountain in the world?", "Everest"),
    ("Which is the longest river in South America?", "Amazon"),
    ("What is the square root of 144?", "12"),
    ("How many sides does a hexagon have?", "six"),
    ("At what temperature does water boil at sea level?", "100"),
    ("What gas do plants take in from the air?", "carbon dioxide"),
    ("Who developed the theory of relativity?", "Einstein"),
    ("Who discovered penicillin?", "Fleming"),
    ("What is the currency of Japan?", "yen"),
    ("What language is spoken in Brazil?", "Portuguese"),
    ("Which country gave the Statue of Liberty to the United States?", "France"),
    ("Who was the first president of the United States?", "Washington"),
    ("When did the Berlin Wall fall?", "1989"),
    ("When did the Titanic sink?", "1912"),
    ("How many players are on a football team?", "eleven"),
    ("How many strings does a violin have?", "four"),
    ("Who composed the Ninth Symphony with the Ode to Joy?", "Beethoven"),
    ("Who wrote the novel 1984?", "Orwell"),
    ("Who wrote Pride and Prejudice?", "Austen"),
    ("What is the hardest natural substance?", "diamond"),
    ("What is the largest mammal?", "blue whale"),
    ("How many legs does a spider have?", "eight"),
    ("How many bones does an adult human body have?", "206"),
    ("Which organ pumps blood through the body?", "heart"),
    ("What is the speed of light?", "300"),
    ("What is the first element of the periodic table?", "hydrogen"),
    ("Which metal is liquid at room temperature?", "mercury"),
    ("What is the capital of Australia?", "Canberra"),
    ("What is the capital of Japan?", "Tokyo"),
    ("In which city is the Colosseum?", "Rome"),
    ("In which country are the pyramids of Giza?", "Egypt"),
    ("Who is the author of the Harry Potter books?", "Rowling"),
    ("What colours are on the flag of Italy?", "green"),
    ("How many days are there in a leap year?", "366"),
    ("How many minutes are there in an hour?", "60"),
    ("Which animal is known as the king of the jungle?", "lion"),
    ("What do bees make?", "honey"),
    ("Why is the sky blue?", "scatter"),
    ("What is the boiling point of water in Fahrenheit?", "212"),
    ("Who invented the telephone?", "Bell"),
    ("What does DNA stand for?", "deoxyribonucleic"),
)
"""Fifty questions that any model can answer from memory, each with a word of its answer."""


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    return build_chain(Settings(), library)


def test_there_are_fifty() -> None:
    assert len({question for question, _ in QUESTIONS}) == 50


@pytest.mark.parametrize(("question", "known"), QUESTIONS)
def test_it_is_declined(chain: Chain, question: str, known: str) -> None:
    answer = chain.ask(question)
    assert answer.decline in (Decline.NOT_IN_SOURCES, Decline.PREMISE_NOT_IN_SOURCES)
    assert answer.statements == ()
    assert 1 <= len(answer.nearest) <= 3

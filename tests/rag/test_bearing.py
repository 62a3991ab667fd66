"""Whether a passage bears on a question, or only shares its topic."""

import pytest

from rag.bearing import bearing
from rag.chance import Chances
from vectorstore.embed import load_encoder

ENCODER = load_encoder()
TITLE = "Lake Ostra salt works"
ANSWERS = "The salt works employ 640 people."
BESIDE = "The salt works lie on Lake Ostra."


def of(question: str, sentence: str, title: str = TITLE) -> tuple[float, float]:
    asked, said = ENCODER.encode([question, sentence])
    return bearing(ENCODER, question, title, sentence, [sentence], float(said @ asked))


def test_without_the_topic_an_answer_stands_out_more() -> None:
    question = "How many workers do the Lake Ostra salt works have?"
    answers, beside = of(question, ANSWERS), of(question, BESIDE)
    assert answers[1] - beside[1] > answers[0] - beside[0] > 0


def test_without_a_title_nothing_is_taken_out() -> None:
    asked, said = ENCODER.encode(["Who works there?", ANSWERS])
    near, beyond = of("Who works there?", ANSWERS, title="")
    assert near == pytest.approx(float(asked @ said), abs=1e-3)
    assert beyond == pytest.approx(float(asked @ said), abs=1e-6)


def test_a_passage_that_repeats_its_title_says_nothing_beyond_it() -> None:
    near, beyond = of(TITLE, TITLE)
    assert near > 0.9
    assert -1.0 <= beyond <= 1.0


@pytest.mark.parametrize("better", [(0.9, 0.5, 0.3), (0.5, 0.8, 0.3), (0.5, 0.5, 0.6)])
def test_more_of_each_makes_an_answer_likelier(better: tuple[float, float, float]) -> None:
    chances = Chances.load()
    assert chances.answered(*better) > chances.answered(0.5, 0.5, 0.3)


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_a_certain_chance_decides_nothing_alone(chance: float) -> None:
    assert 0 < Chances.load().answered(chance, 0.5, 0.3) < 1

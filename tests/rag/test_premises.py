"""What a question takes for granted, over documents that tell it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.answers import Decline
from rag.partners import Partners
from rag.premises import leaves_deed_untold, states_opposite
from rag.questions import analyse
from rag.readings import Reader
from vectorstore.embed import load_encoder

ENCODER = load_encoder()


def opposed(question: str, sentence: str) -> bool:
    """Whether the sentence states the opposite of what the question assumes."""
    reader = Reader(ENCODER, lambda word: 0.8, Partners(ENCODER))
    readings = reader.read(analyse(question), [("", [sentence])])
    return states_opposite(readings.question, readings.all[0], readings.weights)


OPPOSITES = [
    ("Why did Ruvia increase its contingent?", "Ruvia reduced its contingent in August."),
    ("When will the mission open the base in Tavna?", "The mission closed the base in Tavna."),
    ("Why did Brask accept the offer?", "Brask rejected the offer at once."),
    ("How many soldiers did Belmarch send?", "Belmarch withdrew 400 soldiers."),
]


@pytest.mark.parametrize(("question", "sentence"), OPPOSITES)
def test_the_opposite(question: str, sentence: str) -> None:
    assert opposed(question, sentence)


NOT_OPPOSITES = [
    ("Why did Ruvia increase its contingent?", "Ruvia increased its contingent in August."),
    ("When did the market open?", "The market opened in May and closed in June."),
    ("Did the mission open the base in Tavna?", "The mission closed the base in Tavna."),
    ("Why did Ruvia increase its contingent?", "The price of diesel was cut in Halmet."),
]


@pytest.mark.parametrize(("question", "sentence"), NOT_OPPOSITES)
def test_not_the_opposite(question: str, sentence: str) -> None:
    assert not opposed(question, sentence)


if TYPE_CHECKING:
    from rag.chain import Chain
    from vectorstore.collection import Collection


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    from rag.assemble import build_chain
    from rag.settings import Settings

    return build_chain(Settings(), library)


def test_what_the_sources_do_say_comes_first(chain: Chain) -> None:
    answer = chain.ask("Why did Ruvia increase its contingent in August?")
    assert answer.decline is Decline.PREMISE_NOT_IN_SOURCES
    assert "withdrew altogether in August" in answer.nearest[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Why did Talvane resign?",
        "Why did Teodora Brask flee the country in 2020?",
        "When did Dranje Lines buy the Lady Aurel?",
    ],
)
def test_a_deed_the_sources_do_not_tell_of(chain: Chain, question: str) -> None:
    assert chain.ask(question).decline is Decline.PREMISE_NOT_IN_SOURCES


def test_the_part_without_an_answer_is_named(chain: Chain) -> None:
    answer = chain.ask("Who leads the mission and how old is she?")
    assert "has led the mission since" in " ".join(c.quote for c in answer.citations)
    assert answer.missing == ("how old is she",)


def test_a_question_whose_parts_are_answered_misses_nothing(chain: Chain) -> None:
    answer = chain.ask("Which member owes the mission the most, and how much?")
    assert "31 million" in " ".join(citation.quote for citation in answer.citations)
    assert answer.missing == ()


UNTOLD = [
    ("Why did Talvane resign?", "Talvane gave a speech in Kastrel.", True),
    ("When did Dranje Lines buy the Lady Aurel?", "The Lady Aurel belongs to Dranje Lines.", True),
    ("Why did Talvane resign?", "Talvane resigned because of the flood.", False),
    ("Why did Talvane call off the vote?", "Talvane gave a speech in Kastrel.", False),
    ("Who did Talvane appoint?", "Talvane gave a speech in Kastrel.", False),
]


@pytest.mark.parametrize(("question", "sentence", "untold"), UNTOLD)
def test_a_deed_nobody_tells_of(question: str, sentence: str, untold: bool) -> None:
    reader = Reader(ENCODER, lambda word: 0.8, Partners(ENCODER))
    readings = reader.read(analyse(question), [("", [sentence])])
    assert leaves_deed_untold(readings.question, readings.all[0]) is untold

"""Reading a question by rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.questions import Kind, analyse

KINDS = [
    ("Who commands the force?", Kind.WHO),
    ("What is the name of the ambassador who left?", Kind.WHO),
    ("When did the mission begin?", Kind.WHEN),
    ("In which year was the dam finished?", Kind.WHEN),
    ("Where did the ferry sink?", Kind.WHERE),
    ("Which town lost its hospital?", Kind.WHERE),
    ("How many troops are there now?", Kind.HOW_MANY),
    ("What is the population of the capital?", Kind.HOW_MANY),
    ("How old is the minister?", Kind.HOW_OLD),
    ("How long did the war last?", Kind.HOW_LONG),
    ("What share of voters stayed at home?", Kind.PERCENT),
    ("How much does the railway cost?", Kind.MONEY),
    ("Why was the vote put off?", Kind.WHY),
    ("What led to the strike?", Kind.WHY),
    ("What did the minister say about the ferry?", Kind.QUOTE),
    ("Did the sanctions work?", Kind.YES_NO),
    ("Which report was withdrawn?", Kind.WHICH),
    ("List the members of the council", Kind.LIST),
    ("What is the River Front?", Kind.DEFINITION),
    ("How do the patrols work?", Kind.HOW),
    ("What happened in Sorrin?", Kind.WHAT),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_kind(question: str, kind: Kind) -> None:
    assert analyse(question).kind is kind


def test_what_is_counted_is_the_head() -> None:
    assert analyse("How many French soldiers are in the force?").head == ("franc", "soldier")


def test_names_are_told_from_words_and_numbers() -> None:
    terms = {t.form: t for t in analyse("Why did Chad leave the force in 2022?").terms}
    assert terms["Chad"].name
    assert not terms["leave"].name
    assert terms["2022"].numeric


def test_a_capital_at_the_beginning_is_no_name() -> None:
    assert not analyse("Soldiers left when?").terms[0].name


def test_the_speaker_asked_about() -> None:
    assert analyse("What did Florence Parly say about the base?").speaker[0] == "florenc"
    assert analyse("Who said it?").speaker == ()


@pytest.mark.parametrize(
    ("question", "act"),
    [("Who owns the company?", "own"), ("Why did Chad leave the force?", "leav"), ("Why?", None)],
)
def test_the_act_asked_about(question: str, act: str | None) -> None:
    assert analyse(question).predicate == act


@given(st.text())
def test_any_text_is_a_question(text: str) -> None:
    asked = analyse(text)
    assert len(asked.stems) == len(asked.terms)

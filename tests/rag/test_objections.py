"""What speaks against a sentence that only shares the question's words."""

import numpy as np
import pytest

from rag.objections import CODES, objections, subject
from rag.partners import Partners
from rag.questions import analyse
from rag.readings import Reader, Readings
from vectorstore.embed import load_encoder

ENCODER = load_encoder()


def read(question: str, *sentences: str, title: str = "") -> Readings:
    reader = Reader(ENCODER, lambda word: 0.8, Partners(ENCODER))
    return reader.read(analyse(question), [(title, sentences)])


def against(question: str, *sentences: str) -> dict[str, float]:
    """What is objected to the last of the sentences."""
    readings = read(question, *sentences)
    return objections(readings.question, readings.all[-1], readings.weights)


OBJECTED = [
    ("wrong_kind", "How many soldiers arrived?", "The soldiers arrived on trucks."),
    ("wrong_kind", "When did the bridge fall?", "The bridge fell into the river."),
    ("wrong_kind", "How old is the judge?", "The judge was in court."),
    ("wrong_kind", "How did the bridge fall?", "How did the bridge fall?"),
    ("count_of_something_else", "How many soldiers arrived?", "The soldiers burned 12 houses."),
    ("other_speaker", "What did Brask say about the vote?", "Verrin said the vote was a farce."),
    ("name_absent", "When did Norway leave the force?", "Denmark left the force in May."),
    ("number_absent", "What happened in 1987?", "In 1991 the dam was built."),
    ("act_absent", "Who owns Castellan?", "Castellan has its seat on the isles."),
    ("other_actor", "Why did Chad suspend the radio?", "In March the Malian junta suspended it."),
    (
        "not_stated_as_fact",
        "Which sanctions were imposed?",
        "It has considered imposing sanctions.",
    ),
    ("denied", "When did the soldiers arrive?", "The soldiers did not arrive in May."),
    ("about_another", "How many beds are in Tavna?", "The hospital of Halmet has 210 beds."),
]


@pytest.mark.parametrize(("code", "question", "sentence"), OBJECTED)
def test_objection(code: str, question: str, sentence: str) -> None:
    assert against(question, sentence)[code] > 0.4


ACCEPTED = [
    ("How many soldiers arrived?", "Some 120 soldiers arrived in May."),
    ("When did Denmark leave the force?", "Denmark left the force in May."),
    ("Why did Mali suspend the radio?", "Mali suspended the radio because of a report."),
    ("Which sanctions were imposed?", "The council imposed sanctions on the Nordbank."),
    ("What did Brask say about the vote?", "“The vote is a farce,” said Brask."),
]


@pytest.mark.parametrize(("question", "sentence"), ACCEPTED)
def test_nothing_is_objected_to_an_answer(question: str, sentence: str) -> None:
    found = against(question, sentence)
    strong = {code for code, value in found.items() if value > 0.6}
    assert not strong


def test_every_code_is_measured() -> None:
    assert tuple(against("Who left?", "Denmark left.")) == CODES


def test_the_one_who_acted_may_come_after_by() -> None:
    found = against("Why did Mali suspend the radio?", "The radio was suspended by Mali.")
    assert not found["other_actor"]


def test_the_subject_of_a_question() -> None:
    assert subject(analyse("Why did Burkina Faso suspend the radio?")) == ("burkina", "faso")
    assert subject(analyse("Why was the radio suspended?")) == ()


def test_a_pronoun_leans_on_the_sentence_before() -> None:
    readings = read("What did Parly say of Mali?", "Parly spoke of Mali.", "“We go,” she said.")
    assert readings.all[1].before is None
    leaning = read("When did Parly leave?", "Parly spoke.", "She left in May.").all[1]
    assert leaning.before is not None
    assert leaning.before.text == "Parly spoke."


def test_names_typed_small_are_told_by_the_sources() -> None:
    readings = read("when did norway leave", "In May, Norway left.", "Now Norway is gone.")
    assert {t.form: t.name for t in readings.question.terms}["norway"]


def test_a_synonym_is_a_partner_and_a_stranger_is_not() -> None:
    readings = read("How many soldiers left?", "The troops left.", "The cake rose.")
    at = next(i for i, t in enumerate(readings.question.terms) if t.form == "soldiers")
    assert readings.all[0].inside[at] > 0.8
    assert readings.all[1].inside[at] < 0.2
    assert np.all(readings.weights > 0)

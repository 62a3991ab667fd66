"""Which sentences of a draft need a source."""

from __future__ import annotations

import pytest

from rag.claiming import Kind, kind_of
from rag.manuscript.prose import Place, Sentence
from vectorstore.documents import Span


def told(words: str, place: Place = Place.TEXT) -> tuple[Kind, str]:
    return kind_of(Sentence(Span(0, len(words)), words, place))


CLAIMS = [
    "What a day: the base was handed over!",
    "What a minister once promised is now law.",
    "The mission in Orvessa has 4,350 troops.",
    "Barkhane ended.",
    "He resigned.",
    "He resigned on Monday.",
    "Sadly, 40 people died.",
    "Note that the mission closed its base in Tavna.",
    "Did you know that the ferry carried 180 people?",
    "I believe that 74 people died.",
    "We think the minister, Jorun Maddek, said the boat was to blame.",
    "France should withdraw its soldiers.",
    "The minister said we should be glad.",
    "The law says that drivers must stop.",
    "Medicines should be stored in a cool, dry place.",
    "It is crucial to see a doctor after a fall.",
    "We will withdraw two thousand soldiers.",
    "Here is what the ferry carried: 180 people.",
    "The army has taken the following towns: Halmet and Sorrin.",
    "Keep the child still, because the spine may be hurt.",
    "He asked, “Who is to blame?”",
    "The mission failed:",
    "See the ferry that sank off Halmet.",
    "La mission compte 4 350 soldats.",
    "Le bac a coulé devant le port.",
    "Consider that the vote was put off.",
    "Wait times doubled in Sorrin.",
    "Nobody should travel to Halmet, the government warned.",
]
NO_SOURCE = [
    ("What does this mean for the vote?", "A question."),
    ("Qui a gagné ?", "A question."),
    ("(Who is to blame?)", "A question."),
    ("Dear colleagues,", "A greeting or a thank-you."),
    ("Thank you for reading.", "A greeting or a thank-you."),
    ("Kind regards", "A greeting or a thank-you."),
    ("See Table 3.", "An instruction to the reader."),
    ("Please read the annex first.", "An instruction to the reader."),
    ("Imagine a river at night.", "An instruction to the reader."),
    ("In this article we look at the mission.", "It announces what follows."),
    ("This section describes the bases.", "It announces what follows."),
    ("I will first explain the ceasefire.", "It announces what follows."),
    ("In this note we look at three questions.", "It announces what follows."),
    ("The reasons are as follows:", "It announces what follows."),
    ("I think this is a mistake.", "An opinion of the author's."),
    ("In my view the mission was worth it.", "An opinion of the author's."),
    ("We should do more for the people on the river.", "An opinion of the author's."),
    ("It is a shame.", "An opinion of the author's."),
    ("What a year it has been!", "An opinion of the author's."),
    ("But that is not the whole story.", "It only connects what stands around it."),
    ("First things first.", "It only connects what stands around it."),
    ("Absolutely not.", "It only connects what stands around it."),
    ("* * *", "No words."),
    ("https://wire.example/ferry?id=12", "No words."),
]


@pytest.mark.parametrize("words", CLAIMS)
def test_in_doubt_it_is_a_claim(words: str) -> None:
    assert told(words) == (Kind.CLAIM, "")


@pytest.mark.parametrize(("words", "why"), NO_SOURCE)
def test_what_needs_no_source_has_a_reason(words: str, why: str) -> None:
    assert told(words) == (Kind.NO_SOURCE_NEEDED, why)


def test_headings_notes_and_rows_are_told_by_their_place() -> None:
    assert told("Troops fall to 4,350", Place.HEADING) == (Kind.NO_SOURCE_NEEDED, "A heading.")
    assert told("Primer, page 3.", Place.NOTE)[0] is Kind.NO_SOURCE_NEEDED
    assert told("Date | Event", Place.ROW)[0] is Kind.NO_SOURCE_NEEDED
    kind, why = told("March 2019 | War breaks out", Place.ROW)
    assert kind is Kind.NOT_CHECKED
    assert "compare" in why


def test_an_item_of_a_list_is_judged_like_a_sentence() -> None:
    assert told("4,350 troops in Orvessa", Place.ITEM) == (Kind.CLAIM, "")
    assert told("Costs", Place.ITEM)[0] is Kind.NO_SOURCE_NEEDED

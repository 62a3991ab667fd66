"""Which sentences are said, and in what order."""

import numpy as np

from rag.answers import Evidence
from rag.choice import Candidate, choose, whole
from rag.readings import Sentence
from rag.words import content_words
from vectorstore.documents import Document, Passage, Published, Span
from vectorstore.sentences import sentences


def candidates(text: str, *chances: float, day: str | None = None) -> list[Candidate]:
    published = Published(day, "sidecar") if day else None
    document = Document(f"d{hash(text)}", "/a.txt", text, "0" * 64, published=published)
    item = Evidence(document, Passage(f"p{hash(text)}", document.id, Span(0, len(text))), 1.0)
    found = []
    for place, span in enumerate(sentences(text)):
        said = span.of(text)
        read = Sentence(said, tuple(content_words(said)), np.zeros(2, np.float32), 0, place)
        found.append(Candidate(item, span, read, 0.0, 0.0, chances[place]))
    return found


def said(chosen: list[Candidate]) -> list[str]:
    return [candidate.sentence.text for candidate in chosen]


def test_a_much_less_likely_sentence_is_not_said() -> None:
    found = candidates("The dam broke in May. Rain fell for weeks.", 0.9, 0.2)
    assert said(choose(found, 4)) == ["The dam broke in May."]


def test_the_same_sentence_is_said_once() -> None:
    once, again = candidates("The dam broke.", 0.9), candidates("The dam broke. Yes.", 0.8, 0.1)
    assert len(choose([*once, *again], 4)) == 1


def test_asked_for_the_latest_the_newest_document_speaks() -> None:
    old = candidates("The force has 6,400 troops.", 0.9, day="2024-03")
    new = candidates("There are 4,350 troops in the force.", 0.8, day="2025-11-14")
    assert len(choose([*old, *new], 4)) == 2
    assert choose([*old, *new], 4, latest=True) == new


def test_a_pronoun_brings_the_sentence_before_it() -> None:
    found = candidates("Parly spoke in Gao. She said they would leave.", 0.1, 0.9)
    assert whole([found[1]], found, 4) == found


def test_a_quotation_brings_its_speaker() -> None:
    text = "“We cannot stay.”\nThat is what Minister Parly told reporters in Gao.\nRain fell."
    found = candidates(text, 0.9, 0.1, 0.1)
    assert whole([found[0]], found, 4) == found[:2]


def test_no_more_is_said_than_allowed() -> None:
    found = candidates("Parly spoke in Gao. She said they would leave.", 0.1, 0.9)
    assert whole([found[1]], found, 1) == [found[1]]


def test_sentences_are_read_in_the_order_they_were_written() -> None:
    found = candidates("The dam broke in May. The village was rebuilt.", 0.8, 0.9)
    assert whole(choose(found, 4), found, 4) == found

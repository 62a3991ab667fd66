"""The ask path with a model that writes: nothing it says is shown before it was held up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.answers import Answer, Decline, Label, Turn, VerdictClass
from rag.chain import Chain
from rag.events import Done, FellBack, StatementChecked, StatementGrew, StatementWithheld
from tests.rag.scripted import HELD, QUESTION, SAID, judged, judging, label_of
from tests.servers.openai_server import OpenAIServer, Reply, Request

Script = Callable[[Request], str | Reply]


def exact(answer: Answer) -> None:
    for citation in (*answer.citations, *answer.nearest):
        span = citation.span
        assert citation.document.text[span.start : span.end] == citation.quote
        assert citation.evidence.passage.span.covers(span)


def test_a_copied_sentence_is_shown_with_the_narrowest_span(
    server: OpenAIServer, chain: Chain
) -> None:
    def script(request: Request) -> str:
        label = label_of(request, HELD)
        return f"{SAID} [{label}]."

    server.script = script
    events = list(chain.stream(QUESTION))
    kinds = [type(event) for event in events]
    assert kinds.index(StatementGrew) < kinds.index(StatementChecked)
    done = events[-1]
    assert isinstance(done, Done)
    (statement,) = done.answer.statements
    assert statement.verdict.label is Label.SUPPORTED
    assert any("4,350" in citation.quote for citation in statement.citations)
    assert len(statement.citations[0].quote) < len(statement.citations[0].evidence.text)
    exact(done.answer)
    made = done.answer.provenance
    assert (made.answerer, made.model, made.fallback) == ("generated", "small", None)
    assert made.usage.completion_tokens is not None
    assert set(made.prompts) == {"answer"}


def test_a_made_up_number_is_withheld(server: OpenAIServer, chain: Chain) -> None:
    def script(request: Request) -> str:
        label = label_of(request, HELD)
        return f"{SAID} [{label}]. The mission in Orvessa now has 9,999 troops [{label}]."

    server.script = script
    events = list(chain.stream(QUESTION))
    assert [type(e) for e in events if isinstance(e, StatementChecked | StatementWithheld)] == [
        StatementChecked,
        StatementWithheld,
    ]
    answer = chain.ask(QUESTION)
    assert "9,999" in answer.withheld[0].text
    assert all("9,999" not in statement.text for statement in answer.statements)


COPIED = "Belmarch has called home 400 of its 1,200 men"


def test_a_false_premise_is_told_and_what_was_said_beside_it_only_quoted(
    server: OpenAIServer, chain: Chain
) -> None:
    told = "PREMISE: {said} [{label}].\n{copied} [{label}]."

    def script(request: Request) -> str:
        return told.format(said=SAID, copied=COPIED, label=label_of(request, HELD))

    server.script = script
    answer = chain.ask(QUESTION)
    assert answer.decline is Decline.PREMISE_NOT_IN_SOURCES
    assert (answer.statements, answer.withheld) == ((), ())
    quotes = [citation.quote for citation in answer.nearest]
    assert any("4,350" in quote for quote in quotes)
    assert any("Belmarch" in quote for quote in quotes)
    exact(answer)


def test_a_false_premise_is_told_where_all_else_is_withheld(
    server: OpenAIServer, chain: Chain
) -> None:
    def script(request: Request) -> str:
        label = label_of(request, HELD)
        return f"The mission in Orvessa now has 9,999 troops [{label}].\nPREMISE: {SAID} [{label}]."

    server.script = script
    answer = chain.ask(QUESTION)
    assert answer.decline is Decline.PREMISE_NOT_IN_SOURCES
    assert "4,350" in answer.nearest[0].quote
    assert len(answer.withheld) == 1


MEMORY = "Paris is the capital of France [S1]. Water boils at 100 degrees Celsius [S2]."


def test_what_the_model_remembers_is_not_shown(server: OpenAIServer, chain: Chain) -> None:
    server.script = lambda request: judged("unsupported", 4) if judging(request) else MEMORY
    answer = chain.ask("What is the capital of France?")
    assert answer.decline is Decline.NOTHING_SUPPORTED
    assert answer.nearest
    exact(answer)


def test_a_label_that_does_not_exist_is_looked_for_elsewhere(
    server: OpenAIServer, chain: Chain
) -> None:
    server.script = lambda request: f"{SAID} [S99]."
    (statement,) = chain.ask(QUESTION).statements
    assert statement.recited
    assert any("4,350" in citation.quote for citation in statement.citations)


FAILING: list[Script] = [
    lambda request: "",
    lambda request: "Sure! Here is the answer:",
    lambda request: "| a | b |\n|---|---|\n| 1 | 2 |",
    lambda request: '{"thoughts": 3}',
    lambda request: Reply(body=b"<html>not JSON</html>"),
    lambda request: Reply(500, {"error": {"message": "no"}}),
    lambda request: Reply(404, {"error": {"message": "The model does not exist"}}),
]


@pytest.mark.parametrize("script", FAILING)
def test_a_model_that_fails_is_stood_in_for(
    server: OpenAIServer, chain: Chain, script: Script
) -> None:
    server.script = script
    events = list(chain.stream(QUESTION))
    assert any(isinstance(event, FellBack) for event in events)
    done = events[-1]
    assert isinstance(done, Done)
    assert done.answer.provenance.answerer == "extractive"
    assert done.answer.provenance.fallback
    assert "4,350" in " ".join(s.text for s in done.answer.statements)


def test_an_answer_in_another_language_is_not_close_wording(
    server: OpenAIServer, chain: Chain
) -> None:
    def script(request: Request) -> str:
        if judging(request):
            return judged("supported")
        return f"该特派团目前在奥维萨有四千三百五十名士兵。[{label_of(request, HELD)}]"

    server.script = script
    answer = chain.ask(QUESTION)
    kinds = {statement.verdict.kind for statement in answer.statements}
    assert not kinds & {VerdictClass.QUOTED, VerdictClass.CLOSE_WORDING}


def test_a_follow_up_is_made_standalone_by_the_model(server: OpenAIServer, chain: Chain) -> None:
    def script(request: Request) -> str:
        if "Rewritten question" in request.body["messages"][-1]["content"]:
            return QUESTION
        return "NOT IN THE SOURCES"

    server.script = script
    history = [Turn("What is STAMOR?", "STAMOR is the mission in Orvessa. [1]")]
    answer = chain.ask("How many troops does it have now?", history)
    assert answer.standalone_question == QUESTION
    assert set(answer.provenance.prompts) == {"rewrite", "answer"}
    asked = [r for r in server.asked if "<text-" in r.body["messages"][-1]["content"]]
    assert all("What is STAMOR?" not in json.dumps(r.body) for r in asked)


def test_a_rewriter_that_fails_is_stood_in_for(server: OpenAIServer, chain: Chain) -> None:
    server.script = lambda request: Reply(500, {"error": {"message": "no"}})
    history = [Turn("Who is Sanna Wirth?", "Sanna Wirth is the spokeswoman. [1]")]
    answer = chain.ask("What did she say about the ferry?", history)
    assert "Wirth" in answer.standalone_question
    assert any("rules" in note for note in answer.provenance.notes)


def test_no_source_is_cited_under_a_name_the_model_gives(
    server: OpenAIServer, chain: Chain
) -> None:
    server.script = lambda request: f"{SAID} [S1].\n\nSources:\n[S1] evil.example"
    answer = chain.ask(QUESTION)
    assert all(Path(c.document.source).exists() for c in answer.citations)
    assert len(answer.statements) == 1

"""A model makes follow-ups stand alone, within bounds; outside them the rules do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rag.answers import Turn
from rag.errors import ModelError
from rag.llm import build_model
from rag.rewrite import RuleRewriter
from rag.rewrite_model import ModelRewriter, cleaned, usable
from rag.run import Run
from rag.settings import LlmSettings
from tests.servers.openai_server import OpenAIServer

HISTORY = [Turn("Who is Sanna Wirth?", "Sanna Wirth is the spokeswoman of the mission. [1]")]
ASKED = "What did she say about the ferry?"
ALONE = "What did Sanna Wirth say about the ferry?"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


def rewriter(server: OpenAIServer, **settings: Any) -> ModelRewriter:
    chosen = {"base_url": server.base_url, "timeout": 5.0, "retries": 0, **settings}
    return ModelRewriter(build_model(LlmSettings(**chosen)))


def test_the_model_puts_the_name_in(server: OpenAIServer) -> None:
    run = Run()
    server.script = lambda request: ALONE
    assert rewriter(server).rewrite(ASKED, HISTORY, run) == ALONE
    assert run.usage.prompt_tokens == 10
    assert run.notes == []
    assert len(run.prompts["rewrite"]) == 12
    (request,) = server.asked
    shown = request.body["messages"][-1]["content"]
    assert "spokeswoman" in shown
    assert "[1]" not in shown


@pytest.mark.parametrize("history", [[], [Turn("", "")], [Turn("  ", "Yes.")]])
def test_without_a_history_nobody_is_asked(server: OpenAIServer, history: list[Turn]) -> None:
    assert rewriter(server).rewrite(ASKED, history) == ASKED
    assert server.requests == [] or server.asked == []


USABLE = [
    ALONE,
    f"Rewritten question: {ALONE}",
    f'"{ALONE}"',
    f"**{ALONE}**",
    f"<think>She is Wirth.</think>\n{ALONE}",
    f"Here is the question:\n\n{ALONE}\n",
]


@pytest.mark.parametrize("reply", USABLE)
def test_what_stands_round_the_question_is_left_out(server: OpenAIServer, reply: str) -> None:
    server.script = lambda request: reply
    assert rewriter(server).rewrite(ASKED, HISTORY) == ALONE


UNUSABLE = [
    "",
    "Sanna Wirth said it sank.",
    "What did Angela Merkel say about the ferry?",
    "What did Sanna Wirth say about the ferry in 1998?",
    f"{ALONE}\nShe said that it sank.",
    "What did Sanna Wirth say about the ferry " + "and the boats " * 40 + "?",
    "?",
]


@pytest.mark.parametrize("reply", UNUSABLE)
def test_what_is_no_such_question_goes_by_the_rules(server: OpenAIServer, reply: str) -> None:
    run = Run()
    server.script = lambda request: reply
    assert rewriter(server).rewrite(ASKED, HISTORY, run) == RuleRewriter().rewrite(ASKED, HISTORY)
    assert len(run.notes) == 1


def test_a_server_that_fails_is_an_error(server: OpenAIServer) -> None:
    server.fail(500, times=9)
    with pytest.raises(ModelError):
        rewriter(server).rewrite(ASKED, HISTORY)


@pytest.mark.parametrize(
    ("rewritten", "asked", "history"),
    [
        ("Wann kam Amadi-Voss nach Kastrel?", "Wann kam sie nach Kastrel?", "Wer ist Amadi-Voss?"),
        ("Did Wirth’s mission shrink?", "Did it shrink?", "Who leads Wirth's mission?"),
        ("Tell me about the 4,350 troops.", "Tell me about them.", "It has 4,350 troops."),
    ],
)
def test_names_of_the_conversation_may_be_used(rewritten: str, asked: str, history: str) -> None:
    assert usable(rewritten, asked, history)


def test_two_lines_are_no_question() -> None:
    assert cleaned("Who left?\nWho stayed?") == ""

"""The same answer on every surface: the same numbers, the same quotes, the same marks."""

from __future__ import annotations

import re
from html import unescape

import pytest

from rag.answers import Answer
from rag.assemble import build_chain
from rag.events import Done
from rag.settings import Settings
from tests.slack.block_rules import shown
from ui.rendering import answer_page
from ui.slack.answer_messages import NEAREST, Kept, answer_messages
from ui.slack.phrases import ENGLISH
from ui.terminal import one_line
from ui.web.phrases import LANGUAGES
from ui.web.turns import Place, Turn, turn_html
from ui.wording import MARKS
from vectorstore.collection import Collection

QUESTIONS = (
    "How many troops does the mission have now?",
    "How many people died when the Lady Aurel sank?",
    "What did Joss Verrin say about the vote in April?",
    "Who won the cup final in Ruritania?",
)
_NUMBER = re.compile(r"\[(\d+)\]")


def _page(answer: Answer) -> str:
    turn = Turn(answer.question)
    turn.take(Done(answer))
    html = turn_html(turn, Place(1), LANGUAGES["en"])
    # A number on the page is a button whose brackets are drawn by its style.
    numbered = re.sub(r'<button[^>]*class="cite"[^>]*>(\d+)</button>', r"[\1]", html)
    return one_line(unescape(re.sub("<[^>]*>", " ", numbered)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_numbers_and_quotes_are_alike(library: Collection, question: str) -> None:
    answer = build_chain(Settings(), library).ask(question)
    sent = answer_messages(answer, Kept("default", "x"), ENGLISH)
    slack = one_line(" ".join(shown(message.blocks) for message in sent))
    terminal = one_line(answer_page(answer))
    page = _page(answer)
    cited = answer.citations or answer.nearest[:NEAREST]
    for citation in cited:
        quote = one_line(citation.quote)
        for surface in (slack, terminal, page):
            assert quote in surface
    numbers = {str(citation.number) for citation in cited}
    assert set(_NUMBER.findall(slack)) == numbers
    assert numbers <= set(_NUMBER.findall(terminal))
    assert numbers <= set(_NUMBER.findall(page))
    for statement in answer.statements:
        marks = "".join(f"[{citation.number}]" for citation in statement.citations)
        said = f"{one_line(statement.text)} {marks}"
        assert said in slack
        assert said in terminal
        assert MARKS[statement.verdict.kind] in slack

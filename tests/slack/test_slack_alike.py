"""The same answer on every surface: the same numbers, the same quotes, the same marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

from rag.answers import Answer
from rag.assemble import build_chain
from rag.events import Done
from rag.settings import Settings
from tests.slack.block_rules import shown
from ui.footnotes import print_footnotes
from ui.json_shapes import answer_json
from ui.rendering import answer_page
from ui.slack.answer_messages import NEAREST, Kept, answer_messages
from ui.slack.blocks import Block
from ui.slack.messages import Message
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
_FOOTNOTE = re.compile(r"^\[(\d+)\] [^«]*«([^»]*)»", re.MULTILINE)
_BUTTON = re.compile(r'data-document="(\w+)" data-start="(\d+)" data-end="(\d+)"[^>]*>(\d+)<')
Quotes = dict[int, str]


def _in_json(answer: Answer) -> Quotes:
    """Return what `ask --json` and the API give out: each number with its quote."""
    told = answer_json(answer)
    cited = told["citations"] or told["nearest"][:NEAREST]
    return {each["number"]: one_line(each["quote"]) for each in cited}


def _in_slack(sent: Sequence[Message]) -> Quotes:
    """Return the quote below each source's line."""
    parts = [part for message in sent for block in message.blocks for part in parts_of(block)]
    return {
        int(number[1]): one_line(shown([quote]))
        for line, quote in pairwise(parts)
        if quote["type"] == "rich_text_quote"
        and (number := re.search(r"^\[(\d+)\] ", shown([line]), re.MULTILINE))
    }


def parts_of(block: Block) -> list[Block]:
    return block["elements"] if block["type"] == "rich_text" else []


def _in_terminal(answer: Answer) -> Quotes:
    out = Console(width=10_000, file=StringIO())
    print_footnotes(out, answer.citations or answer.nearest[:NEAREST])
    printed = out.file.getvalue()  # type: ignore[attr-defined]
    return {int(number): one_line(quote) for number, quote in _FOOTNOTE.findall(printed)}


def _on_page(answer: Answer) -> Quotes:
    """Return what each number opens, which has to be the same wherever it stands."""
    turn = Turn(answer.question)
    turn.take(Done(answer))
    found: Quotes = {}
    texts = {e.document.id: e.document.text for e in answer.evidence}
    for document, start, end, number in _BUTTON.findall(turn_html(turn, Place(1), LANGUAGES["en"])):
        quote = one_line(texts[document][int(start) : int(end)])
        assert found.setdefault(int(number), quote) == quote
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_numbers_and_quotes_are_alike(library: Collection, question: str) -> None:
    answer = build_chain(Settings(), library).ask(question)
    sent = answer_messages(answer, Kept("default", "x"), ENGLISH)
    quotes = _in_json(answer)
    assert quotes
    assert _in_slack(sent) == quotes
    assert _in_terminal(answer) == quotes
    on_page = _on_page(answer)
    assert {number: on_page.get(number) for number in quotes} == quotes
    slack = one_line(" ".join(shown(message.blocks) for message in sent))
    terminal = one_line(answer_page(answer))
    for statement in answer.statements:
        marks = "".join(f"[{citation.number}]" for citation in statement.citations)
        said = f"{one_line(statement.text)} {marks}"
        assert said in slack
        assert said in terminal
        assert MARKS[statement.verdict.kind] in slack

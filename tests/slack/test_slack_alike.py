"""The same answer or draft on every surface: the same numbers, the same quotes, the same marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

from rag.answers import Answer
from rag.assemble import build_chain
from rag.drafts import CheckedDraft, Standing
from rag.events import Done
from rag.manuscript.read import Form, Manuscript
from rag.settings import LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer
from tests.slack.block_rules import shown
from tests.slack.model_words import invention
from ui.draft_json import draft_json
from ui.draft_page import print_draft, terminal_mark
from ui.exporting.draft_markdown import draft_markdown
from ui.exporting.escape import escaped
from ui.exporting.marks import doubtful, marked, summary
from ui.footnotes import print_footnotes
from ui.json_shapes import answer_json
from ui.rendering import answer_page, print_withheld
from ui.slack.answer_messages import NEAREST, Kept, answer_messages
from ui.slack.blocks import Block
from ui.slack.draft_messages import draft_messages
from ui.slack.messages import Message
from ui.slack.phrases import ENGLISH
from ui.slack.views import withheld_view
from ui.terminal import one_line
from ui.web.drafts import draft_html
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
_HELD = re.compile(r'<span class="words">([^<]*)</span> <span class="verdict">([^<]*)</span>')
_EXPORTED = re.compile(r"^\[\^(\d+)\]: .*«\*\*(.*)\*\*»", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_STANDINGS = (Standing.FOOTNOTED, Standing.NO_SOURCE, Standing.CONTRADICTED)
DRAFT = (
    "The mission in Orvessa now has 4,350 troops. At least 61 people drowned when the Lady Aurel "
    "sank. The mission in Orvessa now has 4,100 troops. It has 900 ships. Is that enough?"
)
Quotes = dict[int, str]


def _in_json(answer: Answer) -> Quotes:
    """Return what `ask --json` and the API give out: each number with its quote."""
    told = answer_json(answer)
    cited = told["citations"] or told["nearest"][:NEAREST]
    return {each["number"]: one_line(each["quote"]) for each in cited}


def _in_slack(sent: Sequence[Message]) -> Quotes:
    """Return the quote below each source's line."""
    parts = [part for message in sent for block in message.blocks for part in _parts_of(block)]
    return {
        int(number[1]): one_line(shown([quote]))
        for line, quote in pairwise(parts)
        if quote["type"] == "rich_text_quote"
        and (number := re.search(r"^\[(\d+)\] ", shown([line]), re.MULTILINE))
    }


def _parts_of(block: Block) -> list[Block]:
    return block["elements"] if block["type"] == "rich_text" else []


def _printed(show: Callable[[Console], None]) -> str:
    """Return what is printed on a terminal on which no line is broken."""
    out = StringIO()
    show(Console(width=10_000, file=out, highlight=False, markup=False, emoji=False))
    return out.getvalue()


def _in_terminal(answer: Answer) -> Quotes:
    cited = answer.citations or answer.nearest[:NEAREST]
    return _footnotes(_printed(lambda out: print_footnotes(out, cited)))


def _footnotes(printed: str) -> Quotes:
    return {int(number): one_line(quote) for number, quote in _FOOTNOTE.findall(printed)}


def _on_page(answer: Answer) -> Quotes:
    """Return what each number opens, which has to be the same wherever it stands."""
    texts = {e.document.id: e.document.text for e in answer.evidence}
    return _opened(_page(answer), texts)


def _page(answer: Answer) -> str:
    turn = Turn(answer.question)
    turn.take(Done(answer))
    return turn_html(turn, Place(1), LANGUAGES["en"])


def _opened(page: str, texts: Mapping[str, str]) -> Quotes:
    found: Quotes = {}
    for document, start, end, number in _BUTTON.findall(page):
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


@pytest.fixture(scope="module")
def withholding(library: Collection) -> Iterator[Answer]:
    """An answer of a model that says something the sources do not."""
    with OpenAIServer() as model:
        model.models, model.script = ["small"], invention
        llm = LlmSettings(base_url=model.base_url, model="small", retries=0)
        yield build_chain(Settings(llm=llm), library).ask(QUESTIONS[0])


def test_what_is_withheld_is_alike(withholding: Answer) -> None:
    answer = withholding
    told = answer_json(answer)["withheld"]
    texts = [one_line(each["text"]) for each in told]
    assert texts == ["The mission has 900 ships."]
    lines = shown(withheld_view(answer, ENGLISH)["blocks"]).split("\n")
    marks = [MARKS[each.verdict.kind] for each in answer.withheld]
    assert lines[::2] == [f"{mark} {text}" for mark, text in zip(marks, texts, strict=True)]
    reasons = lines[1::2]
    page = [(unescape(text), unescape(why)) for text, why in _HELD.findall(_page(answer))]
    assert page == list(zip(texts, reasons, strict=True))
    printed = one_line(_printed(lambda out: print_withheld(out, answer)))
    for mark, text, reason, each in zip(marks, texts, reasons, told, strict=True):
        assert f"{mark} {text} {one_line(each['reason'])}" in one_line(printed)
        assert one_line(each["reason"]) in reason
    counted = f"{len(texts)} withheld"
    sent = answer_messages(answer, Kept("default", "x"), ENGLISH)
    for surface in (shown([b for m in sent for b in m.blocks]), _page(answer), answer_page(answer)):
        assert counted in surface
    assert not any(text in shown(m.blocks) for m in sent for text in texts)


def test_numbers_and_quotes_of_an_answer_with_something_withheld_are_alike(
    withholding: Answer,
) -> None:
    quotes = _in_json(withholding)
    assert len(quotes) > 1
    assert _in_slack(answer_messages(withholding, Kept("default", "x"), ENGLISH)) == quotes
    assert _in_terminal(withholding) == quotes
    assert _on_page(withholding) == quotes


@pytest.fixture(scope="module")
def draft(library: Collection) -> CheckedDraft:
    """Words of every standing, as `/check` and the shortcut check them."""
    found = build_chain(Settings(), library).check(Manuscript(DRAFT, Form.TEXT))
    assert {*_STANDINGS} <= {each.standing for each in found.sentences}
    return found


def test_numbers_and_quotes_of_a_draft_are_alike(draft: CheckedDraft) -> None:
    quotes = {c["number"]: one_line(c["quote"]) for c in draft_json(draft)["citations"]}
    assert len(quotes) > 1
    assert _in_slack(draft_messages(draft, Kept("default", "x"), ENGLISH)) == quotes
    assert _footnotes(_printed(lambda out: print_draft(out, draft))) == quotes
    texts = {c.document.id: c.document.text for c in draft.citations}
    assert _opened(draft_html(draft, LANGUAGES["en"]), texts) == quotes
    exported = _EXPORTED.findall(draft_markdown(draft))
    assert {int(number): quote for number, quote in exported} == {
        number: escaped(quote) for number, quote in quotes.items()
    }


def test_marks_and_doubts_of_a_draft_are_alike(draft: CheckedDraft) -> None:
    sent = draft_messages(draft, Kept("default", "x"), ENGLISH)
    slack = one_line(" ".join(shown(message.blocks) for message in sent))
    terminal = one_line(_printed(lambda out: print_draft(out, draft)))
    words = one_line(marked(draft, terminal_mark(draft)))
    page = one_line(unescape(_TAG.sub("", draft_html(draft, LANGUAGES["en"]))))
    exported = draft_markdown(draft)
    assert words in slack
    assert words in terminal
    facts = " · ".join(summary(draft))
    assert facts in slack
    assert facts in terminal
    assert facts in page
    assert escaped(facts) in exported
    doubts = list(doubtful(draft))
    assert doubts
    for sentence, why in doubts:
        assert f"{one_line(sentence.words)} {one_line(why)}" in slack
        assert f"{one_line(sentence.words)} {one_line(why)}" in page
        assert one_line(why) in terminal
        assert f"«{escaped(sentence.words)}» {escaped(why)}" in exported

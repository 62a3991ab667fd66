"""Answers as Slack messages: within every limit, nothing left out, nothing of others obeyed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers import Answer, Citation, Decline, Label, Statement, Verdict, VerdictClass, Withheld
from tests.slack.block_rules import broken, broken_view, shown
from tests.ui.examples import MADE_BY, cite, declined, evidence
from ui.rendering import answer_text, statement_text
from ui.slack.answer_messages import Kept, answer_messages
from ui.slack.blocks import context
from ui.slack.escape import escaped, markdown
from ui.slack.messages import plain_messages
from ui.slack.phrases import ENGLISH, FRENCH
from ui.slack.splitting import bytes_of, pieces
from ui.slack.thread import plain_words
from ui.slack.views import home_view, opinion_view, passage_view, withheld_view
from ui.terminal import one_line, visible
from vectorstore.documents import canonical

KEPT = Kept("default", "a" * 22)
WEB = Kept("default", "a" * 22, web="https://notes.example.org", private=True)
HOSTILE = (
    "<!channel> <@U012AB3CD> <#C024BE91L> <https://evil.example|click> &amp; *bold* _it_ ~no~ "
    "`code` :smile: @here https://evil.example/x [a](https://evil.example)"
)
_texts = st.text(
    st.one_of(
        st.sampled_from("abcdefg .!?\n*_~`<>&:@|\"'é漢\u202e\x07"), st.characters(codec="utf-8")
    ),
    min_size=1,
    max_size=300,
).filter(lambda text: bool(canonical(text).strip()))


def _verdict(kind: VerdictClass) -> Verdict:
    return Verdict(Label.SUPPORTED, kind, "rules", "The sentence is the source's own.", 1.0)


def answer_of(texts: list[str], repeat: int = 1, title: str = "A title") -> Answer:
    """Return an answer that says these texts, each cited from a document of its own."""
    statements, withheld = [], []
    kinds = list(VerdictClass)
    for number, text in enumerate(texts, start=1):
        whole = canonical(text * repeat).strip()
        found = evidence(whole, title=title)
        citation = Citation(number, found, found.passage.span)
        verdict = _verdict(kinds[number % len(kinds)])
        statements.append(Statement(whole, (citation,), verdict))
        withheld.append(Withheld(whole, _verdict(VerdictClass.NOT_FOUND)))
    return Answer("Q?", "Q?", MADE_BY, tuple(statements), withheld=tuple(withheld))


@settings(max_examples=60)
@given(st.lists(_texts, min_size=1, max_size=12), st.sampled_from([1, 3, 40]), _texts)
def test_every_answer_fits_and_is_whole(texts: list[str], repeat: int, title: str) -> None:
    answer = answer_of(texts, repeat, title)
    for kept, words in ((None, ENGLISH), (KEPT, ENGLISH), (WEB, FRENCH)):
        sent = answer_messages(answer, kept, words)
        assert [broken(message) for message in sent] == [[]] * len(sent)
        seen = _squeezed("".join(shown(message.blocks) for message in sent))
        told = _squeezed("".join(message.text for message in sent))
        for statement in answer.statements:
            assert _squeezed(one_line(statement_text(statement))) in seen
            assert _squeezed(escaped(one_line(statement.text))) in told
        for citation in answer.citations:
            assert _squeezed(one_line(citation.quote)) in seen


@settings(max_examples=40)
@given(st.lists(_texts, min_size=1, max_size=8), st.sampled_from([1, 60]))
def test_every_view_fits(texts: list[str], repeat: int) -> None:
    answer = answer_of(texts, repeat)
    assert broken_view(withheld_view(answer, FRENCH)) == []
    for citation in answer.citations[:3]:
        view = passage_view(citation, ENGLISH)
        assert broken_view(view) == []
        assert _squeezed(visible(citation.quote)) in _squeezed(shown(view["blocks"]))
    assert broken_view(opinion_view(KEPT.value, FRENCH)) == []
    assert broken_view(home_view("Much.", FRENCH, questions=texts, below=[context("x")])) == []


@settings(max_examples=150)
@given(_texts, st.integers(20, 200))
def test_pieces_are_the_text(text: str, room: int) -> None:
    found = list(pieces(text, room))
    assert "".join(found) == text
    assert all(bytes_of(piece) <= room for piece in found)


def test_text_is_cut_between_sentences() -> None:
    found = list(pieces("One river. Two boats here. Three men.", 20))
    assert found == ["One river. ", "Two boats here. ", "Three men."]


@given(_texts)
def test_plain_messages_hold_the_whole_text(text: str) -> None:
    sent = plain_messages(text * 50)
    assert all(not broken(message) for message in sent)
    assert _squeezed("".join(m.text for m in sent)) == _squeezed(escaped(text * 50))


def test_words_of_others_are_shown_as_they_are() -> None:
    found = evidence(HOSTILE, title=HOSTILE)
    answer = Answer(
        HOSTILE,
        HOSTILE,
        MADE_BY,
        (Statement(HOSTILE, (cite(found, HOSTILE),), _verdict(VerdictClass.QUOTED)),),
    )
    (message,) = answer_messages(answer, KEPT, ENGLISH)
    assert broken(message) == []
    assert shown(message.blocks).count(HOSTILE) == 3
    assert "link" not in re.findall(r"'type': '(\w+)'", str(message.blocks))
    for sign in ("<", ">", ":smile:"):
        assert sign not in message.text
    assert "&lt;!channel&gt;" in message.text


@pytest.mark.parametrize("sign", list("*_`~[]<>#|\\&"))
def test_markdown_obeys_no_sign(sign: str) -> None:
    found = markdown(f"a {sign}b{sign} c")
    assert f" {sign}b" not in found.replace("&lt;", "").replace("&gt;", "")


def test_a_text_without_blocks_obeys_no_mark_and_is_read_back_as_it_was() -> None:
    (message,) = plain_messages(HOSTILE)
    assert not re.search(r"(?<!\w)[*_~`](?!\u2060)", message.text)
    assert plain_words(message.text) == HOSTILE
    (code,) = plain_messages("Slack says not_in_channel.")
    assert code.text == "Slack says not_in_channel."


def test_one_message_says_what_every_surface_says() -> None:
    answer = answer_of(["One & two.", "Three."])
    (message,) = answer_messages(answer, None, ENGLISH)
    assert message.text == escaped(answer_text(answer))
    assert answer_text(answer) == "One & two. [1] Three. [2]"


def test_a_decline_helps() -> None:
    found = evidence("The ferry ran aground in May.")
    answer = declined(Decline.NOT_IN_SOURCES, cite(found, "The ferry ran aground in May."))
    (message,) = answer_messages(answer, KEPT, ENGLISH)
    said = shown(message.blocks)
    assert said.startswith("The sources do not answer this question.")
    assert "Closest, but not an answer:" in said
    assert "The ferry ran aground in May." in said
    assert broken(message) == []


def test_a_number_leads_to_its_note_where_there_is_a_web_ui() -> None:
    (message,) = answer_messages(answer_of(["One."]), WEB, ENGLISH)
    links = re.findall(r"'url': '([^']+)'", str(message.blocks))
    assert f"https://notes.example.org/answer/default/{'a' * 22}#note-1" in links


def test_many_sources_go_into_menus() -> None:
    answer = answer_of([f"Sentence {n}." for n in range(120)])
    sent = answer_messages(answer, KEPT, ENGLISH)
    assert [broken(message) for message in sent] == [[]] * len(sent)
    options = [
        option["value"]
        for message in sent
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        for option in element.get("options", ())
    ]
    assert len(options) == 120
    assert all(shown(message.blocks).strip() for message in sent)


def _squeezed(text: str) -> str:
    """Return the text without white space and joiners: where it is cut or broken, they change."""
    return "".join(text.replace("\u2060", "").split())

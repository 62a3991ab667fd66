"""Answers of every shape on the page: right to left, one word, forty footnotes, endless words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from rag.answers import Answer, Label, Statement, Verdict, VerdictClass, Withheld
from rag.events import Done
from tests.ui.examples import MADE_BY, cite, evidence
from tests.ui.web.browser import Tab
from ui.web.phrases import ENGLISH
from ui.web.turns import Place, Turn, turn_html

ENDLESS = "Donaudampfschifffahrtsgesellschaft" * 12
TITLE = "On the ferries of the upper river, their crews and what became of them, " * 4
ARABIC = "تضم البعثة في أورفيسا الآن 4,350 جنديا."
SHORT = "Yes."
NUMBERED = "The ferry left Halmet at 6.40 with 212 people on board."
QUOTED = Verdict(Label.SUPPORTED, VerdictClass.QUOTED, "verbatim", "It is the source's own.", 1.0)
AGAINST = Verdict(
    Label.CONTRADICTED, VerdictClass.CONTRADICTED, "aligner", f"it says “{ENDLESS}” instead of this"
)


def answer() -> Answer:
    """Return an answer whose statements are as long, as short and as foreign as they come."""
    language = evidence(ARABIC, title="بعثة أورفيسا", source="/library/ar.html")
    arabic = replace(language, document=replace(language.document, language="ar"))
    words = evidence(f"{ENDLESS} sank. {SHORT}", title=ENDLESS, source=f"/library/{ENDLESS}.html")
    many = evidence(NUMBERED, title=TITLE)
    forty = tuple(cite(many, NUMBERED, number) for number in range(3, 43))
    statements = (
        Statement(ARABIC, (cite(arabic, ARABIC, 1),), QUOTED),
        Statement(SHORT, (cite(words, SHORT, 2),), QUOTED),
        Statement(NUMBERED, forty, QUOTED),
        Statement(f"{ENDLESS} sank.", (cite(words, f"{ENDLESS} sank.", 43),), AGAINST),
    )
    spans = ((words, cite(words, SHORT).span), (arabic, cite(arabic, ARABIC).span))
    withheld = (Withheld(ENDLESS, AGAINST, spans), Withheld(ARABIC, AGAINST, spans))
    question = f"What of the {ENDLESS}?"
    return Answer(question, question, MADE_BY, statements, withheld=withheld, evidence=(many,))


def show(tab: Tab, answer: Answer) -> None:
    """Put an answer where the page shows the last one."""
    turn = Turn(answer.question)
    turn.take(Done(answer))
    html = turn_html(turn, Place(1, "kept", "default", "work"), ENGLISH)
    tab.page.locator("#now .prose").evaluate("(now, html) => { now.innerHTML = html; }", html)
    tab.page.locator(".turn summary").evaluate_all("all => all.forEach((each) => each.click())")


WIDER = """() => [document.documentElement, ...document.querySelectorAll("#conversation, #now *")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== "inline"
    && !each.closest(".preview, .say, legend") && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_nothing_reaches_beyond_its_room(tab: Tab, width: int, scheme: str) -> None:
    tab.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.page.set_viewport_size({"width": width, "height": 800})
    show(tab, answer())
    assert tab.page.evaluate(WIDER) == []


def starts(words: Locator) -> tuple[float, float]:
    """Return how far words begin from the left and the right of their statement, in pixels."""
    found: tuple[float, float] = tuple(
        words.evaluate(
            """words => {
              const { left, right } = words.getBoundingClientRect();
              const room = words.closest(".statement, li").getBoundingClientRect();
              return [left - room.left, room.right - right];
            }"""
        )
    )
    return found


def test_the_question_is_asked_at_the_foot_of_the_page(tab: Tab) -> None:
    expect(tab.page.locator("#examples")).to_be_visible()
    foot = tab.page.locator("#asking").bounding_box()
    assert foot is not None
    assert foot["height"] < 120
    assert abs(foot["y"] + foot["height"] - 800) < 2


def test_a_statement_begins_where_its_language_begins(tab: Tab) -> None:
    show(tab, answer())
    statements = tab.page.locator("#now .statement .words")
    expect(statements.first).to_have_text(ARABIC)
    left, right = starts(statements.nth(0))
    assert right < 1 < left
    left, right = starts(statements.nth(1))
    assert left < 1 < right
    withheld = tab.page.locator("#now details li .words")
    left, right = starts(withheld.nth(1))
    assert right < 1 < left

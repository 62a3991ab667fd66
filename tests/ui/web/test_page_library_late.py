"""What comes late to the library on the page takes nothing from who goes on meanwhile."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import Route, expect

from tests.ui.web.browser import Tab
from tests.ui.web.holding import held_back, taken_in


def test_who_types_on_while_the_list_is_widened_keeps_the_place(shelf: Tab) -> None:
    shelf.page.fill("#narrow-find", "nobody at all")
    way = shelf.page.get_by_role("button", name="Without the words:")
    expect(way).to_be_visible()
    way.evaluate("button => { button.click(); document.getElementById('narrow-sort').focus() }")
    expect(way).to_have_count(0)
    expect(shelf.page.locator("#narrow-sort")).to_be_focused()


LISTED = "**/page/library/documents?*"


@pytest.mark.parametrize("anew", [False, True])
def test_a_list_that_comes_again_leaves_the_focus_where_it_is(shelf: Tab, anew: bool) -> None:
    page, times = shelf.page, count()

    def other(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=f"{answer.text()}<p id='anew'>{next(times)}</p>")

    def again() -> None:
        before = page.locator("#anew").all_text_contents()
        with page.expect_response(LISTED) as came:
            page.get_by_role("tab", name="Library").evaluate("tab => tab.click()")
        taken_in(page, came.value)
        if anew:
            expect(page.locator("#anew")).not_to_have_text(before)

    page.locator("#narrow-find").fill("plum")
    expect(page.locator("#documents li")).to_have_count(1)
    if anew:
        page.route(LISTED, other)
    opener, correct, remove, keep = (
        page.locator(f"#documents {which}")
        for which in ("button.cite", *(f"[data-act={a}]" for a in ("correct", "remove", "cancel")))
    )
    opener.click()
    expect(page.locator("#source .text")).to_be_visible()
    again()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    remove.click()
    expect(keep).to_be_focused()
    again()
    expect(keep).to_be_focused()
    keep.press("Enter")
    expect(remove).to_be_focused()
    correct.focus()
    again()
    expect(correct).to_be_focused()
    page.unroute_all()


def test_who_types_on_while_a_form_comes_keeps_the_place(shelf: Tab) -> None:
    with held_back(shelf.page, "**/form?*"):
        shelf.page.locator("#documents [data-act=correct]").first.click()
        shelf.page.focus("#narrow-find")
    expect(shelf.page.locator("form.correcting [name=title]")).to_be_visible()
    expect(shelf.page.locator("#narrow-find")).to_be_focused()


def test_a_form_that_is_left_does_not_come_back(shelf: Tab) -> None:
    page = shelf.page
    page.locator("#narrow-find").fill("plum")
    expect(page.locator("#documents li")).to_have_count(1)
    shown, form = page.locator("#documents bdi"), page.locator("form.correcting")
    before, correct = shown.inner_text(), page.locator("#documents [data-act=correct]")
    correct.click()
    form.locator("[name=title]").fill("Plums")
    form.get_by_role("button", name="Save").click()
    expect(shown).to_have_text("Plums")
    expect(form).to_have_count(0)
    correct.click()
    with page.expect_response("**/form?*") as late:
        undo = form.get_by_role("button", name="Undo: Title")
        expect(undo).to_be_visible()
        with held_back(page, "**/form?*"):
            undo.click()
            expect(shown).to_have_text(before)
            form.locator("[name=title]").press("Escape")
            expect(form).to_have_count(0)
    taken_in(page, late.value)
    expect(form).to_have_count(0)

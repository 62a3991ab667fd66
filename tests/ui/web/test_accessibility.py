"""axe-core finds nothing serious in any state of the page, in light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.ui.web.browser import Tab, nothing_grave


def welcome(tab: Tab) -> None:
    pass


def answered(tab: Tab) -> None:
    tab.ask("How many people died when the Lady Aurel sank?")
    tab.page.locator(".statement button.cite").first.click()
    tab.lit()


def declined(tab: Tab) -> None:
    tab.ask("Who won the football match?")


def checked(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Check a draft").click()
    tab.page.fill("#draft textarea", "The mission has 4,350 troops. Aldermark sent 300 soldiers.")
    tab.page.click("#check")
    tab.page.wait_for_selector("#checked article")


def library(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Library").click()
    tab.page.wait_for_selector("#documents li")


def correcting(tab: Tab) -> None:
    library(tab)
    tab.page.locator("#library-narrow summary").click()
    tab.page.locator("#documents [data-act=correct]").first.click()
    tab.page.locator("#documents [data-act=remove]").nth(1).click()
    tab.page.wait_for_selector("form.correcting")
    tab.page.locator("#documents button.cite").nth(3).click()
    tab.page.wait_for_selector("#source .known")


def empty_list(tab: Tab) -> None:
    library(tab)
    tab.page.fill("#narrow-find", "nothing of this kind")
    tab.page.wait_for_selector("#documents .teach")


def evaluations(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Evaluate").click()
    tab.page.wait_for_selector("#evaluations .teach")


def complaining(tab: Tab) -> None:
    tab.ask("How many troops does the mission have now?")
    tab.page.get_by_role("button", name="Something is wrong").click()
    expect(tab.page.get_by_role("dialog")).to_be_visible()


def narrowed(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 375, "height": 720})
    tab.ask("How many troops does the mission have now?")
    tab.page.click("#narrow button")
    tab.page.click("#toggle-past")


def about(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="About").click()
    tab.page.wait_for_selector("#about li")


@pytest.mark.parametrize(
    "state",
    [
        welcome,
        answered,
        declined,
        checked,
        library,
        correcting,
        empty_list,
        evaluations,
        about,
        complaining,
        narrowed,
    ],
)
def test_nothing_grave_is_found(tab: Tab, state: Callable[[Tab], None]) -> None:
    state(tab)
    nothing_grave(tab)

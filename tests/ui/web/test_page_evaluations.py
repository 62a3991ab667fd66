"""The tab with the evaluations: empty at first, then a list, each report in a tab of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evals.reporting.folder import keep
from evals.reporting.report import report_of
from tests.evals.reporting.runs import many, run
from tests.ui.web.browser import Tab
from tests.ui.web.conftest import served


@pytest.fixture(scope="module")
def french(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a French page over a home with two reports."""
    home = tmp_path_factory.mktemp("evaluated") / "home"
    shutil.copytree(sample_home, home)
    old = run(home / "evaluations" / "avant", many(20))
    keep(report_of(old), old)
    new = run(home / "evaluations" / "après", many(20, wrong=[1]), ended="2026-02-01T09:30:00Z")
    keep(report_of(new, old), new)
    with served(home, tmp_path_factory.mktemp("evaluate"), options=["--language", "fr"]) as found:
        yield found


def test_an_empty_list_teaches(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Evaluate").click()
    expect(tab.page.locator("#evaluations")).to_contain_text("There is no report yet.")


def test_a_report_opens_from_the_list_on_a_narrow_page(french: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 700}, color_scheme="dark")
    tab = Tab(context.new_page(), french)
    tab.open()
    tab.page.locator("#tabs .overflow-menu > button").click()
    tab.page.locator("#tabs .overflow-dropdown button", has_text="Évaluer").click()
    links = tab.page.locator("#evaluations a")
    expect(links).to_have_text(["après", "avant"])
    expect(tab.page.locator("#evaluations li").first).to_contain_text("20 cas")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 375
    with context.expect_page() as opening:
        links.first.click()
    report = Tab(opening.value, french)
    opening.value.wait_for_selector("html[data-ready]", state="attached")
    assert opening.value.evaluate("self.origin") == "null"
    opening.value.click("nav a[href='#worst']")
    expect(opening.value.locator("#shown > li")).to_have_count(1)
    opening.value.locator("#shown summary").click()
    expect(opening.value.locator(".case mark")).to_have_text("It burned.")
    tab.page.locator("#tabs .overflow-menu > button").click()
    tab.page.locator("#tabs .overflow-dropdown button", has_text="Bibliothèque").click()
    expect(tab.page.locator("#documents li").first).to_be_visible()
    context.close()
    assert (tab.outside, tab.errors, report.outside, report.errors) == ([], [], [], [])

"""The page asks whichever collection of the home is chosen, and lists those that come."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support import Cli
from tests.ui.web.browser import PATIENCE, Tab, nothing_grave
from tests.ui.web.conftest import served
from tests.ui.web.holding import held_back

WEIR = "How long is the weir of Nordhaven?"
MILL = "How many wheels has the mill of Tarn?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture(scope="module")
def two(two_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page over two collections; `rivers` is left as it is found."""
    with served(two_home, tmp_path_factory.mktemp("two")) as address:
        yield address


@pytest.fixture
def tab(two: str, browser: Browser) -> Iterator[Tab]:
    yield from opened(two, browser)


@pytest.fixture
def apart(two_home: Path, folder: Path, browser: Browser) -> Iterator[Tab]:
    """A tab of a server of its own, for a test that changes `rivers`."""
    with served(two_home, folder) as address:
        yield from opened(address, browser)


def opened(address: str, browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    found = Tab(context.new_page(), address)
    found.open()
    yield found
    context.close()
    assert found.outside == found.errors == []


def choose(page: Page, name: str) -> None:
    """Choose a collection below the question."""
    if not page.locator("#only").is_visible():
        page.click("#narrow button")
    expect(page.locator("#only")).to_be_visible()
    page.click("#collection input")
    page.get_by_role("option", name=name).click()
    expect(page.locator("#now .welcome")).to_have_attribute("data-collection", name)


def test_another_collection_is_asked_and_checked_against(tab: Tab) -> None:
    page = tab.page
    tab.ask(WEIR)
    expect(page.locator("#now .declined")).to_be_visible()
    tab.open()
    choose(page, "rivers")
    expect(page.locator(".turn")).to_have_count(0)
    tab.ask(WEIR)
    expect(page.locator("#now .statement .words")).to_contain_text("41 metres")
    page.locator("#now .statement button.cite").first.click()
    assert "41 metres" in tab.lit()
    page.keyboard.press("Escape")
    expect(page.locator("ol.past a")).to_have_text([WEIR])
    page.wait_for_url(re.compile("collection=rivers.*conversation="))
    page.reload()
    expect(page.locator("#now .statement .words")).to_contain_text("41 metres")
    expect(page.locator("ol.past a")).to_have_attribute("href", re.compile("collection=rivers"))
    tab.ask("How long is it?")  # in the same collection, without choosing it again
    expect(page.locator(".turn .statement .words").last).to_contain_text("41 metres")
    page.get_by_role("tab", name="Check a draft").click()
    page.fill("#draft textarea", "The weir of Nordhaven is 41 metres long.")
    page.click("#check")
    page.locator("#checked .draft button.cite").click()
    assert "41 metres" in tab.lit()
    page.get_by_role("tab", name="About").click()
    expect(page.locator("#about")).to_contain_text("1 document · 1 passage")
    expect(page.locator("#about dd", has_text="rivers")).to_have_count(1)


def test_the_library_shows_the_collection_that_is_asked_and_any_other(
    apart: Tab, folder: Path
) -> None:
    tab, page = apart, apart.page
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#library-collection")).to_have_value("default")
    nothing_grave(tab)
    expect(page.get_by_label("Collection", exact=True).locator("visible=true")).to_have_count(1)
    expect(page.locator("#documents li").nth(1)).to_be_visible()
    page.get_by_role("tab", name="Ask").click()
    choose(page, "rivers")
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#library-collection")).to_have_value("rivers")
    expect(page.locator("#documents li")).to_have_count(1)
    (folder / "lock.txt").write_text("The lock of Nordhaven has four gates.")
    page.set_input_files("#upload-files", folder / "lock.txt")
    expect(page.locator("#incoming li[data-stage=done]")).to_contain_text("lock.txt")
    expect(page.locator("#documents li")).to_have_count(2)
    page.get_by_role("tab", name="About").click()
    expect(page.locator("#about")).to_contain_text("2 documents · 2 passages")
    page.get_by_role("tab", name="Library").click()
    page.locator("#documents button.cite", has_text="lock").click()
    expect(page.locator("#source .text")).to_contain_text("four gates")
    page.keyboard.press("Escape")
    page.locator("#documents li", has_text="lock").locator("[data-act=correct]").click()
    page.fill("#documents [name=title]", "Gates")
    page.click("#documents .correcting [type=submit]")
    expect(page.locator("#library-said")).to_have_text("Saved.")
    page.select_option("#library-collection", "default")
    expect(page.locator("#documents li")).not_to_have_count(2)
    expect(page.locator("#documents")).not_to_contain_text("Gates")
    expect(page.locator("#incoming li")).to_have_count(0)
    page.select_option("#library-collection", "rivers")
    expect(page.locator("#documents")).to_contain_text("Gates")
    row = page.locator("#documents li", has_text="Gates")
    row.locator("[data-act=remove]").click()
    row.locator("[data-act=remove-now]").click()
    expect(page.locator("#documents li")).to_have_count(1)
    page.get_by_role("tab", name="Ask").click()
    tab.ask(WEIR)
    expect(page.locator("#now .statement .words")).to_contain_text("41 metres")


def test_the_list_follows_the_choice_while_a_file_is_sent(tab: Tab, folder: Path) -> None:
    page = tab.page
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#documents li").nth(1)).to_be_visible()
    (folder / "lock.txt").write_text("The lock of Nordhaven has four gates.")
    chosen = page.locator("#library-collection")
    with held_back(page, "**/uploads?name=*"):
        page.set_input_files("#upload-files", folder / "lock.txt")
        page.select_option("#library-collection", "rivers")
        expect(page.locator("#documents li")).to_have_count(1)
        expect(page.locator("#documents")).to_contain_text("weir")
        page.get_by_role("tab", name="Ask").click()
        url = "**/library/collections?*"
        with page.expect_response(url) as late, held_back(page, url):
            page.get_by_role("tab", name="Library").click()
            page.select_option("#library-collection", "default")
        late.value.finished()
        expect(page.locator("#documents li").nth(1)).to_be_visible()
    expect(page.locator("#documents")).to_contain_text("lock")
    expect(chosen).to_have_value("default")


def test_what_is_offered_late_leaves_what_was_chosen_meanwhile(tab: Tab) -> None:
    page, held = tab.page, list[Route]()
    with page.expect_request("**/queue/join*"):  # what it offers is asked for
        page.click("#narrow button")
    page.route("**/queue/join*", lambda route: held.append(route), times=1)
    page.click("#collection input")
    until = time.monotonic() + PATIENCE / 1000
    while not held:
        assert time.monotonic() < until, "nothing was asked for"
        page.wait_for_timeout(20)
    page.get_by_role("option", name="rivers").click()
    expect(page.locator("#now .welcome")).to_have_attribute("data-collection", "rivers")
    held[0].continue_()
    tab.ask(WEIR)
    expect(page.locator("#now .statement .words")).to_contain_text("41 metres")
    expect(page.locator("#collection input")).to_have_value("rivers")


def test_a_collection_made_meanwhile_is_offered_and_given_to_commands(
    sample_home: Path, browser: Browser, folder: Path
) -> None:
    with served(sample_home, folder) as address:
        context = browser.new_context()
        tab = Tab(context.new_page(), address)
        tab.open()
        tab.page.click("#narrow button")
        expect(tab.page.locator("#only")).to_be_visible()
        expect(tab.page.locator("#collection")).to_have_count(0)
        tab.page.click("#narrow button")
        cli = Cli(folder)
        (folder / "mill.txt").write_text("The mill of Tarn has nine wheels.")
        cli("--home", "home", "--collection", "mills", "ingest", "mill.txt")
        expect(tab.page.locator("#only")).to_be_hidden()
        choose(tab.page, "mills")
        tab.ask(MILL)
        expect(tab.page.locator("#now .statement .words")).to_contain_text("nine wheels")
        cli("--home", "home", "--collection", "weirs", "ingest", "mill.txt")
        # The server has it now: what a command adds through the door answers at once.
        (folder / "more.txt").write_text("The mill of Varn has two wheels.")
        cli("--home", "home", "--collection", "mills", "ingest", "more.txt")
        tab.ask("How many wheels has the mill of Varn?")
        expect(tab.page.locator("#now .statement .words").first).to_contain_text("two wheels")
        choose(tab.page, "weirs")
        tab.page.reload()
        tab.page.get_by_role("tab", name="Library").click()
        expect(tab.page.locator("#library-collection option")).to_have_text(
            ["default", "mills", "weirs"]
        )
        expect(tab.page.locator("#library-collection")).to_have_value("weirs")
        context.close()
        assert tab.errors == []

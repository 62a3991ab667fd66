"""A disk that is full under the page: it is said, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import fill, small_disk
from tests.ui.web.browser import Tab
from tests.ui.web.restarting import Serving

WHO = "Who is Joss Verrin?"
TROOPS = "How many troops does the mission have now?"
FULL = "is full: free some space"


@pytest.fixture
def serving(sample_home: Path, tmp_path: Path) -> Iterator[Serving]:
    """A server whose home is a small disk of its own."""
    with small_disk(tmp_path / "home", 32), Serving(sample_home, tmp_path) as found:
        found.start()
        yield found


def test_what_cannot_be_kept_or_added_is_said_and_nothing_is_lost(
    serving: Serving, browser: Browser, tmp_path: Path
) -> None:
    tab = Tab(browser.new_context().new_page(), serving.address)
    tab.open()
    page = tab.page
    tab.ask(WHO)
    expect(page.locator("#now .deeds")).to_be_visible()
    filler = fill(serving.home)
    tab.ask(TROOPS)
    expect(page.locator("#now .statement .words").first).to_contain_text("4,350 troops")
    expect(page.locator("#now")).to_contain_text(FULL)
    note = tmp_path / "note.txt"
    note.write_text("The weir of Nordhaven is 41 metres long.\n" * 2000)
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#documents li").first).to_be_visible()
    documents = page.locator("#documents .facts").first.inner_text()
    page.set_input_files("#upload-files", note)
    expect(page.locator("#incoming li[data-stage=failed]")).to_contain_text("full: free some space")
    expect(page.locator("#documents .facts").first).to_have_text(documents)
    page.locator("#documents [data-act=correct]").first.click()
    page.fill("#documents [name=title]", "Another title")
    page.click("#documents .correcting [type=submit]")
    expect(page.locator("#documents .correcting [role=alert]")).to_contain_text(FULL)
    filler.unlink()
    page.reload()
    expect(page.locator(".turn h2")).to_have_text([WHO])
    expect(page.locator("#now .statement .words").first).to_contain_text("Verrin")
    tab.ask(TROOPS)
    expect(page.locator("#now .deeds")).to_be_visible()
    page.get_by_role("tab", name="Library").click()
    page.set_input_files("#upload-files", note)
    expect(page.locator("#incoming li[data-stage=done]")).to_contain_text("note.txt")
    page.reload()
    expect(page.locator(".turn h2")).to_have_text([WHO, TROOPS])
    page.context.close()
    assert tab.outside == []
    assert [error for error in tab.errors if "Failed to load resource" not in error] == []

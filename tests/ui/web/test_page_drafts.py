"""A draft on the page: footnotes that open, claims without a source, files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rag.assemble import build_chain
from rag.settings import Settings
from tests.ui.web.browser import Tab
from tests.ui.web.holding import held_back
from vectorstore.collection import Collection

DRAFT = (
    "The mission in Orvessa now has 4,350 troops. <img src=x onerror='window.broken = 1'>\n\n"
    "Aldermark sent 300 soldiers in January."
)


@pytest.fixture
def drafts(tab: Tab) -> Tab:
    tab.page.get_by_role("tab", name="Check a draft").click()
    return tab


def test_a_draft_comes_back_with_footnotes_that_open(drafts: Tab, library: Collection) -> None:
    checked = build_chain(Settings(), library).check(DRAFT)
    drafts.page.fill("#draft textarea", DRAFT)
    drafts.page.click("#check")
    expect(drafts.page.locator("#checked .draft")).to_contain_text("Aldermark sent 300 soldiers")
    expect(drafts.page.locator("#checked .flag")).to_have_text(["no source found"])
    first = drafts.page.locator("#checked .draft button.cite").first
    first.click()
    assert drafts.lit() == checked.citations[0].quote
    assert drafts.page.evaluate("window.broken") is None
    assert drafts.page.locator("#checked img").count() == 0


def test_a_file_is_checked(drafts: Tab, tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("# News\n\nJoss Verrin has been given 72 hours to leave.\n", encoding="utf-8")
    drafts.page.set_input_files("#draft-file input[type=file]", file)
    expect(drafts.page.locator("#draft-file .filename")).to_have_text(re.compile(r"draft\s*\.md"))
    drafts.page.click("#check")
    expect(drafts.page.locator("#checked .draft h1")).to_have_text("News")
    expect(drafts.page.locator("#checked .draft button.cite")).to_have_count(1)


def test_a_file_that_is_on_its_way_is_waited_for(drafts: Tab, tmp_path: Path) -> None:
    page = drafts.page
    (tmp_path / "draft.txt").write_text("Joss Verrin has been given 72 hours to leave.\n")
    with held_back(page, "**/gradio_api/upload?*"):
        page.set_input_files("#draft-file input[type=file]", tmp_path / "draft.txt")
        expect(page.locator("#draft-file .uploading")).to_be_visible()
        page.click("#check")
        page.click("#check")
    expect(page.locator("#checked .draft button.cite")).to_have_count(1)
    expect(page.locator("#checked .failed")).to_have_count(0)


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_a_checked_draft_is_saved(drafts: Tab, ending: str, tmp_path: Path) -> None:
    drafts.page.fill("#draft textarea", DRAFT)
    drafts.page.click("#check")
    with drafts.page.expect_download() as started:
        drafts.page.click(f"#checked .exports a[href$='.{ending}']")
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert file.suffix == f".{ending}"
    assert "Aldermark sent 300 soldiers in January." in text
    if ending == "json":
        standings = [each["standing"] for each in json.loads(text)["sentences"]]
        assert standings.count("no_source") == 1
    else:
        assert "no source found" in text


def test_what_is_written_from_right_to_left_stands_on_the_right(drafts: Tab) -> None:
    drafts.page.fill("#draft textarea", f"{DRAFT}\n\nتضم البعثة في أورفيسا الآن 4,350 جنديا.")
    drafts.page.click("#check")
    gaps = """(p) => {
      const words = document.createRange();
      words.selectNodeContents(p.firstChild);
      const [room, shown] = [p.getBoundingClientRect(), words.getBoundingClientRect()];
      return [shown.left - room.left, room.right - shown.right];
    }"""
    paragraphs = drafts.page.locator("#checked .draft p")
    left, right = paragraphs.first.evaluate(gaps)
    assert left < 1 < right
    left, right = paragraphs.last.evaluate(gaps)
    assert right < 1 < left


def test_no_draft_is_said_so(drafts: Tab) -> None:
    drafts.page.click("#check")
    expect(drafts.page.locator("#checked .failed")).to_contain_text("There is no draft")

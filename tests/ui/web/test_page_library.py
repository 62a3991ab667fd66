"""The library on the page: listed, narrowed, opened, corrected, added to, removed from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.support import Cli
from tests.ui.web.browser import Tab
from tests.ui.web.conftest import served


@pytest.fixture(scope="module")
def address(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, since these tests change the library."""
    with served(sample_home, tmp_path_factory.mktemp("library")) as found:
        yield found


@pytest.fixture
def shelf(tab: Tab) -> Tab:
    tab.page.get_by_role("tab", name="Library").click()
    expect(tab.page.locator("#documents li").first).to_be_visible()
    return tab


def row(shelf: Tab, title: str) -> Locator:
    return shelf.page.locator("#documents li").filter(has_text=title)


def give(shelf: Tab, *files: Path) -> None:
    shelf.page.set_input_files("#upload-files", files)


def test_documents_are_listed_found_and_opened(shelf: Tab) -> None:
    expect(shelf.page.locator("#documents .facts")).to_contain_text("documents")
    shelf.page.locator("#narrow-find").fill("plum")
    expect(shelf.page.locator("#documents li")).to_have_count(1)
    shelf.page.click("#documents button.cite")
    expect(shelf.page.locator("#source .text")).to_contain_text("plum", ignore_case=True)
    expect(shelf.page.locator("#source mark")).to_have_count(0)
    known = shelf.page.locator("#source .known dl")
    expect(known).to_be_visible()
    for name in ("Title", "File", "Type", "Size", "Read on", "State", "Parts"):
        expect(known.locator("dt").filter(has_text=name)).to_have_count(1)
    shelf.page.keyboard.press("Escape")
    expect(shelf.page.locator("#documents button.cite")).to_be_focused()


def test_documents_are_sorted_and_narrowed(shelf: Tab) -> None:
    titles = shelf.page.locator("#documents bdi")
    expect(titles.first).to_have_text(
        "Fewer boots on the river: mission in Orvessa down to 4,350 troops"
    )
    shelf.page.locator("#narrow-sort").select_option("title")
    expect(titles.first).to_have_text(
        "At least 38 dead as crowded river ferry overturns off Halmet"
    )
    shelf.page.click("#library-narrow summary")
    shelf.page.locator("#narrow-since").fill("2025-11-07")
    expect(shelf.page.locator("#documents .facts")).to_contain_text("2 of ")
    shelf.page.fill("#narrow-publisher", "nobody at all")
    expect(shelf.page.locator("#documents .teach")).to_contain_text("Nothing in the library")
    shelf.page.get_by_role("button", name="Any publisher: 2").click()
    expect(shelf.page.locator("#documents li")).to_have_count(2)
    shelf.page.locator("#narrow-until").fill("2025-13")
    expect(shelf.page.locator("#documents")).to_contain_text("A date is written")


def test_a_file_is_added_asked_about_and_removed(shelf: Tab, tmp_path: Path) -> None:
    good, bad = tmp_path / "weir (b).txt", tmp_path / "broken.pdf"
    good.write_text("The weir of Nordhaven is 41 metres long.", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 nothing")
    give(shelf, good, bad)
    done = shelf.page.locator("#incoming li")
    expect(done.filter(has_text="weir (b).txt")).to_contain_text("1 passage")
    expect(done.filter(has_text="broken.pdf").locator(".failed")).to_contain_text("damaged")
    expect(row(shelf, "weir (b)")).to_have_count(1)
    expect(shelf.page.locator("#failures li")).to_contain_text(["broken.pdf"])
    shelf.page.get_by_role("tab", name="Ask").click()
    shelf.ask("How long is the weir of Nordhaven?")
    expect(shelf.page.locator(".statement .words")).to_contain_text(["41 metres"])
    shelf.page.get_by_role("tab", name="Library").click()
    give(shelf, good)
    expect(done.filter(has_text="weir (b).txt")).to_contain_text("is already there, unchanged")
    shelf.page.get_by_role("button", name="Clear what is done").click()
    expect(done).to_have_count(0)

    weir = row(shelf, "weir (b)")
    weir.get_by_role("button", name="Remove").click()
    expect(weir.locator(".removing")).to_contain_text(
        "Remove “weir (b).txt”? Its file is left alone."
    )
    expect(weir.get_by_role("button", name="Keep it")).to_be_focused()
    shelf.page.keyboard.press("Enter")
    expect(weir.locator(".removing")).to_have_count(0)
    weir.get_by_role("button", name="Remove").click()
    weir.locator("[data-act=remove-now]").click()
    expect(weir).to_have_count(0)
    expect(shelf.page.locator("#library-said")).to_have_text("Removed.")

    trouble = shelf.page.locator("#failures li").filter(has_text="broken.pdf")
    trouble.get_by_role("button", name="Try again").click()
    expect(done.filter(has_text="broken.pdf")).to_contain_text("damaged")
    trouble.get_by_role("button", name="Forget").click()
    expect(trouble).to_have_count(0)


def test_files_are_dropped_and_names_are_text(shelf: Tab) -> None:
    names = [
        "<img src=x onerror=window.broken=1>.txt",
        "evil\u202etxt.exe.txt",
        "long" * 50 + ".txt",
    ]
    shelf.page.evaluate(
        """names => {
          const data = new DataTransfer();
          for (const name of names)
            data.items.add(new File([`The gate of ${name} is closed.`], name));
          for (const type of ["dragover", "drop"])
            document.getElementById("drop").dispatchEvent(
              new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        }""",
        names,
    )
    lines = shelf.page.locator("#incoming li[data-stage=done]")
    expect(lines).to_have_count(3)
    assert lines.locator(".name").first.text_content() == names[0]
    assert "\u202e" not in shelf.page.locator("#library").inner_text()
    assert shelf.page.evaluate("window.broken") is None
    assert shelf.page.locator("#library img").count() == 0
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for width in (1280, 375):
        shelf.page.set_viewport_size({"width": width, "height": 760})
        assert shelf.page.evaluate(wide) <= 0


def test_a_document_is_corrected_by_keyboard_and_that_undone(shelf: Tab) -> None:
    page = shelf.page
    page.locator("#narrow-find").fill("plum")
    expect(page.locator("#documents li")).to_have_count(1)
    before = page.locator("#documents bdi").inner_text()
    page.locator("#documents [data-act=correct]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Plum cake, put right")
    page.get_by_label("Published", exact=True).fill("next week")
    page.keyboard.press("Enter")
    expect(page.locator("form.correcting [role=alert]")).to_contain_text("published must be a date")
    (refused,) = shelf.errors  # the browser notes every answer that is a refusal
    assert "422" in refused
    shelf.errors.clear()
    page.get_by_label("Published", exact=True).fill("2019-05")
    page.keyboard.press("Enter")
    expect(page.locator("#documents bdi")).to_have_text("Plum cake, put right")
    expect(page.locator("#documents .origin")).to_contain_text("2019-05 (corrected by hand)")
    expect(page.locator("#documents [data-act=correct]")).to_be_focused()
    page.click("#documents button.cite")
    expect(page.locator("#source h2")).to_have_text("Plum cake, put right")
    page.keyboard.press("Escape")
    page.locator("#documents [data-act=correct]").click()
    expect(page.locator(".stated").first).to_contain_text(f"The source states: {before}")
    page.get_by_role("button", name="Undo: Title").click()
    expect(page.locator("#documents bdi")).to_have_text(before)
    page.get_by_role("button", name="Undo: Published").click()
    expect(page.locator("#documents .origin")).not_to_contain_text("corrected")
    page.get_by_label("Title", exact=True).press("Escape")
    expect(page.locator("form.correcting")).to_have_count(0)


def test_a_correction_is_what_the_next_answer_cites(shelf: Tab) -> None:
    page = shelf.page
    page.locator("#narrow-find").fill("2025-08-22-ferry")
    expect(page.locator("#documents li")).to_have_count(1)
    page.locator("#documents [data-act=correct]").click()
    page.fill("form.correcting [name=publisher]", "The Ferry Gazette")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#library-said")).to_have_text("Saved.")
    page.get_by_role("tab", name="Ask").click()
    shelf.ask("How many people died when the Lady Aurel sank?")
    expect(page.locator("ol.sources").filter(has_text="The Ferry Gazette")).to_have_count(1)


def test_an_empty_library_teaches(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "run").mkdir()
    with served(tmp_path / "empty", tmp_path / "run") as address:
        context = browser.new_context()
        found = Tab(context.new_page(), address)
        found.open()
        found.page.get_by_role("tab", name="Library").click()
        expect(found.page.locator("#documents .teach")).to_contain_text("Drop texts")
        file = tmp_path / "first.txt"
        file.write_text("The weir of Nordhaven is 41 metres long.", encoding="utf-8")
        give(found, file)
        expect(found.page.locator("#documents li")).to_have_count(1)
        context.close()
        assert found.errors == found.outside == []


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
        assert found.errors == found.outside == []


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
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#source")).to_be_hidden()


def test_about_tells_who_answers_and_how_often_it_is_wrong(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="About").click()
    expect(tab.page.locator("#about")).to_contain_text("no model")
    expect(tab.page.locator("#about li")).to_have_count(4)

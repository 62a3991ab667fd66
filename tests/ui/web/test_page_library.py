"""The library on the page: listed, narrowed, opened, corrected, added to, removed from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.web.browser import Tab, nothing_grave
from tests.ui.web.conftest import served


@pytest.fixture(scope="module")
def address(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, since these tests change the library."""
    with served(sample_home, tmp_path_factory.mktemp("library")) as found:
        yield found


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
    spoken = shelf.page.get_by_role("status").filter(has_text="2 of ")
    expect(spoken).to_have_attribute("id", "library-count")
    shelf.page.fill("#narrow-publisher", "nobody at all")
    expect(shelf.page.locator("#documents .teach")).to_contain_text("Nothing in the library")
    shelf.page.get_by_role("button", name="Any publisher: 2").click()
    expect(titles).to_have_count(2)
    expect(shelf.page.locator("#narrow-find")).to_be_focused()
    shelf.page.locator("#narrow-until").fill("2025-13")
    expect(shelf.page.locator("#documents")).to_contain_text("A date is written")


def test_a_file_is_added_asked_about_and_removed(shelf: Tab, tmp_path: Path) -> None:
    good, bad = tmp_path / "weir (b).txt", tmp_path / "broken.pdf"
    good.write_text("The weir of Nordhaven is 41 metres long.", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 nothing")
    shelf.page.locator("#documents [data-act=correct]").first.click()
    typed = shelf.page.locator("#documents [name=title]")
    typed.fill("Half a ti")
    give(shelf, good, bad)
    done = shelf.page.locator("#incoming li")
    expect(done.filter(has_text="weir (b).txt")).to_contain_text("1 passage")
    expect(done.filter(has_text="broken.pdf").locator(".failed")).to_contain_text("damaged")
    expect(row(shelf, "weir (b)")).to_have_count(1)
    expect(typed).to_have_value("Half a ti")
    shelf.page.locator("#documents [data-act=cancel]").click()
    expect(typed).to_have_count(0)
    expect(shelf.page.locator("#failures li")).to_contain_text(["broken.pdf"])
    nothing_grave(shelf)
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

    failures = shelf.page.locator("#failures li")
    trouble = failures.filter(has_text="broken.pdf")
    forget = trouble.get_by_role("button", name="Forget")
    forget.focus()
    worse = tmp_path / "another.pdf"
    worse.write_bytes(b"%PDF-1.4 nothing either")
    give(shelf, worse)
    expect(failures).to_have_count(2)
    expect(forget).to_be_focused()
    failures.filter(has_text="another.pdf").get_by_role("button", name="Forget").click()
    expect(failures).to_have_count(1)
    trouble.get_by_role("button", name="Try again").click()
    expect(done.filter(has_text="broken.pdf")).to_contain_text("damaged")
    forget.click()
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
    with page.expect_console_message(lambda said: "422" in said.text):
        page.keyboard.press("Enter")
    expect(page.locator("form.correcting [role=alert]")).to_contain_text("published must be a date")
    (_,) = shelf.errors  # the browser notes every answer that is a refusal
    shelf.errors.clear()
    page.get_by_label("Published", exact=True).fill("2019-05")
    page.keyboard.press("Enter")
    expect(page.locator("#documents bdi")).to_have_text("Plum cake, put right")
    expect(page.locator("#documents .origin")).to_contain_text("May 2019 (corrected by hand)")
    expect(page.locator("#documents [data-act=correct]")).to_be_focused()
    page.click("#documents button.cite")
    expect(page.locator("#source h2")).to_have_text("Plum cake, put right")
    page.keyboard.press("Escape")
    page.locator("#documents [data-act=correct]").click()
    expect(page.locator(".stated").first).to_contain_text(f"The source states: {before}")
    page.get_by_role("button", name="Undo: Title").click()
    expect(page.locator("#documents bdi")).to_have_text(before)
    expect(page.get_by_role("button", name="Undo: Title")).to_have_count(0)
    page.get_by_role("button", name="Undo: Published").click()
    expect(page.locator("#documents .origin")).not_to_contain_text("corrected")
    expect(page.get_by_role("button", name="Undo: Published")).to_have_count(0)
    page.get_by_label("Title", exact=True).press("Escape")
    expect(page.locator("form.correcting")).to_have_count(0)


def test_what_is_typed_stays_when_another_field_is_undone(shelf: Tab) -> None:
    page = shelf.page
    page.locator("#narrow-find").fill("plum")
    expect(page.locator("#documents li")).to_have_count(1)
    before = page.locator("#documents bdi").inner_text()
    correct = page.locator("#documents [data-act=correct]")
    correct.click()
    title, publisher = (page.locator(f"form.correcting [name={n}]") for n in ("title", "publisher"))
    title.fill("Plum cake, put right")
    save = "() => { document.querySelector('form.correcting').requestSubmit(); %s }"
    page.evaluate(save % "document.getElementById('narrow-sort').focus()")
    expect(page.locator("#documents bdi")).to_have_text("Plum cake, put right")
    expect(title).to_have_count(0)
    expect(page.locator("#narrow-sort")).to_be_focused()
    correct.click()
    publisher.fill("Half a na")
    correct.click()
    page.get_by_role("button", name="Undo: Title").click()
    expect(page.locator("#documents bdi")).to_have_text(before)
    expect(title).to_have_value(before)
    expect(publisher).to_have_value("Half a na")
    publisher.press("Escape")
    expect(title).to_have_count(0)


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
        expect(found.page.locator("#now .welcome")).to_contain_text("holds no documents yet")
        found.page.get_by_role("tab", name="Library").click()
        expect(found.page.locator("#documents .teach")).to_contain_text("Drop texts")
        offer = {"name": "Load the sample library"}
        expect(found.page.get_by_role("button", **offer)).to_be_visible()
        found.page.get_by_role("tab", name="Ask").click()
        found.page.get_by_role("button", **offer).click()
        expect(found.page.locator("#now .welcome")).to_contain_text("Ask a question")
        found.page.click("#examples button:has-text('How many troops')")
        expect(found.page.locator("#now .statement .words")).to_contain_text(["4,350 troops"])
        found.page.get_by_role("tab", name="Library").click()
        expect(found.page.locator("#documents li")).to_have_count(14)
        expect(found.page.get_by_role("button", **offer)).to_have_count(0)
        context.close()
        assert found.errors == found.outside == []


def test_about_tells_who_answers_and_how_often_it_is_wrong(shelf: Tab) -> None:
    documents = shelf.page.locator("#documents .facts").get_attribute("data-said")
    shelf.page.get_by_role("tab", name="About").click()
    about = shelf.page.locator("#about")
    expect(about).to_contain_text("no model")
    expect(about.locator("dd", has_text="minilm")).to_have_count(1)
    expect(about).to_contain_text(f"{documents} · ")
    expect(about.locator("li")).to_have_count(4)
    for package in ("python", "footnoted", "llama-index-core", "chromadb", "gradio", "openai"):
        expect(about.locator("dt").get_by_text(package, exact=True)).to_have_count(1)
    expect(about.locator("kbd").first).to_have_text("/")


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until something has the focus."""
    for _ in range(80):
        if wanted.evaluate("(each) => each === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab does not lead to {wanted}.")


def press(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Reach something and press Enter on it."""
    reach(page, wanted, key)
    page.keyboard.press("Enter")


def test_all_can_be_done_without_a_mouse(tab: Tab, tmp_path: Path) -> None:
    page, keys = tab.page, tab.page.keyboard
    page.on("filechooser", lambda _: None)  # it takes the browser a while to hand choosers over
    keys.press("/")
    keys.type("Who is Joss Verrin?")
    keys.press("Enter")
    footnote = page.locator("#now .statement button.cite").first
    expect(footnote).to_be_visible()
    expect(page.locator("#now .deeds")).to_be_visible()
    press(page, footnote, "Shift+Tab")
    assert "Verrin" in tab.lit()
    keys.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(footnote).to_be_focused()
    keys.press("/")
    keys.type("What did he say about the vote in April?")
    keys.press("Enter")
    expect(page.locator("#now .facts q")).to_contain_text("Verrin")
    expect(page.locator(".turn .deeds")).to_have_count(2)

    press(page, page.get_by_role("tab", name="Check a draft"), "Shift+Tab")
    reach(page, page.locator("#draft textarea"))
    keys.type("The mission in Orvessa now has 4,350 troops.")
    press(page, page.locator("#check"))
    checked = page.locator("#checked .draft button.cite")
    expect(checked).to_have_count(1)
    press(page, checked)
    assert "4,350" in tab.lit()
    keys.press("Escape")
    expect(checked).to_be_focused()

    file = tmp_path / "lock.txt"
    file.write_text("The lock of Nordhaven has four gates.", encoding="utf-8")
    press(page, page.get_by_role("tab", name="Library"), "Shift+Tab")
    expect(page.locator("#documents li").first).to_be_visible()
    reach(page, page.locator("#upload-files"))
    with page.expect_file_chooser() as choosing:
        keys.press("Space")
    choosing.value.set_files(file)
    lock = page.locator("#documents li").filter(has_text="lock")
    expect(lock).to_have_count(1)
    press(page, lock.get_by_role("button", name="Remove"))
    press(page, lock.locator("[data-act=remove-now]"))
    expect(page.locator("#library-said")).to_have_text("Removed.")
    expect(lock).to_have_count(0)

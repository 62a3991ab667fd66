"""Too large, too many, badly named: files that are given to the page, and what is left of them."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.web.browser import PATIENCE, Tab
from tests.ui.web.restarting import Serving
from tests.vectorstore.conftest import article
from ui.people.uploads import Room
from ui.web.scratch import scratch, sweep

NAMED = "<img src=x onerror=window.broken=1>.txt"
WEIR = "How long is the weir of Nordhaven?"


@pytest.fixture(scope="module")
def serving(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(sample_home, tmp_path_factory.mktemp("files")) as found:
        found.start()
        yield found


@pytest.fixture
def tab(serving: Serving, browser: Browser) -> Iterator[Tab]:
    found = Tab(browser.new_context().new_page(), serving.address)
    found.open()
    found.page.get_by_role("tab", name="Library").click()
    expect(found.page.locator("#documents li").first).to_be_visible()
    yield found
    found.page.context.close()
    assert found.outside == []
    assert [each for each in found.errors if "413" not in each] == []


def kept(serving: Serving) -> list[Path]:
    """Return what lies in the folders of uploads."""
    folders = (serving.home / "default-uploads", serving.home / "collections/default/page-uploads")
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


def still_answers(tab: Tab) -> None:
    """Fail where a question is no longer answered."""
    tab.page.get_by_role("tab", name="Ask").click()
    tab.ask("Who is Joss Verrin?")
    expect(tab.page.locator("#now .statement .words")).to_contain_text(["Verrin"])


def test_200_megabytes_are_refused_in_a_sentence_and_nothing_stays(
    tab: Tab, serving: Serving, tmp_path: Path
) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(200_000_000)
    before = kept(serving)
    tab.page.set_input_files("#upload-files", big)
    said = "big.txt has 200 MB; files up to 20 MB are taken."
    expect(tab.page.locator("#tab-library .notice")).to_have_text(said)
    tab.page.get_by_role("tab", name="Check a draft").click()
    tab.page.set_input_files("#draft-file input[type=file]", big)
    expect(tab.page.locator("#tab-draft .notice")).to_have_text(said)
    still_answers(tab)
    assert kept(serving) == before


def test_500_files_at_once_are_refused_in_a_sentence(
    tab: Tab, serving: Serving, tmp_path: Path
) -> None:
    before, files = kept(serving), []
    for number in range(500):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text("x")
    tab.page.set_input_files("#upload-files", files)
    expect(tab.page.locator("#tab-library .notice")).to_have_text(
        "500 files at once are too many; up to 200 are taken."
    )
    assert tab.page.locator("#unsent li, #incoming li").count() == 0
    still_answers(tab)
    assert kept(serving) == before


def test_a_file_with_a_script_as_its_name_is_read_and_its_name_shown(
    tab: Tab, serving: Serving, tmp_path: Path
) -> None:
    file = tmp_path / NAMED
    file.write_text("The weir of Nordhaven is 41 metres long.")
    tab.page.set_input_files("#upload-files", file)
    expect(tab.page.locator("#incoming li")).to_contain_text(NAMED)
    expect(tab.page.locator("#incoming li")).to_contain_text("1 passage")
    assert not any(set(each.name) & set("<>=") for each in kept(serving))
    tab.page.get_by_role("tab", name="Ask").click()
    tab.ask(WEIR)
    expect(tab.page.locator("#now .statement .words")).to_contain_text(["41 metres"])
    assert tab.page.evaluate("'broken' in window") is False
    assert tab.page.locator("#incoming img, #now img, #past img, #documents img").count() == 0


def test_a_kind_of_file_that_is_not_taken_is_said_in_our_words(tab: Tab, tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    tab.page.get_by_role("tab", name="Check a draft").click()
    tab.page.set_input_files("#draft-file input[type=file]", tmp_path / "table.xlsx")
    expect(tab.page.locator("#reaching")).to_have_text("Files of this kind are not taken here.")


class Some:
    """Lets so many files at a time come into the library."""

    def __init__(self, page: Page) -> None:
        self._page, self._may, self._held = page, 0, list[Route]()
        page.route("**/uploads?name=*", self._comes)

    def _comes(self, route: Route) -> None:
        if self._may:
            self._may -= 1
            route.continue_()
        else:
            self._held.append(route)

    def come(self, many: int) -> None:
        """Let some more come, once those before have been sent."""
        until = time.monotonic() + PATIENCE / 1000
        while not self._held:
            assert time.monotonic() < until
            self._page.wait_for_timeout(20)
        self._may = many - 1
        self._held.pop().continue_()


def test_every_answer_is_exact_while_documents_come_in(tab: Tab, tmp_path: Path) -> None:
    files = []
    for number in range(60):
        files.append(tmp_path / f"doc{number}.txt")
        files[-1].write_text(article(f"doc{number}", 9), encoding="utf-8")
    some = Some(tab.page)
    tab.page.set_input_files("#upload-files", files)
    some.come(9)
    doing = tab.page.locator("#upload-doing [data-act=stop]")
    expect(tab.page.locator("#incoming li").first).to_be_attached()
    tab.page.get_by_role("tab", name="Ask").click()
    wrong = """async () => {
        const wrong = [];
        for (const cite of document.querySelectorAll("#now .statement .citation")) {
            const { document: id, start, end, version } = cite.querySelector("button.cite").dataset;
            const query = new URLSearchParams({ start, end, version });
            const place = document.createElement("div");
            place.innerHTML = await (await fetch(`source/${id}?${query}`)).text();
            const lit = [...place.querySelectorAll("mark")].map((m) => m.textContent).join("");
            const said = cite.querySelector("q").textContent;
            const flat = (words) => words.replace(/\\s+/g, " ").trim();
            if (!lit || (flat(lit) !== flat(said) && !said.includes("…"))) wrong.push([lit, said]);
        }
        return wrong;
    }"""
    for _ in range(3):
        for question in ("Who is Joss Verrin?", "How many people died when the Lady Aurel sank?"):
            some.come(8)
            assert not doing.evaluate("(stop) => stop.hidden")
            tab.ask(question)
            assert tab.page.locator("#now .statement").count()
            assert tab.page.evaluate(wrong) == []
            assert tab.page.locator(":is(#now, #refused) .failed").count() == 0
    some.come(9)


def test_uploads_have_a_folder_of_their_own_and_none_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    (tmp_path / "page-uploads").mkdir()
    (tmp_path / "page-uploads" / "half").write_text("left by a server that was killed")
    with scratch(tmp_path) as folder:
        assert list(folder.iterdir()) == []
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "deep").mkdir()
        (folder / "deep" / "old.docx").write_text("x")
        sweep(folder, time.time() + 3000)
        assert (folder / "deep" / "old.docx").exists()
        sweep(folder, time.time() + 4000)
        assert list(folder.iterdir()) == []
    assert not folder.exists()


def test_a_folder_of_uploads_has_room_again_when_it_is_emptied(tmp_path: Path) -> None:
    room = Room(tmp_path, 10_000)
    assert room.take(6_000)
    (tmp_path / "draft").write_bytes(b"x" * 6_000)
    assert not room.take(5_000)
    assert room.take(4_000)
    (tmp_path / "draft").unlink()
    (tmp_path / "small").write_bytes(b"x")
    assert not room.take(6_000)
    assert room.take(5_000)

"""Several people on one server, in real browsers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.people.signing_in import PASSWORDS
from tests.ui.web.browser import PATIENCE, Tab, nothing_grave, violations
from tests.ui.web.conftest import served
from ui.people.users import Users

TROOPS = "How many troops does the mission have now?"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("people") / "home"
    shutil.copytree(sample_home, found)
    users = Users(found / "users.json")
    for name, password in PASSWORDS.items():
        users.add(name, password, admin=name == "Anna")
    return found


@pytest.fixture(scope="module")
def guarded(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with users, few questions and small files."""
    settings = {
        "FOOTNOTED_WEB__QUESTIONS_PER_MINUTE": "2",
        "FOOTNOTED_WEB__UPLOAD_MB": "1",
        "FOOTNOTED_WEB__UPLOAD_FILES": "3",
    }
    with served(home, tmp_path_factory.mktemp("guarded"), settings) as found:
        yield found


@pytest.fixture
def visit(guarded: str, browser: Browser) -> Iterator[Open]:
    """What opens the page in a browser of its own."""
    contexts = []

    def opened(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(guarded + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str) -> Page:
    """Sign in with the keyboard alone."""
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORDS[name])
    page.keyboard.press("Enter")
    expect(page.locator("#who")).to_contain_text(name)
    expect(page.locator("#now :is(.welcome, .turn, .failed)").first).to_be_visible()
    return page


def test_in_and_out_by_keyboard_alone(visit: Open, guarded: str) -> None:
    page = visit("/?a=b")
    expect(page).to_have_title("Sign in – Footnoted")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    page.keyboard.type("not the right one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Name and password do not belong together. Try again."
    )
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    sign_in(page, "Anna")
    assert page.url == f"{guarded}/?a=b"
    button = page.get_by_role("button", name="Sign out")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/login")
    page.go_back()
    expect(page.locator("#name")).to_be_visible()


def test_two_people_at_once_are_two(visit: Open) -> None:
    anna, bela = sign_in(visit(), "Anna"), sign_in(visit(), "Béla")
    for page in (anna, bela):
        page.get_by_role("tab", name="Library").click()
        expect(page.locator("#documents li").first).to_be_visible()
    expect(anna.locator("#upload-files")).to_be_attached()
    expect(bela.get_by_text("Only an admin adds, corrects and removes documents.")).to_be_visible()
    expect(bela.locator("#upload-files")).to_have_count(0)
    expect(bela.locator("[data-act=remove]")).to_have_count(0)
    anna.reload()
    expect(anna.locator("#who")).to_contain_text("Anna")
    expect(bela.locator("#who")).to_contain_text("Béla")


def test_what_one_asks_no_other_sees_or_opens(visit: Open, guarded: str) -> None:
    anna, bela = (Tab(sign_in(visit(), name), guarded) for name in ("Anna", "Béla"))
    anna.ask(TROOPS)
    anna.page.wait_for_url("**/?conversation=*")
    expect(anna.page.locator("ol.past a")).to_have_text([TROOPS])
    saved = anna.page.locator("#now .exports a").first.get_attribute("href")
    for address in (guarded, anna.page.url):
        bela.page.goto(address)
        expect(bela.page.locator("#now :is(.welcome, .failed)")).to_be_visible()
        expect(bela.page.locator(".turn, ol.past a")).to_have_count(0)
    expect(bela.page.locator("#now .failed")).to_contain_text("no such conversation")
    codes = (tab.page.request.get(f"{guarded}/{saved}").status for tab in (anna, bela))
    assert [*codes] == [200, 404]


def test_who_asks_too_much_is_told_on_the_page(visit: Open, guarded: str) -> None:
    tab = Tab(sign_in(visit(), "Béla"), guarded)
    for _ in range(2):
        tab.ask(TROOPS)
    tab.page.fill("#question textarea", TROOPS)
    tab.page.keyboard.press("Enter")
    refused = tab.page.locator("#refused")
    expect(refused).to_contain_text("More than 2 questions were asked in a minute")


LATE = """
const timer = window.setTimeout;
const answered = () => document.querySelector("#now :is(.welcome, .turn, .failed)");
window.setTimeout = (called, after, ...rest) => {
  const look = () => (answered() ? called(...rest) : requestAnimationFrame(look));
  if (called.name !== "watch") return timer(called, after, ...rest);
  window.late = true;
  return requestAnimationFrame(look);
};
sessionStorage.setItem("footnoted-question", "Who leads it?");
"""


def test_what_was_typed_is_given_back_where_the_server_answers_before_the_page_looks(
    tab: Tab,
) -> None:
    tab.page.add_init_script(LATE)
    tab.page.goto(tab.address)
    expect(tab.page.locator("#now .welcome")).to_be_visible()
    assert tab.page.evaluate("window.late")
    expect(tab.page.locator("#question textarea")).to_have_value("Who leads it?")


def test_a_session_that_is_over_is_said_to_be(visit: Open, guarded: str) -> None:
    page = sign_in(visit(), "Anna")
    page.context.clear_cookies()
    page.fill("#question textarea", TROOPS)
    page.keyboard.press("Enter")
    over = page.locator("#session-over")
    expect(over).to_have_text("You are no longer signed in. Sign in")
    nothing_grave(Tab(page, guarded))
    expect(page.locator("#question textarea")).to_have_value(TROOPS)
    page.fill("#question textarea", f"{TROOPS} And who leads it?")
    over.get_by_role("link").click()
    expect(page.locator("#name")).to_be_visible()
    sign_in(page, "Anna")
    expect(page.locator("#question textarea")).to_have_value(f"{TROOPS} And who leads it?")
    page.reload()
    expect(page.locator("#who")).to_contain_text("Anna")
    expect(page.locator("#question textarea")).to_have_value("")


def test_what_is_too_large_is_said_in_a_sentence(visit: Open, tmp_path: Path) -> None:
    page = sign_in(visit(), "Anna")
    page.get_by_role("tab", name="Library").click()
    large, small = tmp_path / "<b>large.txt", tmp_path / "small.txt"
    large.write_bytes(b"x" * 21_230_000)
    small.write_text("The weir of Nordhaven is 41 metres long.")
    page.set_input_files("#upload-files", [large, small])
    incoming = page.locator("#incoming")
    said = page.locator("#library .notice")
    expect(said).to_have_text("<b>large.txt has 21.3 MB; files up to 1 MB are taken.")
    expect(incoming.locator("li[data-stage=done]")).to_contain_text("small.txt")
    expect(page.locator("#documents")).to_contain_text("small")


def test_the_server_says_so_too_whatever_the_browser_does(visit: Open) -> None:
    page = sign_in(visit(), "Béla")
    said = page.evaluate(
        """async () => {
          const body = new FormData();
          body.append("files", new Blob([new Uint8Array(30e6)]), "video.mov");
          const answer = await fetch("gradio_api/upload", { method: "POST", body });
          return [answer.status, await answer.text()];
        }"""
    )
    assert said == [413, "video.mov has more than 1 MB: files up to 1 MB are taken."]


def test_a_page_that_needs_no_login_has_none(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Library").click()
    expect(tab.page.locator("#upload-files")).to_be_attached()
    expect(tab.page.locator("#who")).not_to_contain_text("Sign out")
    tab.page.goto(f"{tab.address}/login")
    assert tab.page.url == f"{tab.address}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_is_wrong_with_the_form(visit: Open, scheme: str, width: int) -> None:
    page = visit(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    for _ in range(2):
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.fill("#name", "Nobody")
        page.fill("#password", f"wrong {scheme} {width}")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()


def test_the_form_needs_no_script(visit: Open, guarded: str) -> None:
    page = visit(java_script_enabled=False)
    page.fill("#name", "Anna")
    page.fill("#password", PASSWORDS["Anna"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{guarded}/")

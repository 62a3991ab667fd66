"""The page in French: nothing of ours is said in English, whatever is done on it."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rag.answers import Decline
from tests.ui.languages import fragments, said
from tests.ui.web.browser import Tab, grave
from tests.ui.web.conftest import served
from ui.web.phrases import ENGLISH, FRENCH
from ui.wording.french_sentences import SENTENCES

GRADIO = ("Drop File Here", "Click to Upload", "- or -")
SHOWN = """() => {
  const others = `.question, .words, q, .title, .place, .draft, [lang]:not(html):not([lang=fr]),
    #examples button, ol.past, :is(#here, #editing, #deed) *, script, style,
    textarea`;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest(others)) found.push(text.textContent);
  }
  for (const node of document.querySelectorAll("body *"))
    for (const name of ["aria-label", "title", "placeholder", "data-silent", "data-lost",
                        "data-thanks", "data-link", "data-forget", "data-editing"])
      if (node.hasAttribute(name) && !node.closest("ol.past")) found.push(node.getAttribute(name));
  return found.join("\\n");
}"""


@pytest.fixture(scope="module")
def french(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("french")
    with served(sample_home, folder, options=["--language", "fr"]) as found:
        yield found


@pytest.fixture
def tab(french: str, browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    found = Tab(context.new_page(), french)
    found.open()
    yield found
    context.close()
    assert found.outside == []
    assert found.errors == []


def english() -> set[str]:
    """Return what only English says, long enough to be told from a name."""
    both = {part for _, text in said(FRENCH) for part in fragments(text)}
    ours = {part for _, text in said(ENGLISH) for part in fragments(text)}
    ours |= {part for text in SENTENCES for part in fragments(text)}
    return {part for part in ours - both if len(part) > 3} | set(GRADIO)


def left_in_english(tab: Tab) -> list[str]:
    shown = tab.page.evaluate(SHOWN)
    return [part for part in english() if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", shown)]


def test_what_is_looked_for_is_found_on_an_english_page(address: str, browser: Browser) -> None:
    context = browser.new_context()
    found = Tab(context.new_page(), address)
    found.open()
    assert {"Ask your documents", "Narrow the search", "What is wrong"} <= set(
        left_in_english(found)
    )
    context.close()


def test_a_page_that_opens(tab: Tab) -> None:
    expect(tab.page.locator("#examples")).to_be_visible()
    expect(tab.page.locator("html")).to_have_attribute("lang", "fr")
    assert left_in_english(tab) == []


def test_the_page_is_served_in_its_language(french: str, address: str) -> None:
    for where, language in ((french, "fr"), (address, "en")):
        with urllib.request.urlopen(where) as answer:
            page = answer.read().decode()
            assert int(answer.headers["Content-Length"]) == len(page.encode())
        assert re.findall(r'<html\s+lang="(\w+)"', page) == [language]
        assert page.index("navigator, 'language'") < page.index("window.gradio_config")


def test_an_answer_a_follow_up_a_source_and_a_no(tab: Tab) -> None:
    tab.ask("Who is Joss Verrin?")
    tab.ask("What did he say about the vote in April?")
    tab.page.locator("#now .statement button.cite").first.click()
    tab.lit()
    expect(tab.page.locator("#now .facts").first).to_contain_text("Question posée\u202f:")
    assert left_in_english(tab) == []
    tab.page.keyboard.press("Escape")
    tab.ask("Who won the football match?")
    no = FRENCH.wording.declines[Decline.NOT_IN_SOURCES]
    expect(tab.page.locator("#now .declined")).to_have_text(no)
    tab.page.click("#now button[data-do=more]")
    expect(tab.page.locator("#now .more li").first).to_be_visible()
    assert left_in_english(tab) == []


def test_a_quotation_keeps_its_own_language(tab: Tab) -> None:
    tab.ask("Who is Joss Verrin?")
    expect(tab.page.locator("#now .words").first).to_have_attribute("lang", "en")
    expect(tab.page.locator("#now .preview q").first).to_have_attribute("lang", "en")


def test_a_checked_draft(tab: Tab) -> None:
    tab.page.get_by_role("tab", name=FRENCH.draft).click()
    tab.page.fill(
        "#draft textarea",
        "The mission in Orvessa now has 5,350 troops. Aldermark sent 300 soldiers in January. "
        "Ruth Amadi-Voss, who heads the mission, handed in her plan this week. What a year!",
    )
    tab.page.click("#check")
    expect(tab.page.locator("#checked .flag").first).to_have_text("contredit")
    expect(tab.page.locator("#checked .doubts")).to_contain_text("au lieu de")
    assert left_in_english(tab) == []
    tab.page.fill("#draft textarea", "")
    tab.page.click("#check")
    expect(tab.page.locator("#checked .failed")).to_contain_text("Il n’y a pas de texte")


def test_the_library_and_a_file_that_cannot_be_read(tab: Tab, tmp_path: Path) -> None:
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    tab.page.get_by_role("tab", name=FRENCH.library).click()
    expect(tab.page.locator("#documents li").first).to_be_visible()
    tab.page.set_input_files("#upload-files", bad)
    expect(tab.page.locator("#incoming .failed")).to_contain_text("PDF endommagé")
    tab.page.locator("#documents button.cite").first.click()
    expect(tab.page.locator("#source .text")).to_be_visible()
    assert left_in_english(tab) == []
    tab.page.locator("[data-act=correct]").first.click()
    for name, value, wanted in (
        ("published", "hier", "« publié » doit être une date, AAAA"),
        ("url", "nulle part", "« adresse » doit être une adresse en http"),
        ("title", "x" * 5000, "« titre » a au plus"),
    ):
        field = tab.page.locator(f"#documents [name={name}]")
        before = field.input_value()
        field.fill(value)
        with tab.page.expect_console_message(lambda said: "422" in said.text):
            tab.page.click("#documents .correcting [type=submit]")
        alarm = tab.page.locator("#documents .correcting [role=alert]")
        expect(alarm).to_contain_text(re.compile(re.sub("[\\s\u00a0\u202f]+", r"\\s+", wanted)))
        field.fill(before)
    tab.errors.clear()  # the browser's own note of each refusal
    assert left_in_english(tab) == []


def test_about_and_what_cannot_be_asked(tab: Tab) -> None:
    tab.page.get_by_role("tab", name=FRENCH.about).click()
    expect(tab.page.locator("#about")).to_contain_text("1\u202f043 phrases")
    assert left_in_english(tab) == []
    tab.page.get_by_role("tab", name=FRENCH.ask).click()
    tab.page.click("#narrow button")
    tab.page.fill("#since :is(textarea, input)", "hier")
    tab.page.fill("#question textarea", "Who is Joss Verrin?")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("#refused .failed")).to_contain_text("AAAA-MM-JJ")
    assert left_in_english(tab) == []


def test_nothing_grave_is_found_in_french(tab: Tab) -> None:
    tab.ask("How many troops does the mission have now?")
    tab.page.locator(".statement button.cite").first.click()
    tab.lit()
    assert grave(tab.page) == {}

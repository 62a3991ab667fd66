"""Conversations on the page: kept, found, opened, changed, given on, saved, judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import Cli
from tests.ui.web.browser import Tab, grave
from tests.ui.web.conftest import served
from tests.ui.web.holding import held_back

TROOPS = "How many troops does the mission have now?"
DEAD = "How many people died when the Lady Aurel sank?"
WHO = "Who is Joss Verrin?"
NAMED = re.compile(r"\?conversation=[\w-]+$")


@pytest.fixture(scope="module")
def place(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    """Where a server of this module's own runs; its address is in `address.txt`."""
    folder = tmp_path_factory.mktemp("kept")
    with served(sample_home, folder) as found:
        (folder / "address.txt").write_text(found)
        yield Cli(folder)


@pytest.fixture
def tab(place: Cli, browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    found = Tab(context.new_page(), (place.folder / "address.txt").read_text())
    found.open()
    yield found
    context.close()
    assert found.outside == []
    assert found.errors == []


def titles(tab: Tab) -> list[str]:
    return tab.page.locator("ol.past a").all_text_contents()


def test_a_conversation_has_an_address_and_is_there_after_a_reload(tab: Tab) -> None:
    tab.ask(WHO)
    tab.ask("What did he say about the vote in April?")
    tab.page.wait_for_url(NAMED)
    said = tab.page.locator(".statement .words").all_text_contents()
    tab.page.reload()
    expect(tab.page.locator(".turn")).to_have_count(2)
    assert tab.page.locator(".statement .words").all_text_contents() == said
    tab.ask("When did he go there?")
    expect(tab.page.locator(".turn .facts q").last).to_contain_text("Verrin")


def test_conversations_are_named_found_and_opened_and_back_goes_back(tab: Tab) -> None:
    tab.ask(DEAD)
    tab.page.wait_for_url(NAMED)
    first = tab.page.url
    tab.page.click("#new")
    expect(tab.page.locator(".turn")).to_have_count(0)
    assert "conversation" not in tab.page.url
    tab.ask(TROOPS)
    expect(tab.page.locator("ol.past a").first).to_have_text(TROOPS)
    assert titles(tab)[:2] == [TROOPS, DEAD]
    tab.page.fill("#past-find :is(textarea, input)", "aurel SANK")
    expect(tab.page.locator("ol.past a").first).to_have_text(DEAD)
    assert TROOPS not in titles(tab)
    tab.page.locator("ol.past a").first.click()
    expect(tab.page.locator(".turn h2")).to_have_text([DEAD])
    assert tab.page.url == first
    expect(tab.page.locator("ol.past a[aria-current]")).to_have_text([DEAD])
    tab.page.go_back()
    expect(tab.page.locator(".turn h2")).to_have_text([TROOPS])


def test_an_answer_leaves_what_is_searched_for_in_the_list(tab: Tab) -> None:
    tab.ask(DEAD)
    tab.page.click("#new")
    expect(tab.page.locator(".turn")).to_have_count(0)
    find = tab.page.locator("#past-find :is(textarea, input)")
    find.fill("aurel SANK")
    tab.ask(TROOPS)
    tab.page.wait_for_url(NAMED)
    expect(find).to_have_value("aurel SANK")
    expect(tab.page.locator("ol.past a")).to_have_text([DEAD])
    find.fill("")
    expect(tab.page.locator("ol.past a")).to_have_text([TROOPS, DEAD])


def test_the_last_question_is_edited_in_its_place(tab: Tab) -> None:
    tab.ask(WHO)
    expect(tab.page.locator("ol.past a")).to_have_count(1)
    tab.page.click("#now button[data-do=edit]")
    expect(tab.page.locator("#question textarea")).to_have_value(WHO)
    tab.page.fill("#question textarea", TROOPS)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".turn h2")).to_have_text([TROOPS])
    expect(tab.page.locator(".turn .deeds")).to_have_count(1)
    expect(tab.page.locator("ol.past a")).to_have_count(1)


def test_escape_leaves_an_edited_question_as_it_was(tab: Tab) -> None:
    tab.ask(WHO)
    tab.page.click("#now button[data-do=edit]")
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#question textarea")).to_have_value("")
    tab.ask(TROOPS)
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, TROOPS])


def test_an_earlier_question_is_edited_in_a_conversation_of_its_own(tab: Tab) -> None:
    tab.ask(WHO)
    tab.ask(TROOPS)
    tab.page.wait_for_url(NAMED)
    first = tab.page.url
    tab.page.click("#before button[data-do=edit]")
    tab.page.fill("#question textarea", DEAD)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".turn h2")).to_have_text([DEAD])
    tab.page.goto(first)
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, TROOPS])


def test_asking_again_answers_anew_and_taking_back_gives_the_question_back(tab: Tab) -> None:
    tab.ask(WHO)
    tab.ask(TROOPS)
    old = tab.page.locator("#now .judged").first.get_attribute("data-work")
    tab.page.click("#now button[data-do=again]")
    tab.page.wait_for_function(
        "old => { const now = document.querySelector('#now .deeds .judged');"
        " return now && now.dataset.work !== old; }",
        arg=old,
    )
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, TROOPS])
    tab.page.click("#now button[data-do=undo]")
    expect(tab.page.locator(".turn h2")).to_have_text([WHO])
    expect(tab.page.locator("#question textarea")).to_have_value(TROOPS)
    tab.page.click("#now button[data-do=undo]")
    expect(tab.page.locator(".turn")).to_have_count(0)
    tab.page.wait_for_function("!location.search.includes('conversation')")


def test_a_forgotten_conversation_is_gone(tab: Tab) -> None:
    tab.ask("Who is Teodora Brask?")
    tab.page.wait_for_url(NAMED)
    gone = tab.page.url
    tab.page.once("dialog", lambda dialog: dialog.dismiss())
    tab.page.click("ol.past li:has(a[aria-current]) button")
    expect(tab.page.locator(".turn")).to_have_count(1)
    tab.page.once("dialog", lambda dialog: dialog.accept())
    tab.page.click("ol.past li:has(a[aria-current]) button")
    expect(tab.page.locator(".turn")).to_have_count(0)
    tab.page.goto(gone)
    expect(tab.page.locator("#now .failed")).to_contain_text("no such conversation")


def test_a_link_shows_the_answer_with_its_evidence(tab: Tab, browser: Browser) -> None:
    tab.ask(DEAD)
    said = tab.page.locator(".statement .words").all_text_contents()
    tab.page.click("#now button[data-do=link]")
    link = tab.page.locator("#now .kept a")
    expect(link).to_be_visible()
    copied = "async (link) => (await navigator.clipboard.readText()) === link"
    tab.page.wait_for_function(copied, arg=link.get_attribute("href"))
    context = browser.new_context()
    other = context.new_page()
    other.goto(link.get_attribute("href") or "")
    expect(other.locator("h1")).to_have_text(DEAD)
    shown = other.locator("main > p[dir=auto] > span:first-child").all_text_contents()
    assert shown == said
    expect(other.locator("ol.notes mark").first).to_be_visible()
    for scheme in ("light", "dark"):
        other.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert grave(other) == {}
    context.close()


def test_a_link_is_shown_where_the_browser_has_no_clipboard(tab: Tab) -> None:
    none = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
    tab.page.evaluate(none)  # as over plain http
    tab.ask(DEAD)
    tab.page.click("#now button[data-do=link]")
    expect(tab.page.locator("#now .kept a")).to_be_visible()
    expect(tab.page.locator("#now .kept")).not_to_contain_text("could not be kept")


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_answers_and_conversations_are_saved(tab: Tab, ending: str, tmp_path: Path) -> None:
    tab.ask(WHO)
    tab.ask(TROOPS)
    for place, wanted in (("#now .exports", [TROOPS]), ("#past .exports", [WHO, TROOPS])):
        with tab.page.expect_download() as started:
            tab.page.click(f"{place} a[href$='.{ending}']")
        file = tmp_path / started.value.suggested_filename
        started.value.save_as(file)
        text = file.read_text(encoding="utf-8")
        assert all(question in text for question in wanted)
        if ending == "json":
            told = json.loads(text)
            turns = [told] if "statements" in told else [t["answer"] for t in told["turns"]]
            assert [turn["question"] for turn in turns] == wanted
        if ending == "html":
            names = re.findall(r' id="([^"]+)"', text)
            assert len(names) == len(set(names))


def test_feedback_is_kept_and_given_out(tab: Tab, place: Cli) -> None:
    tab.ask(TROOPS)
    statement = tab.page.locator("#now .statement .words").first.text_content()
    tab.page.hover("#now .statement >> nth=0")
    tab.page.click("#now .say button >> nth=0")
    expect(tab.page.locator("#feedback")).to_be_visible()
    expect(tab.page.locator("#feedback-about")).to_contain_text(str(statement))
    tab.page.click("#feedback button[value=send]")  # a reason is asked for
    expect(tab.page.locator("#feedback")).to_be_visible()
    tab.page.check("#feedback input[value=out_of_date]")
    tab.page.fill("#feedback textarea", "It was 5,000 <b>before</b>.")
    tab.page.click("#feedback button[value=send]")
    expect(tab.page.locator("#now .kept")).to_contain_text("Kept with the library")
    with tab.page.expect_response("**/feedback") as sent:
        tab.page.click("#now .deeds button[data-do=good]")
    assert sent.value.ok
    expect(tab.page.locator("#feedback")).to_be_hidden()
    done = place("--home", "home", "feedback", "--json")
    told = [each for each in json.loads(done.stdout) if each["question"] == TROOPS]
    said = {each["verdict"]: each for each in told}
    assert [*said] == [each["verdict"] for each in told] == ["down", "up"]
    assert said["up"]["statement"] is None
    assert said["down"]["reason"] == "out_of_date"
    assert said["down"]["comment"] == "It was 5,000 <b>before</b>."
    assert said["down"]["statement"] == {"number": 1, "text": statement}


def test_the_search_is_narrowed_and_said_to_be(tab: Tab) -> None:
    tab.page.click("#narrow button")
    tab.page.fill("#since :is(textarea, input)", "2025-11")
    tab.ask(DEAD)
    expect(tab.page.locator("#now .facts").first).to_contain_text("published since 1 Nov 2025")
    expect(tab.page.locator("#now .declined")).to_be_visible()
    tab.page.click("#now button[data-do=everywhere]")
    expect(tab.page.locator("#now .statement").first).to_be_visible()
    expect(tab.page.locator(".turn h2")).to_have_text([DEAD])
    tab.page.fill("#since :is(textarea, input)", "last week")
    tab.page.fill("#question textarea", DEAD)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("#refused .failed")).to_contain_text("YYYY-MM")
    expect(tab.page.locator("#question textarea")).to_have_value(DEAD)


def test_a_decline_shows_more_passages_that_open(tab: Tab) -> None:
    tab.ask("Who won the football match?")
    tab.page.click("#now button[data-do=more]")
    more = tab.page.locator("#now .more li")
    expect(more.first).to_be_visible()
    words = more.nth(4).locator("q").text_content()
    more.nth(4).locator("button").click()
    assert " ".join(tab.lit().split()) == words


def test_who_types_on_while_more_passages_come_keeps_the_place(tab: Tab) -> None:
    tab.ask("Who won the football match?")
    with held_back(tab.page, "**/nearest"):
        tab.page.click("#now button[data-do=more]")
        tab.page.focus("#question textarea")
    expect(tab.page.locator("#now .more li").first).to_be_visible()
    expect(tab.page.locator("#question textarea")).to_be_focused()


def test_two_questions_at_once_leave_both_in_one_conversation(tab: Tab) -> None:
    tab.page.fill("#question textarea", WHO)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("#question textarea")).to_have_value("")
    tab.page.fill("#question textarea", TROOPS)
    tab.page.click("#send")
    expect(tab.page.locator("#now h2")).to_have_text(TROOPS)
    expect(tab.page.locator("#now .deeds")).to_be_visible()
    tab.page.wait_for_url(NAMED)
    tab.page.reload()
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, TROOPS])


def test_a_question_sent_before_the_page_knows_the_conversation_goes_on_with_it(tab: Tab) -> None:
    tab.ask(WHO)
    tab.page.wait_for_url(NAMED)
    tab.page.evaluate(
        """() => {
          const here = document.querySelector("#here :is(textarea, input)");
          here.value = "";
          here.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    tab.ask(TROOPS)
    expect(tab.page.locator(".turn h2")).to_have_text([WHO, TROOPS])
    tab.page.click("#new")
    expect(tab.page.locator(".turn")).to_have_count(0)
    tab.ask(TROOPS)
    expect(tab.page.locator(".turn h2")).to_have_text([TROOPS])


def test_a_small_screen_unfolds_the_conversations(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 375, "height": 720})
    tab.ask(WHO)
    expect(tab.page.locator("#past-column")).to_be_hidden()
    tab.page.click("#toggle-past")
    expect(tab.page.locator("#past-column")).to_be_visible()
    expect(tab.page.locator("#past-find :is(textarea, input)")).to_be_focused()
    tab.page.locator("ol.past a").first.click()
    expect(tab.page.locator("#past-column")).to_be_hidden()


def test_escape_takes_the_conversations_from_over_a_source_first(tab: Tab) -> None:
    page = tab.page
    page.set_viewport_size({"width": 1280, "height": 800})
    tab.ask(WHO)
    column, source = page.locator("#past-column"), page.locator("#source")
    find = page.locator("#past-find :is(textarea, input)")
    page.locator("button.cite").first.click()
    expect(source).to_be_visible()
    page.click("#toggle-past")
    expect(find).to_be_focused()
    page.keyboard.press("Escape")
    expect(column).to_be_hidden()
    expect(source).to_be_visible()
    page.click("#toggle-past")
    page.click("#close-source")
    expect(source).to_be_hidden()
    find.press("Escape")
    expect(column).to_be_visible()
    page.locator("button.cite").first.click()
    expect(source).to_be_visible()
    expect(column).to_be_hidden()


def test_the_conversations_fold_away_and_stay_so(tab: Tab) -> None:
    page = tab.page
    page.set_viewport_size({"width": 1280, "height": 800})
    column, toggle = page.locator("#past-column"), page.locator("#toggle-past")
    expect(toggle).to_be_hidden()
    page.click("#fold-past")
    expect(column).to_be_hidden()
    expect(toggle).to_be_focused()
    tab.open()
    expect(column).to_be_hidden()
    page.set_viewport_size({"width": 375, "height": 720})
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(column).to_be_hidden()
    expect(toggle).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(column).to_be_hidden()
    toggle.click()
    expect(column).to_be_visible()
    expect(toggle).to_be_hidden()
    tab.open()
    expect(column).to_be_visible()

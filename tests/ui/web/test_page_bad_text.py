"""Forty hostile texts in everything the page shows: nothing of them runs, loads or becomes HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

from rag.assemble import open_library
from rag.settings import Settings
from tests.ui.web.browser import Tab
from tests.ui.web.payloads import OUTSIDE, PAYLOADS
from tests.ui.web.restarting import Serving
from ui.keeping.conversations import Asked, Conversation
from ui.keeping.keeper import Keeper
from ui.people.entrance import BROWSER, entrance
from ui.terminal import one_line, visible
from vectorstore.ingest import ingest

COOKIE = "a-browser-of-this-test-alone"
THEIRS = """() => {
    const here = "#past, #before, #now, #refused, #checked, #documents, #failures, #incoming,"
        + " #source, main";
    const kinds = "img, script, iframe, object, embed, svg, math, base, meta, link, style, b, slot,"
        + " template, form[action*='evil'], a[href^='javascript'], a[href^='data:']";
    const found = [];
    for (const place of document.querySelectorAll(here)) {
        if (place.matches(".gradio-container main")) continue;
        for (const each of place.querySelectorAll("*"))
            if (each.matches(kinds) || [...each.attributes].some((a) => /^on/.test(a.name)))
                found.push(each.outerHTML.slice(0, 200));
    }
    for (const each of document.querySelectorAll("[href*='evil.example'], [src*='evil.example']"))
        if (!each.matches(":is(header, #checked) a[rel='noreferrer noopener'][href^=http]"))
            found.push(each.outerHTML.slice(0, 200));
    if ("broken" in window) found.push("it ran");
    return found;
}"""


def harmless(page: Page) -> None:
    """Fail over anything of theirs that ran, or that is more than text.

    A source's own address, and a link in somebody's own draft, can be followed.
    """
    assert page.evaluate(THEIRS) == []


def owner_of(cookie: str, settings: Settings) -> str:
    """Return whose browser it is that sends a cookie."""
    scope = {"type": "http", "headers": [(b"cookie", f"{BROWSER}={cookie}".encode())]}
    return entrance(settings, open_=False).browser(Request(scope))[0].id


def toml(words: str) -> str:
    return json.dumps(words).replace("\x7f", "\\u007f")


def written(words: str) -> str:
    """Return what of it can stand in a text file."""
    return "".join(character for character in words if character not in "\x1b\x07\x08\x7f")


def write_sources(folder: Path) -> None:
    """Write a document for each text: in its words, its name, and what is said of it beside it."""
    folder.mkdir()
    for number, words in enumerate(PAYLOADS):
        words = written(words)
        name = words.replace("/", "").encode()[:120]
        file = folder / f"{number:02} {name.decode(errors='ignore')}.txt"
        file.write_text(
            f"Warden {number} of the Salt Gate keeps {number + 100} lamps {words} by night.\n\n"
            f"The lamps of warden {number} are lit at dusk.\n",
            encoding="utf-8",
        )
        said = toml(one_line(words)[:250])
        address = toml("".join(f"{OUTSIDE}/?{words}".split()))
        facts = f"title = {said}\npublisher = {said}\nauthors = [{said}]\npublished = 2024-01-02\n"
        facts += f"url = {address}\n" if number % 3 == 0 else ""
        Path(f"{file}.meta.toml").write_text(facts, encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server whose sources, questions and conversations are all hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    write_sources(folder / "files")
    home = folder / "made"
    with open_library(Settings(home=home), create=True) as library:
        report = ingest(library, [folder / "files"])
        assert len(library.documents()) == len(PAYLOADS), report.failed
        keeper = Keeper(library.folder)
        whole, owner = Conversation(), owner_of(COOKIE, Settings(home=home))
        for words in PAYLOADS:
            keeper.conversations.add(Conversation(), owner, Asked(words, error=words))
            whole = keeper.conversations.add(whole, owner, Asked(words, error=words))
        keeper.close()
    (folder / "served").mkdir()
    with Serving(home, folder / "served") as serving:
        serving.start()
        yield serving


@pytest.fixture(scope="module")
def tab(hostile: Serving, browser: Browser) -> Iterator[Tab]:
    context = browser.new_context()
    context.add_cookies([{"name": BROWSER, "value": COOKIE, "url": hostile.address}])
    found = Tab(context.new_page(), hostile.address)
    found.open()
    yield found
    found.page.context.close()
    assert found.outside == []
    assert found.errors == []


def test_titles_and_questions_of_conversations_are_text(tab: Tab) -> None:
    expect(tab.page.locator("ol.past a")).to_have_count(len(PAYLOADS) + 1)
    titles = set(tab.page.locator("ol.past a").all_text_contents())
    assert titles == {one_line(words)[:120] for words in PAYLOADS}
    tab.page.locator("ol.past a").first.click()
    expect(tab.page.locator(".turn")).to_have_count(len(PAYLOADS))
    asked = tab.page.locator(".turn h2").all_text_contents()
    assert asked == [one_line(words) for words in PAYLOADS]
    harmless(tab.page)


def test_what_is_listed_and_opened_of_the_library_is_text(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Library").click()
    openers = tab.page.locator("#documents li button.cite")
    expect(openers.first).to_be_visible()
    harmless(tab.page)
    shown = openers.count()
    assert shown >= len(PAYLOADS) // 2
    for number in range(shown):
        document = openers.nth(number).get_attribute("data-document")
        with tab.page.expect_response(re.compile(f"/source/{document}")):
            openers.nth(number).evaluate("button => button.click()")
        expect(openers.nth(number)).to_have_attribute("aria-pressed", "true")
        expect(tab.page.locator("#source .text")).to_contain_text("of the Salt Gate keeps")
        harmless(tab.page)
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#source")).to_be_hidden()
    tab.page.get_by_role("tab", name="Ask").click()
    expect(tab.page.locator("#question")).to_be_visible()


def test_every_source_is_given_as_text(tab: Tab) -> None:
    """Also those on the list's further pages: as the server gives them, in a page of their own."""
    told = tab.page.evaluate("fetch('api/sources').then((answer) => answer.json())")
    ids = [each["id"] for each in told["sources" if "sources" in told else "documents"]]
    assert len(ids) == len(PAYLOADS)
    texts = tab.page.evaluate(
        """async (ids) => Promise.all(ids.map(async (id) => {
            const html = await (await fetch(`source/${id}?start=0&end=9`)).text();
            const place = document.createElement("main");
            document.body.append(place);
            place.innerHTML = html;
            return place.querySelector(".text").textContent;
        }))""",
        ids,
    )
    harmless(tab.page)
    whole = "\n".join(texts)
    assert all(visible(written(words)) in whole for words in PAYLOADS)
    tab.page.evaluate("document.querySelectorAll('body > main').forEach((m) => m.remove())")


def test_an_answer_its_link_its_exports_and_what_is_said_of_it_are_text(
    tab: Tab, hostile: Serving
) -> None:
    tab.page.click("#new")
    expect(tab.page.locator(".turn")).to_have_count(0)
    cited = 0
    for number in (1, 5, 10, 24):
        tab.ask(f"How many lamps does warden {number} of the Salt Gate keep?")
        cited += tab.page.locator("#now .statement").count()
        harmless(tab.page)
    assert cited
    tab.ask("".join(PAYLOADS)[:1500])
    harmless(tab.page)
    tab.ask("How many lamps does warden 2 of the Salt Gate keep?")
    place = tab.page.locator("#now .judged").first
    where = {name: place.get_attribute(f"data-{name}") for name in ("work", "collection")}
    codes = tab.page.evaluate(
        """async ([where, comments]) => {
            const codes = [];
            for (const comment of comments) codes.push((await fetch(
                `page/${where.collection}/feedback`, {
                    method: "POST", headers: { "Content-Type": "application/json" },
                    body: JSON.stringify({
                        work: where.work, good: false, reason: "other", comment,
                    }),
                })).status);
            return codes;
        }""",
        [where, list(PAYLOADS)],
    )
    assert set(codes) == {200}
    told = json.loads(hostile.cli("--home", "home", "feedback", "--json").stdout)
    assert [each["comment"] for each in told] == [PAYLOADS[-1]]  # the last word counts
    for ending in ("md", "json", "html"):
        path = f"page/{where['collection']}/works/{where['work']}.{ending}"
        saved = tab.page.evaluate("path => fetch(path).then((a) => a.text())", path)
        assert "Salt Gate" in saved
    other = Tab(tab.page.context.new_page(), hostile.address)
    other.page.goto(f"{hostile.address}/answer/{where['collection']}/{where['work']}")
    expect(other.page.locator("h1")).to_contain_text("Salt Gate")
    harmless(other.page)
    other.page.close()
    assert other.outside == other.errors == []


def test_a_draft_is_text(tab: Tab) -> None:
    tab.page.get_by_role("tab", name="Check a draft").click()
    lines = (f"Warden {n} keeps {n + 100} lamps {words} now." for n, words in enumerate(PAYLOADS))
    tab.page.fill("#draft textarea", "\n\n".join(lines))
    tab.page.click("#check")
    expect(tab.page.locator("#checked article.draft")).to_be_visible(timeout=60_000)
    harmless(tab.page)
    expect(tab.page.locator("#checked")).to_contain_text("window.broken=1")

"""The page of a report in a real browser: offline, filtered, hostile, dark, narrow, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.reporting.history import history_of
from evals.reporting.history_page import history_html
from evals.reporting.html import report_html
from evals.reporting.report import report_of
from tests.evals.reporting.runs import cited, many, no, row, run, said
from tests.ui.hostile import HOSTILE
from tests.ui.web.browser import chromium, grave

CASES, HUGE = 1_203, 10_000
OPEN = "which => { for (const one of document.querySelectorAll(which)) one.open = true; }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, written once: of many cases held against others, of hostile ones, and so on."""
    folder = tmp_path_factory.mktemp("reports")
    special = [
        no("d1"),
        no("d2", kind="answerable"),
        row("e1", error="ModelError: it is away", statements=[], tags=["rare"],
            scores={"errors": [1.0, 1.0]}),
        row("s1", said("The weir is long.", cited("The weir is long.", document="weir.pdf"))),
    ]  # fmt: skip
    old = run(folder / "old", [*many(CASES), *special])
    new = run(folder / "new", [*many(CASES, wrong=(3, 900)), *special])
    (folder / "many.html").write_text(report_html(report_of(new, old)), "utf-8")
    huge = report_html(report_of(run(folder / "huge", many(HUGE))))
    (folder / "huge.html").write_text(huge, "utf-8")
    hostile = [row(f"c{n}", said(t, cited(t, document=t, title=t, before=t)), question=t, tags=[t],
                   withheld=[{"text": t, "reason": t}], history=[{"question": t, "answer": t}],
                   gold=[{"document": t, "start": 0, "end": 1, "quote": t}])
               for n, t in enumerate(HOSTILE)]  # fmt: skip
    bad = report_html(report_of(run(folder / "hostile", hostile)))
    (folder / "hostile.html").write_text(bad, "utf-8")
    found = history_of([old, new])
    (folder / "history.html").write_text(history_html(found, ("right", "faithfulness")), "utf-8")
    return folder


@pytest.fixture
def page(browser: Browser, written: Path) -> Iterator[Page]:
    """A page that is offline; a test fails over any request but for itself, and over any error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    found, asked, wrong = context.new_page(), list[str](), list[str]()
    found.on("request", lambda request: asked.append(request.url))
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("dialog", lambda dialog: wrong.append(dialog.message))
    found.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield found
    context.close()
    assert wrong == []
    assert [each for each in asked if not each.startswith(written.as_uri())] == []


def test_ten_thousand_cases_open_within_three_seconds(page: Page, written: Path) -> None:
    """Seconds of its own: what else the machine does is left out."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    opened(page, written / "huge.html", "#cases")
    expect(page.locator("#counted")).to_have_text("10,000 of 10,000 cases")
    told = session.send("Performance.getMetrics")["metrics"]
    took = {one["name"]: one["value"] for one in told}
    assert 0 < took["TaskDuration"] < 3


def opened(page: Page, file: Path, view: str = "") -> None:
    page.goto(f"{file.as_uri()}{view}")
    page.wait_for_selector("html[data-ready]", state="attached")


def test_cases_are_found_turned_over_and_opened(page: Page, written: Path) -> None:
    opened(page, written / "many.html")
    expect(page.locator(".outcome")).to_contain_text("against old, over 1,207 cases")
    page.click("nav a[href='#cases']")
    counted, items = page.locator("#counted"), page.locator("#shown > li")
    expect(counted).to_have_text("1,207 of 1,207 cases")
    expect(items).to_have_count(25)
    page.click("#after")
    expect(page.locator("#place")).to_have_text("26 – 50 of 1,207")
    expect(items.first).to_contain_text("What of c25?")

    page.fill("#find", "weir.PDF long")
    expect(counted).to_have_text("1 of 1,207 cases")
    page.locator("#shown summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".case mark")).to_have_text("The weir is long.")
    expect(page.locator(".case blockquote")).to_contain_text("It was night. The weir is long. So")
    expect(page.locator(".case .statement")).to_contain_text("” quoted: The source says it")
    expect(page.locator(".case .statement")).to_contain_text("Judge: supported (0.90)")
    page.locator(".case sup button").press("Enter")
    expect(page.locator(".case li[data-number='1']")).to_be_focused()

    page.fill("#find", "no such words")
    expect(counted).to_contain_text("widen one of the filters")


@pytest.mark.parametrize(
    ("field", "value", "ids"),
    [
        ("outcome", "error", ["e1"]),
        ("outcome", "declined, to be answered", ["d2"]),
        ("kind", "unanswerable", ["d1"]),
        ("tag", "rare", ["e1"]),
        ("change", "worse", ["c3", "c900"]),
        ("metric", "right", ["c3", "c900", "d2"]),
    ],
)
def test_a_filter_leaves_what_it_says(
    page: Page, written: Path, field: str, value: str, ids: list[str]
) -> None:
    opened(page, written / "many.html", "#cases")
    page.select_option(f"#{field}", value)
    expect(page.locator("#counted")).to_have_text(f"{len(ids)} of 1,207 cases")
    found = page.locator("#shown details").evaluate_all("all => all.map(one => one.dataset.case)")
    assert found == ids
    if field == "metric":
        page.fill("#below", "-1")
        expect(page.locator("#counted")).to_contain_text("No case is like that")


def test_the_worst_cases_stand_first_with_what_they_lack(page: Page, written: Path) -> None:
    opened(page, written / "many.html", "#worst")
    expect(page.locator("#counted")).to_contain_text("The 4 worst of 1,207 cases")
    found = page.locator("#shown details").evaluate_all("all => all.map(one => one.dataset.case)")
    assert found == ["e1", "d2", "c3", "c900"]
    page.locator("#shown summary").nth(2).click()
    expect(page.locator(".case")).to_contain_text("Before, in old")
    page.locator(".case a").click()
    expect(page.locator("#counted")).to_have_text("One of 1,207 cases.")
    assert page.url.endswith("#case=c3")
    page.go_back()
    expect(page.locator("#shown > li")).to_have_count(4)


def test_nothing_hostile_acts_when_it_is_opened(page: Page, written: Path) -> None:
    opened(page, written / "hostile.html", "#cases")
    shown, last = "", False
    while not last:
        page.evaluate(
            "for (const one of document.querySelectorAll('#shown details')) one.open = true"
        )
        expect(page.locator("#shown .case")).to_have_count(page.locator("#shown > li").count())
        page.evaluate(OPEN, ".more")
        assert page.locator("#shown :is(img, script, iframe, b, em)").count() == 0
        links = "all => all.map(one => one.getAttribute('href'))"
        inside = page.locator("#shown a").evaluate_all(links)
        assert all(each.startswith("#case=c") for each in inside)
        shown += page.locator("#shown").inner_text()
        last = page.locator("#after").is_disabled()
        if not last:
            page.click("#after")
    for text in (
        "</style></title></details><b>",
        "[click](javascript:alert(1))",
        "<!-- hidden -->",
    ):
        assert shown.count(text) >= 8, text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_well_in_both_schemes_at_every_width(
    page: Page, written: Path, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for name, view in (("many", ""), ("many", "#plots"), ("many", "#worst"), ("history", "")):
        page.goto("about:blank")
        page.goto(f"{(written / f'{name}.html').as_uri()}{view}")
        if view == "#worst":
            page.locator("#shown > li > details > summary").nth(2).click()
        if scheme == "light" or view != "#plots":
            assert grave(page) == {}
        for width in (375, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, view)
        page.set_viewport_size({"width": 1280, "height": 900})
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == {"light": "rgb(252, 251, 248)", "dark": "rgb(23, 23, 21)"}[scheme]

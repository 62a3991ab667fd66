"""What is counted of the page."""

from __future__ import annotations

import time
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

from tests.ui.web.browser import Tab

QUESTION = "How many troops does the mission have now?"


def counted(address: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    with urllib.request.urlopen(f"{address}/metrics") as answer:
        text = answer.read().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_questions_and_drafts_of_the_page_are_counted(tab: Tab) -> None:
    ended = frozenset({"door": "web", "outcome": "answered", "reason": ""}.items())
    names = ("footnoted_questions_total", "footnoted_drafts_total")
    before = counted(tab.address)
    tab.ask(QUESTION)
    tab.page.get_by_role("tab", name="Check a draft").click()
    tab.page.locator("#tab-draft textarea").fill("The mission now has 4,350 troops.")
    tab.page.locator("#tab-draft button", has_text="Check").click()
    tab.page.wait_for_selector("#tab-draft article.draft")
    until = time.monotonic() + 60
    after = counted(tab.address)
    while after.get((names[1], ended), 0) == before.get((names[1], ended), 0):
        assert time.monotonic() < until, "a draft is counted just after it is shown"
        after = counted(tab.address)
    assert [after[name, ended] - before.get((name, ended), 0) for name in names] == [1, 1]
    first = ("footnoted_first_statement_seconds_count", frozenset({("door", "web")}))
    assert after[first] - before.get(first, 0) == 1


def test_routes_of_the_page_are_templates(tab: Tab) -> None:
    found = counted(tab.address)
    routes = {dict(labels)["route"] for name, labels in found if name.endswith("requests_total")}
    assert [route for route in routes if route.startswith("/assets/{")]
    assert not [route for route in routes if route.startswith("/assets/index")]

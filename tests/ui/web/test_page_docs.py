"""The page about the API, in a browser that reaches nothing but the server."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.ui.web.browser import Tab


def test_the_api_can_be_read_and_tried(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = Tab(context.new_page(), address)
    tab.page.goto(f"{address}/api/docs")
    paths = tab.page.request.get(f"{address}/api/openapi.json").json()["paths"]
    operations = sum(len(methods) for methods in paths.values())
    expect(tab.page.locator(".opblock")).to_have_count(operations)
    expect(tab.page.locator("h1")).to_contain_text("Footnoted")
    tab.page.locator(".opblock", has_text="/api/search").first.click()
    body = tab.page.locator("textarea.body-param__text")
    expect(body).to_have_value(re.compile('"query"'))  # the example is put there first
    body.fill('{"query": "ferry", "k": 1}')
    tab.page.get_by_role("button", name="Execute").click()
    shown = tab.page.locator(".live-responses-table .response-col_description pre").first
    expect(shown).to_contain_text('"query": "ferry"')
    context.close()
    assert tab.outside == tab.errors == []

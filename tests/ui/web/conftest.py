"""The page as `footnoted web` serves it, and tabs of a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.servers.openai_server import OpenAIServer
from tests.support import COMMAND, Cli
from tests.ui.web.browser import Tab, chromium


@contextmanager
def served(
    home: Path, folder: Path, extra: Mapping[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the address of the page over a copy of a library, in a process of its own."""
    cli = Cli(folder)
    shutil.copytree(home, cli.folder / "home")
    with subprocess.Popen(
        [COMMAND, "--home", "home", "web", "--port", "0", *options],
        cwd=cli.folder,
        env=cli.environment({"PYTHONWARNINGS": "ignore", **(extra or {})}),
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        try:
            yield found[0]
        finally:
            server.terminate()
            server.wait(60)
    assert cli.outside == ""


@pytest.fixture(scope="session")
def address(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over the sample library."""
    with served(sample_home, tmp_path_factory.mktemp("web")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser; while it is open its event loop runs in this thread, and no other can."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """Where tabs are opened one after the other, which have the page's scripts in their cache."""
    found = browser.new_context(viewport={"width": 1280, "height": 800})
    yield found
    found.close()


@pytest.fixture
def tab(address: str, profile: BrowserContext) -> Iterator[Tab]:
    """A tab of somebody new; it fails a test that reached outside or broke a script."""
    found = Tab(profile.new_page(), address)
    found.open()
    yield found
    forget(profile, address)
    assert found.outside == []
    assert found.errors == []


@pytest.fixture
def shelf(tab: Tab) -> Tab:
    """A tab with the library open."""
    tab.page.get_by_role("tab", name="Library").click()
    expect(tab.page.locator("#documents li").first).to_be_visible()
    return tab


def forget(profile: BrowserContext, address: str) -> None:
    """Close all tabs of a profile and take away what the page has kept in it."""
    last = profile.new_page()
    for page in profile.pages:
        if page is not last:
            page.close()
    profile.clear_cookies()
    told = profile.new_cdp_session(last)
    kept = {"origin": address, "storageTypes": "local_storage,indexeddb,service_workers"}
    told.send("Storage.clearDataForOrigin", kept)
    last.close()


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    """A language model; `script` says what it writes."""
    with OpenAIServer() as running:
        running.models = ["small"]
        yield running


@pytest.fixture(scope="module")
def modelled(
    server: OpenAIServer, sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the page where that model writes."""
    extra = {"FOOTNOTED_LLM__BASE_URL": server.base_url, "FOOTNOTED_LLM__RETRIES": "0"}
    with served(sample_home, tmp_path_factory.mktemp("modelled"), extra) as found:
        yield found


@pytest.fixture
def writer(modelled: str, browser: Browser) -> Iterator[Tab]:
    """A tab of that page."""
    context = browser.new_context()
    found = Tab(context.new_page(), modelled)
    found.open()
    yield found
    context.close()
    assert found.errors == found.outside == []

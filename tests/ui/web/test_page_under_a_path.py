"""The page behind a proxy that serves it under a path of its own."""

from __future__ import annotations

import http.client
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from tests.ui.people.signing_in import PASSWORDS
from tests.ui.web.browser import Tab
from tests.ui.web.conftest import served
from ui.people.users import Users

UNDER = "/documents"


@contextmanager
def proxied(address: str) -> Iterator[str]:
    """Yield the address under which a proxy serves another; anything beside it is not there."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Keep quiet."""

        def _passed(self) -> None:
            path = self.path.removeprefix(UNDER)
            if path == self.path:
                return self.send_error(404)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            behind = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
            try:
                behind.request(self.command, path, body, dict(self.headers.items()))
                answer = behind.getresponse()
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.end_headers()
                while piece := answer.read1(65536):
                    self.wfile.write(piece)
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                pass
            finally:
                behind.close()

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _passed  # noqa: N815

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        proxy.daemon_threads = True
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}{UNDER}/"
        proxy.shutdown()
        thread.join()


def test_it_is_signed_in_to_asked_and_left(
    sample_home: Path, tmp_path: Path, browser: Browser
) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "before"))
    Users(home / "users.json").add("Anna", PASSWORDS["Anna"], admin=True)
    extra = {"FOOTNOTED_WEB__ROOT_PATH": UNDER}
    with served(home, tmp_path, extra) as address, proxied(address) as under:
        tab = Tab(browser.new_context().new_page(), under)
        page = tab.page
        page.goto(f"{under}?a=b")
        page.fill("#name", "Anna")
        page.fill("#password", PASSWORDS["Anna"])
        page.keyboard.press("Enter")
        page.wait_for_url(f"{under}?a=b")
        expect(page.locator("#who")).to_contain_text("Anna")
        tab.ready()
        tab.ask("Who is Joss Verrin?")
        page.locator("#now .statement button.cite").first.click()
        assert "Verrin" in tab.lit()
        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Library").click()
        expect(page.locator("#documents li").first).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{under}login")
        page.goto(f"{under}login?next=/elsewhere")
        page.fill("#name", "Anna")
        page.fill("#password", PASSWORDS["Anna"])
        page.keyboard.press("Enter")
        page.wait_for_url(under)
        expect(page.locator("#who")).to_contain_text("Anna")
        page.context.close()
        assert tab.outside == []

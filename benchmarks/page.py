"""Time the page in a real browser, beside an empty Gradio page in the same run.

    python -m benchmarks.page [--rounds N]

Over the sample library, in Chromium, medians of N rounds: from Enter to the first statement, from
a click on a number to its lit source, from opening to a page that can be used, and the bytes that
come over the wire until then; of an empty Gradio page, with a text box alone, the last two.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("footnoted")
QUESTION = "How many people died when the Lady Aurel sank?"
EMPTY = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    gr.Textbox(elem_id="question")
_, address, _ = page.launch(prevent_thread_lock=True, quiet=True, server_port=None)
print(address, flush=True)
page.block_thread()
"""


@contextmanager
def served(command: list[str | Path]) -> Iterator[str]:
    """Yield the address that a server prints."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://[\w.:]+", server.stdout.readline())
        assert found
        try:
            yield found[0]
        finally:
            server.terminate()


def opened(browser: Browser, address: str) -> tuple[Page, float, int]:
    """Return a fresh tab, the milliseconds until it could be used, the bytes that came."""
    page = browser.new_context().new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    took = 1000 * (time.perf_counter() - started)
    page.wait_for_timeout(500)  # a page of Gradio keeps a connection open and is never idle
    return page, took, sum(sizes)


def asked(page: Page) -> tuple[float, float]:
    """Return the milliseconds from Enter to the first statement, from a click to the lit source.

    Both are taken by the page itself, from the event to the change of the document.
    """
    page.evaluate(
        """() => {
            window.waits = {};
            const seen = (name, selector, since) => new MutationObserver((_, observer) => {
                if (!document.querySelector(selector)) return;
                window.waits[name] = performance.now() - since;
                observer.disconnect();
            }).observe(document.body, { childList: true, subtree: true });
            addEventListener("keydown", (event) => {
                if (event.key === "Enter") seen("said", ".statement", performance.now());
            }, { capture: true, once: true });
            addEventListener("click", (event) => {
                const cite = event.target.closest("button.cite");
                if (cite) seen("lit", "#source mark", performance.now());
            }, { capture: true });
        }"""
    )
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.sources")
    page.click(".statement button.cite")
    page.wait_for_selector("#source mark")
    waits = page.evaluate("window.waits")
    return waits["said"], waits["lit"]


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    rows: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        subprocess.run(
            [COMMAND, "--home", home, "ingest", "examples/library"],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        with (
            served([COMMAND, "--home", home, "web", "--port", "0"]) as ours,
            served([sys.executable, "-c", EMPTY]) as bare,
        ):
            for _ in range(rounds):
                page, took, size = opened(browser, ours)
                said, lit = asked(page)
                page.context.close()
                empty, bare_took, bare_size = opened(browser, bare)
                empty.context.close()
                for name, value in (
                    ("Enter to the first statement, ms", said),
                    ("click to the lit source, ms", lit),
                    ("first load, ms", took),
                    ("an empty Gradio page, ms", bare_took),
                    ("over the wire, kB", size / 1000),
                    ("an empty Gradio page, kB", bare_size / 1000),
                ):
                    rows.setdefault(name, []).append(value)
        browser.close()
    for name, values in rows.items():
        print(f"{name}: {statistics.median(values):,.0f} (most {max(values):,.0f})")


if __name__ == "__main__":
    main()

"""Time the page in a real browser, beside an empty Gradio page in the same run.

    python -m benchmarks.page [--rounds N]

Over the sample library, in Chromium, medians of N rounds: from Enter to the first statement, from
a click on a number to its lit source, from opening to a page that can be used, and the bytes that
come over the wire until then; of an empty Gradio page, with a text box alone, the last two. Where
a model writes, from the last byte of its first sentence to the statement that is shown; the model
is a scripted server that sends thirty words a second.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("footnoted")
QUESTION = "How many people died when the Lady Aurel sank?"
TROOPS = "How many troops does the mission have now?"
HELD = "The mission in Orvessa now has 4,350 troops"
WORDS_PER_SECOND = 30
EMPTY = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    gr.Textbox(elem_id="question")
_, address, _ = page.launch(prevent_thread_lock=True, quiet=True, server_port=None)
print(address, flush=True)
page.block_thread()
"""


class Model:
    """A model that says what a source says, and more; `ended` is when its first sentence was sent.

    In seconds since 1970, as the browser counts them.
    """

    ended = 0.0

    def __call__(self, request: Request) -> Reply:
        """Answer from the sources of the prompt."""
        return Reply(events=self._events(request.body["messages"][-1]["content"]))

    def _events(self, prompt: str) -> Iterator[Any]:
        parts = f"\n{prompt}".split("\n[S")[1:]
        number = next(part.partition("]")[0] for part in parts if HELD in part)
        for sentence in (f"{HELD} [S{number}].", "That is what it has, and it has been more."):
            for word in sentence.split():
                time.sleep(1 / WORDS_PER_SECOND)
                yield next(chunks(f"{word} ", piece=len(word) + 1, finish=None))
            self.ended = self.ended or time.time()  # the last word has been sent by now
        yield from chunks("")


@contextmanager
def served(command: list[str | Path], **extra: str) -> Iterator[str]:
    """Yield the address that a server prints; `extra` is put into its environment."""
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **extra}, stdout=subprocess.PIPE, text=True
    ) as server:
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


def written(page: Page, model: Model) -> float:
    """Return the milliseconds from a model's first sentence to the first statement."""
    model.ended = 0.0
    page.evaluate(
        """() => new MutationObserver((_, observer) => {
            if (!document.querySelector(".statement")) return;
            window.said = performance.timeOrigin + performance.now();
            observer.disconnect();
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    page.fill("#question textarea", TROOPS)
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.sources")
    return float(page.evaluate("window.said")) - 1000 * model.ended


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    rows: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        OpenAIServer() as models,
    ):
        models.models, models.script = ["small"], (model := Model())
        home, modelled_home = Path(folder, "home"), Path(folder, "modelled")
        subprocess.run(
            [COMMAND, "--home", home, "ingest", "examples/library"],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        shutil.copytree(home, modelled_home)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        with (
            served([COMMAND, "--home", home, "web", "--port", "0"]) as ours,
            served([sys.executable, "-c", EMPTY]) as bare,
            served(
                [COMMAND, "--home", modelled_home, "web", "--port", "0"],
                FOOTNOTED_LLM__BASE_URL=models.base_url,
            ) as modelled,
        ):
            for _ in range(rounds):
                page, took, size = opened(browser, ours)
                said, lit = asked(page)
                page.context.close()
                empty, bare_took, bare_size = opened(browser, bare)
                empty.context.close()
                page, *_ = opened(browser, modelled)
                shown = written(page, model)
                page.context.close()
                for name, value in (
                    ("Enter to the first statement, ms", said),
                    ("click to the lit source, ms", lit),
                    ("a model's first sentence to the first statement, ms", shown),
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

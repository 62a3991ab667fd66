"""How long the report of a run of many cases takes to make, to open and to search.

python benchmarks/report.py [CASES]: 10,000 made cases, in headless Chromium, the median of five.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from evals.reporting.folder import PAGE, keep
from evals.reporting.report import report_of
from evals.running.store import Store
from evals.running.summary import summary

_WORDS = (
    "the mission harbour ferry captain vote council report said troops river bridge winter grain "
    "minister inquiry patrol boat border mandate hospital peace convoy engine depth metres crew"
).split()


def main(cases: int = 10_000) -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "many"
        began = time.perf_counter()
        made(folder, cases)
        mid = time.perf_counter()
        keep(report_of(folder), folder)
        size = (folder / PAGE).stat().st_size / 1e6
        print(f"{cases:,} cases: run {mid - began:.1f} s, report {time.perf_counter() - mid:.1f} s")
        print(f"the page has {size:.1f} MB; {opened(folder / PAGE)}")


def made(folder: Path, cases: int) -> None:
    """Write a run of so many made cases."""
    draw = random.Random(0)
    rows = [row(number, draw) for number in range(cases)]
    head: dict[str, Any] = {
        "profile": "embedded", "system": "footnoted", "settings": {}, "fingerprint": "0" * 12,
        "code": "0" * 12, "library": {"content": "0" * 12, "documents": 400, "passages": 9000},
        "cases": {one["case"]: one["hash"] for one in rows}, "packages": {},
        "judge": {"kind": "none", "name": None, "said": "Nothing judged the statements."},
        "began": "2026-01-01T00:00:00+00:00", "ended": "2026-01-01T01:00:00+00:00",
        "kinds": {"answerable": cases}, "models": [], "prompts": {}, "errors": 0, "unjudged": 0,
        "metrics": summary(rows),
    }  # fmt: skip
    Store(folder, "0" * 12).folder.mkdir(parents=True, exist_ok=True)
    Store(folder, "0" * 12).settle(head, rows)


def row(number: int, draw: random.Random) -> dict[str, Any]:
    """Return the line of a case, as large as those of the sample cases."""

    def words(count: int) -> str:
        return " ".join(draw.choices(_WORDS, k=count))

    texts = [words(20) for _ in range(draw.randint(1, 4))]
    citations = [
        {
            "document": f"source-{draw.randint(1, 400)}.html", "title": words(6),
            "published": "2025-11-01", "start": 1000, "end": 1000 + len(one), "quote": one,
            "before": words(48), "after": words(48),
        }
        for one in texts
    ]  # fmt: skip
    judged = {"supported": True, "score": 0.9, "label": "words matched", "reason": words(12)}
    right = float(draw.random() < 0.7)
    return {
        "case": f"case-{number}", "hash": f"{number:012x}", "kind": "answerable",
        "group": f"case-{number}", "tags": [draw.choice(("who", "when", "how"))],
        "question": f"{words(10)}?", "history": [], "key_facts": [[words(2)]], "note": "",
        "gold": [{"document": "source-1.html", "start": 0, "end": 9, "quote": words(15)}],
        "system": "footnoted", "declined": False, "decline": None, "error": None,
        "statements": [
            {"text": one, "verdict": "quoted", "reason": "The source says it in these words.",
             "citations": [citation], "judged": judged}
            for one, citation in zip(texts, citations, strict=True)
        ],
        "withheld": [], "passages": [], "prompts": {}, "model": None,
        "scores": {"recall@5": [right, 1.0], "ndcg@10": [draw.random(), 1.0],
                   "faithfulness": [1.0, 1.0], "key_facts": [right, 1.0], "right": [right, 1.0],
                   "errors": [0.0, 1.0]},
        "usage": {"prompt_tokens": None, "completion_tokens": None, "cost": None},
        "timing": {"seconds": [draw.random(), 1.0]},
    }  # fmt: skip


def opened(page: Path) -> str:
    """Return how long it takes to open, to list the cases and to find words in them."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    times: dict[str, list[float]] = {"opens": [], "lists": [], "finds": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(5):
            tab = browser.new_page()
            began = time.perf_counter()
            tab.goto(page.as_uri())
            tab.wait_for_selector("html[data-ready]", state="attached")
            times["opens"].append(time.perf_counter() - began)
            began = time.perf_counter()
            tab.click("nav a[href='#cases']")
            tab.wait_for_selector("#shown li")
            times["lists"].append(time.perf_counter() - began)
            began = time.perf_counter()
            tab.fill("#find", "case-9999")
            tab.wait_for_function("document.querySelectorAll('#shown li').length < 25")
            times["finds"].append(time.perf_counter() - began)
            tab.close()
        browser.close()
    return ", ".join(f"{what} in {statistics.median(each):.2f} s" for what, each in times.items())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

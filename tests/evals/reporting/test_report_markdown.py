"""The Markdown for a pull request: outcome first, never too long, and nothing in it acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from evals.reporting.markdown import LONGEST, report_markdown
from evals.reporting.report import report_of
from tests.evals.reporting.runs import cited, many, no, row, run, said
from tests.ui.hostile import HOSTILE


def test_the_outcome_comes_first_then_the_table_then_what_got_worse(tmp_path: Path) -> None:
    old = run(tmp_path / "old", many(40))
    new = run(tmp_path / "new", many(40, wrong=range(12)), settings={"retrieval.k": 4})
    told = report_markdown(report_of(new, old))
    assert told.startswith("### ✕ Evaluation: fail\n\nFail against old, over 40 cases: worse, ")
    assert re.search(
        r"^\| Dealt with rightly \| 1\.000 \| 0\.700 \| 0\.\d+ – 0\.\d+ \| -0\.300 \(-0\.\d+ … "
        r"-0\.\d+\) \| 0\.00\d+ \| ✕ fail \|$",
        told,
        re.M,
    )
    assert "| retrieval.k | 12 | 4 |" in told
    assert "A wording check, not a verdict" in told
    assert "<summary>Worse: 12 cases</summary>" in told
    assert told.index("| Metric") < told.index("<details>")


def test_a_run_alone_shows_its_worst_cases(tmp_path: Path) -> None:
    told = report_markdown(report_of(run(tmp_path / "now", [*many(3, wrong=[1]), no("n")])))
    assert told.startswith("### · Evaluation: no outcome")
    assert "**What of c1?** (c1): Dealt with rightly" in told
    assert "c0?" not in told
    assert "<details>" not in report_markdown(report_of(run(tmp_path / "good", many(3))))


@pytest.mark.parametrize("word", ["word ", "字", "&<@#"])
def test_it_is_never_longer_than_a_comment_may_be(tmp_path: Path, word: str) -> None:
    text = word * 400
    prompt = {"answer": {"fingerprint": "b", "text": "\n".join([text] * 300)}}
    settings = {f"llm.{text}{n}": text for n in range(90)}
    old = run(tmp_path / "old", [row(f"c{n}", question=text, hash="h") for n in range(600)])
    new = [
        row(f"c{n}", said(text, cited(text)), question=text, right=0.0, hash="h")
        for n in range(600)
    ]
    found = report_of(
        run(tmp_path / "new", new, prompts=prompt, settings=settings, models=[text] * 50), old
    )
    told = report_markdown(found)
    assert 20_000 < len(told.encode()) <= LONGEST
    left = re.search(r"^(\d+) more are left out here", told, re.M)
    assert left
    assert int(left[1]) + told.count("\n  - old: ") == 600
    assert told.endswith("</details>\n")


def test_what_others_wrote_stays_text(tmp_path: Path) -> None:
    texts = [*HOSTILE, "@everybody see #1 and GH-2"]
    rows = [row(f"c{n}", said(text), question=text, right=0.0) for n, text in enumerate(texts)]
    prompt = {"answer": {"fingerprint": "b", "text": "```\n<script>\n````\n"}}
    new = run(tmp_path / "new", rows, prompts=prompt)
    old = run(tmp_path / "old", [{**one, "scores": many(1)[0]["scores"]} for one in rows])
    told = report_markdown(report_of(new, old))
    shown = MarkdownIt("commonmark").enable("table").render(told)
    tags = set(re.findall(r"</?([a-z]\w*)", shown))
    assert tags <= {
        "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "strong",
        "ul", "li", "code", "pre",
    }  # fmt: skip
    assert "@\u2060everybody" in shown
    assert shown.count("<pre>") == shown.count("</pre>") == 1

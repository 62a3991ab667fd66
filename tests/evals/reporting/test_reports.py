"""A report says what its run says: values, footnotes, changes, and nothing that could act."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import pytest

from evals.reporting.cases import case_json, outcome, shortfall
from evals.reporting.html import report_html
from evals.reporting.plots import binned, histogram, scatter
from evals.reporting.report import report_of
from evals.reporting.shape import report_json, summary_json
from evals.running.errors import EvaluationError, NotARun
from evals.running.store import HEAD
from tests.evals.reporting.runs import cited, many, no, row, run, said
from tests.support import ROOT
from tests.ui.hostile import HOSTILE

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))


def data(page: str) -> dict[str, Any]:
    """Return what the script of a page reads, by id."""
    tree = lxml.html.document_fromstring(page)
    found = tree.xpath("//script[@type='application/json']")
    return {each.get("id"): json.loads(each.text) for each in found}


def cells(page: str, table: str) -> dict[str, list[str]]:
    """Return the rows of a table by their first cell."""
    rows = lxml.html.document_fromstring(page).xpath(f"//table[@class='{table}']/tbody/tr")
    texts = [[" ".join(cell.text_content().split()) for cell in each] for each in rows]
    return {each[0]: each[1:] for each in texts}


def test_footnotes_are_numbered_once_and_keep_what_stands_around_them() -> None:
    one, two = cited("It burned."), cited("At night.", start=500)
    found = case_json(row("a", said("It burned.", one), said("It burned at night.", two, one)))
    assert [each["notes"] for each in found["statements"]] == [[1], [2, 1]]
    assert [(n["number"], n["quote"]) for n in found["notes"]] == [
        (1, "It burned."),
        (2, "At night."),
    ]
    assert found["notes"][0]["before"] == "It was night. "
    assert [each["words"] for each in found["statements"]] == ["quoted", "quoted"]


def test_what_became_of_a_case_is_told_in_words() -> None:
    assert outcome(row("a")) == "answered"
    assert outcome(row("a", kind="false_premise")) == "answered, to be declined"
    assert outcome(no("a")) == "declined"
    assert outcome(no("a", kind="partly")) == "declined, to be answered"
    assert outcome(row("a", error="ModelError: away")) == "error"
    assert case_json(no("a"))["declined"] == "The sources do not answer this question."
    assert case_json(no("a", decline=None))["declined"] == "Declined."


def test_the_shortfall_is_the_mean_of_what_was_lost() -> None:
    assert shortfall({"right": 1.0, "key_facts": 0.5, "over_refusal": 1.0, "recall@5": 0.0}) == 0.5
    assert shortfall({"recall@5": 0.0, "seconds": 9.0}) == 0


def test_the_overview_has_every_metric_with_interval_and_cases(tmp_path: Path) -> None:
    report = report_of(run(tmp_path / "now", [*many(20, wrong=range(5)), no("n")]))
    rows = cells(report_html(report), "what")
    assert rows["Dealt with rightly"][1] == "0.762"
    assert rows["Dealt with rightly"][3] == "21"
    low, high = map(float, rows["Dealt with rightly"][2].split(" – "))
    assert 0 < low < 0.762 < high < 1
    assert rows["Errors less is better"][1] == "0.000"
    assert rows["Whole answer less is better"][1:3] == ["0.500 s", ""]


def test_one_case_is_one_and_another_system_has_no_profile_of_ours(tmp_path: Path) -> None:
    own = report_html(report_of(run(tmp_path / "own", many(1))))
    assert "1 case (1 answerable), asked of footnoted (embedded profile); ended" in own
    other = report_of(run(tmp_path / "other", many(2), profile="other", system="rival"))
    assert "2 cases (2 answerable), asked of rival; ended" in report_html(other)


def test_the_judge_is_called_a_check_and_measured_with_intervals(tmp_path: Path) -> None:
    report = report_of(run(tmp_path / "now", many(3)))
    page = report_html(report)
    assert "A wording check, not a verdict" in page
    rows = cells(page, "standing")
    assert re.fullmatch(r"0\.\d\d \(0\.\d\d – 0\.\d\d\)", rows["scifact"][1])
    assert re.fullmatch(r"0\.\d\d \(0\.\d\d – 0\.\d\d\)", rows["scifact"][2])


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        ({"kind": "model", "name": "big-1", "said": "x"}, "A model judged the statements: big-1."),
        ({"kind": "none", "name": None, "said": "x"}, "Nothing judged the statements"),
        ({"kind": "wording", "name": "wording check old", "said": "AUC .70."}, "AUC .70."),
    ],
)
def test_another_judge_is_not_given_figures_that_are_not_its_own(
    tmp_path: Path, judge: dict[str, Any], told: str
) -> None:
    report = report_of(run(tmp_path / "now", many(3), judge=judge))
    assert summary_json(report)["judge"]["measured"] == []
    assert told in report_html(report)


def test_old_against_new_has_difference_p_and_outcome(tmp_path: Path) -> None:
    old = run(tmp_path / "old", many(40))
    prompt = {"answer": {"fingerprint": "b", "text": "Say <b>less</b>.\n"}}
    was = {"answer": {"fingerprint": "a", "text": "Say more.\n"}}
    run(tmp_path / "old", many(40), prompts=was)
    new = run(
        tmp_path / "new", many(40, wrong=range(12)), prompts=prompt, settings={"retrieval.k": 4}
    )
    report = report_of(new, old)
    page = report_html(report)
    assert cells(page, "compared")["Dealt with rightly"][0] == "1.000 → 0.700"
    assert cells(page, "compared")["Dealt with rightly"][1].startswith("-0.300 (-0.")
    assert cells(page, "compared")["Dealt with rightly"][3] == "✕ fail"
    assert cells(page, "changes")["retrieval.k"] == ["12", "4"]
    assert "<ins>+Say &lt;b&gt;less&lt;/b&gt;.</ins>" in page
    assert "Fail against old, over 40 cases" in page
    cases = report_json(report)["cases"]
    assert [case["change"] for case in cases[:2] + cases[-2:]] == ["worse", "worse", "same", "same"]
    assert cases[0]["old"]["worse"] == ["right"]
    assert "12 worse, 0 better, 28 as before" in page


def test_what_the_gate_cannot_hold_has_no_outcome_but_a_comparison(tmp_path: Path) -> None:
    old = run(tmp_path / "old", many(9))
    new = run(tmp_path / "new", [*many(9)[1:], row("c99")])
    report = report_of(new, old)
    assert report.outcome is None
    assert "No outcome against old: 2 cases are not those" in report_html(report)
    found = report_json(report)
    assert found["against"]["cases"] == 8
    assert [case["change"] for case in found["cases"]] == ["same"] * 8 + ["new"]


def test_json_is_of_its_schema(tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    old = run(tmp_path / "old", [*many(8), no("n"), no("o", kind="partly")])
    rows = [*many(8, wrong=[2]), no("n"), row("o", error="ModelError: away", statements=[])]
    rows[3] |= {"fallback": "The model did not answer in time."}
    noise = {"runs": 3, "pairs": 9, "flips": 0.1, "spread": 0.01}
    judge = {"kind": "model", "name": "m", "said": "x", "noise": noise}
    new = run(tmp_path / "new", rows, judge=judge, fallbacks=1, system_settings={"kind": "file"})
    told = report_html(report_of(new))
    assert "Where the model failed (1), the sources" in told
    assert "The model did not answer in time." in told
    for report in (report_of(new), report_of(new, old)):
        jsonschema.validate(report_json(report), SCHEMA)
        jsonschema.validate(summary_json(report), SCHEMA)
    broken = {**report_json(report_of(new)), "outcome": "perhaps"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)


def hostile(tmp_path: Path) -> Path:
    rows = [
        row(
            f"c{number}",
            said(text, cited(text, document=text, title=text, before=text, after=text)),
            question=text,
            note=text,
            tags=[text],
            withheld=[{"text": text, "reason": text}],
        )
        for number, text in enumerate(HOSTILE)
    ]
    return run(tmp_path / "<b>run", rows, settings={"llm.model": HOSTILE[0]}, models=[HOSTILE[1]])


def test_nothing_that_was_written_by_others_becomes_html(tmp_path: Path) -> None:
    page = report_html(report_of(hostile(tmp_path)))
    tree = lxml.html.document_fromstring(page)
    assert len(tree.xpath("//script[not(@type)]")) == 1
    assert not tree.xpath("//img | //iframe | //object | //*[@onerror or @onmouseover]")
    assert not tree.xpath("//*[@href and not(starts-with(@href, '#'))] | //*[@src]")
    found = data(page)
    assert found["index"]["cases"][0]["question"] == HOSTILE[0]
    held = [script.text for script in tree.xpath("//script[@type='application/json']")]
    assert not any("<" in text for text in held)
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_the_page_allows_no_request_and_no_script_but_its_own(tmp_path: Path) -> None:
    page = report_html(report_of(run(tmp_path / "now", many(2))))
    tree = lxml.html.document_fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == "'none'"
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", parts["script-src"])
    assert not re.search(r"(?:https?:)?//(?!www\.w3\.org)\w", re.sub(r"// .*", "", page))


def test_every_plot_says_what_it_shows() -> None:
    assert binned([0.0, 1.0, 1.0], 1.0) == [1, 2]
    assert binned([0.0, 0.1, 0.3, 0.95, 1.0], 1.0) == [1, 1, 0, 1, 0, 0, 0, 0, 0, 2]
    assert sum(binned([0.2, 3.1, 7.0], 7.0)) == 3
    drawn = lxml.html.fragment_fromstring(histogram([0.0, 1.0, 1.0], "Right <b>"))
    assert drawn.xpath("string(.//svg/@aria-label)") == "Right <b>: 1 with 0, 2 with 1"
    assert len(drawn.xpath(".//rect")) == 2
    assert {"score of a case", "cases"} <= set(drawn.xpath(".//text/text()"))
    pairs = [(0.0, 1.0), (0.5, 0.5), (1.0, 0.0), (1.0, 0.0)]
    for lower, counts in ((False, "2 worse, 1 better"), (True, "1 worse, 2 better")):
        dots = lxml.html.fragment_fromstring(scatter(pairs, "Right", lower=lower))
        assert dots.xpath("string(.//svg/@aria-label)") == f"Right: {counts}, 1 as before"
        assert len(dots.xpath(".//circle")) == 3


@pytest.mark.parametrize(
    ("version", "todo"), [(99, "update Footnoted, or make it anew"), (0, "1: make it anew")]
)
def test_a_run_of_another_version_is_refused_with_what_to_do(
    tmp_path: Path, version: int, todo: str
) -> None:
    folder = run(tmp_path / "other", many(2))
    head = json.loads((folder / HEAD).read_text())
    (folder / HEAD).write_text(json.dumps({**head, "schema": version}))
    with pytest.raises(NotARun, match=rf"has version {version} of the result files.*{todo}"):
        report_of(folder)
    with pytest.raises(NotARun, match=f"has version {version} of the result files"):
        report_of(run(tmp_path / "now", many(2)), folder)


def test_what_is_no_run_makes_no_report(tmp_path: Path) -> None:
    (tmp_path / "baseline.jsonl").write_text("{}\n")
    with pytest.raises(NotARun, match="a baseline has no answers"):
        report_of(tmp_path / "baseline.jsonl")
    with pytest.raises(NotARun, match="holds no run"):
        report_of(tmp_path)
    one, other = run(tmp_path / "a", many(2)), run(tmp_path / "b", [row("x")])
    with pytest.raises(EvaluationError, match="no case in common"):
        report_of(one, other)

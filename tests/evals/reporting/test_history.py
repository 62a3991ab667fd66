"""Runs over time stand in order, and are told apart where they cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pytest

from evals.comparing.recorded import recorded, write_baseline
from evals.reporting.history import chosen, history_of
from evals.reporting.history_page import history_html, history_json, lines
from evals.running.errors import EvaluationError, NotARun
from evals.running.store import HEAD
from tests.evals.reporting.runs import many, run


def at(day: int) -> str:
    return f"2026-03-{day:02}T10:00:00+00:00"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "evaluations"
    run(folder / "third", many(20, wrong=[1]), ended=at(3))
    run(folder / "first", many(20), ended=at(1))
    run(folder / "second", many(5), ended=at(2))
    library = {"content": "other", "documents": 9, "passages": 99}
    run(folder / "fourth", many(20), ended=at(4), library=library)
    (folder / "libraries").mkdir()
    return folder


def test_runs_stand_in_order_of_time_and_apart(kept: Path) -> None:
    found = history_of([kept])
    assert [(one.name, one.series, one.other) for one in found.points] == [
        ("first", 0, ()),
        ("second", 1, ("cases",)),
        ("third", 0, ("cases",)),
        ("fourth", 2, ("documents",)),
    ]
    assert len(found.series) == 3
    told = "\n".join(lines(found, chosen([])))
    assert told.count("not comparable with those above") == 3
    assert "third   2026-03-03 10:00  A   " in told
    assert "0.950 (0." in told


def test_only_runs_of_the_same_are_joined(kept: Path) -> None:
    page = history_html(history_of([kept]), ("right",))
    tree = lxml.html.document_fromstring(page)
    assert len(tree.xpath("//circle[@class='now']")) == 4
    assert len(tree.xpath("//line[@class='interval']")) == 4
    (line,) = tree.xpath("//line[@class='joined']")
    dots = [dot.get("cx") for dot in tree.xpath("//circle[@class='now']")]
    assert [line.get("x1"), line.get("x2")] == [dots[0], dots[2]]
    assert len(tree.xpath("//line[@class='parted']")) == 3
    assert "third 0.950 (" in tree.xpath("string(//svg/@aria-label)")
    assert not tree.xpath("//script")


def test_a_baseline_is_a_point_with_its_interval_and_date(kept: Path, tmp_path: Path) -> None:
    write_baseline(recorded(kept / "first"), tmp_path / "accepted.jsonl")
    found = history_of([tmp_path / "accepted.jsonl", kept / "third"])
    assert [(one.name, one.series) for one in found.points] == [("accepted.jsonl", 0), ("third", 0)]
    assert found.points[0].ended == at(1)
    run_of = history_of([kept / "first"]).points[0]
    assert found.points[0].metrics["right"] == run_of.metrics["right"]
    shape = history_json(found, ("right", "seconds"))
    assert [sorted(one["metrics"]) for one in shape["runs"]] == [["right"], ["right", "seconds"]]


def test_what_cannot_be_read_is_left_out_and_said_unless_it_was_named(kept: Path) -> None:
    head = json.loads((kept / "first" / HEAD).read_text())
    (kept / "first" / HEAD).write_text(json.dumps({**head, "schema": 99}))
    del head["metrics"]
    (kept / "second" / HEAD).write_text(json.dumps(head))
    found = history_of([kept])
    assert [one.name for one in found.points] == ["third", "fourth"]
    assert ["version 99" in found.left[0], "has not ended" in found.left[1]] == [True, True]
    with pytest.raises(NotARun, match="version 99"):
        history_of([kept / "first"])


def test_nothing_to_show_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="footnoted eval run"):
        history_of([tmp_path])
    with pytest.raises(NotARun, match="no run at"):
        history_of([tmp_path / "none"])
    with pytest.raises(EvaluationError, match="There is no metric 'speed': one of recall@1, "):
        chosen(["speed"])

"""The page about evaluation names every metric, every importer and every field of a case."""

from __future__ import annotations

import json
import re
from typing import Any

from evals.cases.commands_import import Shape
from evals.cases.row import CaseRow
from evals.metrics.registry import METRICS
from evals.response_rows import ResponseRow
from evals.systems.replies import read_reply
from tests.support import ROOT

PAGE = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_every_metric_stands_with_how_it_is_put_together() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for name, metric in METRICS.items():
        (row,) = [r for r in rows if f"`{name}`" in r.split("|")[1] and r.count("|") == 6]
        _, _, together, better, after = (cell.strip() for cell in row.strip("|").split(" | "))
        assert (together, better) == (metric.together, metric.better), name
        assert bool(metric.paper) == bool(after.strip("| ")), name


def test_every_importer_and_field_is_named() -> None:
    assert [shape for shape in Shape if f"| `{shape}` |" not in PAGE] == []
    assert [field for field in CaseRow.model_fields if f"`{field}`" not in PAGE] == []


def test_the_examples_are_of_their_shapes() -> None:
    case, response = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.S))
    CaseRow.model_validate(case).case()
    assert ResponseRow.model_validate(response).response().statements[0].citations


def test_the_function_of_the_page_answers() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    defined: dict[str, Any] = {}
    exec(compile(code, "evaluation.md", "exec"), defined)
    found = read_reply(defined["answer"]("How deep?", []), "a", "mine")
    assert found.error is None
    assert found.statements[0].citations[0].quote == "at a depth of 19 metres"

"""The examples that run the gate name commands and options that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from evals.cli import app
from tests.support import ROOT

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.y*ml"))
PAGE = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")


NAMED = {"run", "sweep", "compare", "gate", "accept", "report", "history"}


def commands(text: str) -> list[list[str]]:
    """Return what follows `footnoted … eval` of each command in a text."""
    found = re.findall(r"(?:^|[ /])footnoted (?:--\S+ \S+ )*eval (.+)$", text, re.M)
    return [shlex.split(one) for one in found]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_an_example_names_what_exists(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert f"examples/{example.name}" in PAGE
    known(commands(text))


def test_the_page_names_what_exists() -> None:
    ran = [one for one in commands(PAGE) if one[0] in NAMED]
    assert {one[0] for one in ran} == NAMED
    known(ran)


def known(ran: list[list[str]]) -> None:
    assert ran
    for words in ran:
        shown = CliRunner().invoke(app, [words[0], "--help"])
        assert shown.exit_code == 0
        options = set(re.findall(r"--[a-z][a-z-]*", shown.output))
        assert {word for word in words if word.startswith("--")} <= options

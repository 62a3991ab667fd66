"""The README and the pages under docs are true: commands run, output is as shown."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.settings_page import page
from tests.support import ROOT, Cli

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(file: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a page: language and text."""
    return BLOCK.findall(file.read_text(encoding="utf-8"))


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_the_readme_begins_with_the_two_commands() -> None:
    language, text = blocks(ROOT / "README.md")[0]
    assert language == "sh"
    assert [line.split("#")[0].strip() for line in text.splitlines()] == ["make demo", "make test"]


def test_the_commands_of_the_readme_run(run_cli: Cli) -> None:
    """Run its shell blocks in order in one folder; a `text` block after one is its output."""
    shutil.copytree(ROOT / "examples", run_cli.folder / "examples")
    env = run_cli.environment({"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"})
    found = blocks(ROOT / "README.md")
    for (language, text), (after, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if language != "sh":
            continue
        targets = re.findall(r"^make ([a-z]+)", text, re.MULTILINE)
        assert set(targets) <= make_targets()
        if targets:
            continue
        done = subprocess.run(
            ["sh", "-e", "-c", text], cwd=run_cli.folder, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{text}\n{done.stderr.decode()}"
        if after == "text":
            assert settled(done.stdout.decode()) == settled(shown), text


def settled(output: str) -> str:
    """Return the output without what differs from run to run: times."""
    return re.sub(r"\d+\.\d+ s\b", "0.0 s", output.strip())


def test_what_make_demo_runs(run_cli: Cli) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    question = re.search(r"^Q \?= (.+)$", makefile, re.MULTILINE)
    assert question
    run_cli("--home", "demo", "ingest", ROOT / "examples" / "library")
    answer = run_cli("--home", "demo", "ask", question[1]).stdout.decode()
    assert "[1]" in answer
    assert "do not answer" not in answer


def test_the_settings_page_is_what_the_settings_say() -> None:
    shown = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert shown == page(), "run: python scripts/settings_page.py > docs/settings.md"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_links_lead_somewhere(file: Path) -> None:
    for target in LINK.findall(file.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_files_that_are_named_exist(file: Path) -> None:
    """A path in backquotes under one of our packages is a file or a folder."""
    named = re.findall(
        r"`((?:rag|vectorstore|ui|prompts|evals|docs|examples|tests)/[\w./-]*)`",
        file.read_text(encoding="utf-8"),
    )
    for path in named:
        assert (ROOT / path).exists(), path

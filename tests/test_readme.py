"""The README and the pages under docs are true: commands run, output is as shown."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from rag.configure import configure
from scripts.readme_page import filled
from scripts.settings_page import page
from tests.support import COMMAND, ROOT, Cli

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(file: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a page: language and text."""
    return BLOCK.findall(file.read_text(encoding="utf-8"))


def test_the_readme_begins_with_the_two_commands() -> None:
    language, text = blocks(ROOT / "README.md")[0]
    assert language == "sh"
    assert [line.split("#")[0].strip() for line in text.splitlines()] == ["make demo", "make test"]


def test_the_commands_of_the_readme_run(run_cli: Cli) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    made = filled(text, run_cli.folder, run_cli.environment({"COLUMNS": "80"}))
    assert settled(made) == settled(text), "if it should differ: python scripts/readme_page.py"
    assert run_cli.outside == ""


def settled(page: str) -> str:
    """Return the page without what differs from place to place: times, and ids made of paths."""
    return re.sub(r"\bof\s+[0-9a-f]{8}\b", "of an id", re.sub(r"\d+\.\d s\b", "0.0 s", page))


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    code = [text for language, text in blocks(ROOT / "README.md") if language == "python"]
    assert code
    for text in code:
        exec(compile(text, "README.md", "exec"), {})


def test_the_toml_of_the_pages_is_settings(tmp_path: Path) -> None:
    for file in PAGES:
        for language, text in blocks(file):
            if language == "toml" and "title" not in text and "[grid]" not in text:
                (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
                assert configure({}, tmp_path / "settings.toml").settings


def test_make_has_the_targets_that_are_named() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for file in PAGES:
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE)) <= targets


def test_make_demo_answers_and_then_serves(run_cli: Cli) -> None:
    places = [f"BIN={COMMAND.parent}", f"DEMO_HOME={run_cli.folder / 'demo'}"]
    with subprocess.Popen(
        ["make", "--assume-old=.venv/.installed", "demo", *places],
        cwd=ROOT,
        env=run_cli.environment({"PYTHONWARNINGS": "ignore"}),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as making:
        try:
            assert making.stdout is not None
            said, address = "", None
            while not address and (line := making.stdout.readline()):
                said, address = said + line, re.search(r"Footnoted is at (http://\S+)", line)
            assert address, said
            assert "[1]" in said
            assert "do not answer" not in said
            with urllib.request.urlopen(address[1], timeout=60) as page:
                assert "Footnoted" in page.read().decode()
        finally:
            os.killpg(making.pid, signal.SIGINT)
            making.wait(60)
    assert run_cli.outside == ""


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

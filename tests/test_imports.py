"""What is imported when: help is quick, and a cold question does without llama-index."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import SAMPLES, Cli

HEAVY = (
    *("llama_index", "chromadb", "onnxruntime", "openvino", "numpy", "trafilatura"),
    *("openai", "gradio", "docx", "lxml", "pydantic_settings", "tantivy", "tokenizers"),
    *("mcp_types", "prometheus_client", "fastapi"),
)


def imported(code: str, *names: str) -> set[str]:
    """Return which of the packages a fresh process has imported after the code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in done.stdout.split()} & set(names)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["ask", "--help"],
        ["sources", "list", "--help"],
        ["mcp", "--help"],
        ["--version"],
    ],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"from ui.cli import run; assert run({arguments!r}) == 0"
    assert imported(code, *HEAVY) == set()


@pytest.mark.parametrize(
    "module", ["rag.answers", "rag.errors", "vectorstore.documents", "vectorstore.errors"]
)
def test_values_import_nothing_heavy(module: str) -> None:
    assert imported(f"import {module}", *HEAVY, "rich", "typer", "pydantic") == set()


def test_settings_import_nothing_heavy() -> None:
    heavy = set(HEAVY) - {"pydantic_settings"}
    assert imported("import rag.configure", *heavy) == set()


def test_gradio_is_imported_without_reading_its_own_sources() -> None:
    code = """
import ast
from ui.web.gradio_import import import_gradio
ast.get_source_segment = None
import_gradio()
import gradio
gradio.Textbox
"""
    assert imported(code, "gradio") == {"gradio"}


def test_a_server_imports_the_protocol_of_the_tools_when_it_is_asked_over_it() -> None:
    code = """
from ui.web.gradio_import import import_gradio
import_gradio()
import ui.api.app
import ui.web.page
"""
    assert imported(code, "gradio", "mcp", "mcp_types") == {"gradio"}
    assert imported(f"import mcp\n{code}", "gradio", "mcp") == {"gradio", "mcp"}


def test_help_takes_less_than_a_second(run_cli: Cli) -> None:
    # Of a processor: how long one waits for it is not ours.
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run_cli("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 1.0


COLD = [
    ["ask", "Who leads the mission now?"],
    ["ask", "Who leads the mission now?", "--format", "html"],
    ["search", "ferry"],
    ["check", str(SAMPLES / "explainer-stamor-2025.md"), "--json"],
    ["settings"],
]


@pytest.mark.parametrize("arguments", COLD, ids=[" ".join(a[::2]) for a in COLD])
def test_without_a_model_no_framework_is_imported(sample_home: Path, arguments: list[str]) -> None:
    code = (
        "import os; os.environ.pop('OPENAI_API_KEY', None)\n"
        f"from ui.cli import run; assert run(['--home', {str(sample_home)!r}, *{arguments!r}]) < 2"
    )
    unwanted = {"llama_index", "openai", "gradio", "trafilatura", "docx", "pypdfium2"}
    assert imported(code, *unwanted) == set()

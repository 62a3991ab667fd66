"""Prompts: well-formed, filled in one pass, told apart by their content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import prompts

NAMES = sorted(path.stem for path in Path(prompts.__file__).parent.glob("*.md"))
FILE = """---
variables:
- name: whom to greet
- place
---
# System
Be kind to {{ name }}.

# User
Say hello to {{ name }} in {{ place }}.
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_well_formed(name: str) -> None:
    prompt = prompts.load(name)
    assert [role for role, _ in prompt.parts] == ["system", "user"]
    assert re.fullmatch(r"[0-9a-f]{12}", prompt.fingerprint)
    values = dict.fromkeys(prompt.variables, "VALUE")
    text = "\n".join(text for _, text in prompt.messages(**values))
    assert "{{" not in text
    assert "VALUE" in text


def test_the_prompts_there_are() -> None:
    assert {"answer", "rewrite", "verify"} <= set(NAMES)


def test_values_are_put_in_as_they_are() -> None:
    prompt = prompts.parse("greet", FILE)
    messages = prompt.messages(name="{{ place }} \\1 {x}", place="Rask")
    assert messages == [
        ("system", "Be kind to {{ place }} \\1 {x}."),
        ("user", "Say hello to {{ place }} \\1 {x} in Rask."),
    ]


@pytest.mark.parametrize("values", [{"name": "a"}, {"name": "a", "place": "b", "time": "c"}, {}])
def test_values_must_be_the_declared_ones(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="greet"):
        prompts.parse("greet", FILE).messages(**values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# System\nA\n# User\nB\n",
        FILE.replace("- place\n", ""),
        FILE.replace("in {{ place }}", ""),
        FILE.replace("# System\n", ""),
        FILE.replace("# User\n", ""),
    ],
)
def test_a_file_that_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="greet"):
        prompts.parse("greet", text)


def test_the_fingerprint_is_that_of_the_content() -> None:
    one, same = prompts.parse("greet", FILE), prompts.parse("other", FILE)
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != prompts.parse("greet", FILE.replace("kind", "rude")).fingerprint


def test_a_variant_stands_in_for_the_prompt_of_its_name(tmp_path: Path) -> None:
    variant = prompts.source("answer").replace("# User\n", "# User\nBe brief.\n")
    (tmp_path / "answer.md").write_text(variant, encoding="utf-8")
    found = prompts.load("answer", tmp_path)
    assert found.fingerprint != prompts.load("answer").fingerprint
    assert found.parts[1][1].startswith("Be brief.")
    assert prompts.load("verify", tmp_path) == prompts.load("verify")
    (tmp_path / "rewrite.md").write_text(prompts.source("verify"), encoding="utf-8")
    with pytest.raises(ValueError, match="needs the variables"):
        prompts.load("rewrite", tmp_path)

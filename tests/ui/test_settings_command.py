"""`footnoted settings` says who would answer, without asking anybody and without showing a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.servers.openai_server import OpenAIServer
from tests.ui.outcome import Footnoted

KEY = "sk-never-to-be-seen"
OPENAI = "https://api.openai.com/v1"
ROLES = ("writes answers", "completes follow-ups", "judges reworded statements")
Told = Callable[..., tuple[list[str], Any]]


@pytest.fixture
def told(footnoted: Footnoted, monkeypatch: pytest.MonkeyPatch) -> Told:
    """The roles as they are shown, and as JSON, under some variables of the environment."""

    def tell(**variables: str) -> tuple[list[str], Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        shown, as_json = footnoted("settings"), footnoted("settings", "--json")
        assert KEY not in shown.out + shown.err + as_json.out + as_json.err
        lines = dict(
            line.split(":", 1) for line in shown.out.splitlines() if line.startswith(ROLES)
        )
        return [lines[role].strip() for role in ROLES], as_json.json["models"]

    return tell


def test_without_a_model_the_sources_answer(told: Told) -> None:
    shown, models = told()
    assert shown == [
        "no model: the sources' own sentences answer",
        "rules",
        "nobody: they are shown as not judged",
    ]
    assert models == {"writes": None, "rewrites": None, "judges": None}
    assert told(FOOTNOTED_LLM__PROVIDER="none", OPENAI_API_KEY=KEY) == (shown, models)


def test_a_key_for_openai_is_enough(told: Told) -> None:
    shown, models = told(OPENAI_API_KEY=KEY)
    written = f"gpt-4.1-mini at {OPENAI}; key from OPENAI_API_KEY"
    assert shown == [written, "the same model", "the same model"]
    assert models["writes"] == {
        "model": "gpt-4.1-mini",
        "address": OPENAI,
        "key": "OPENAI_API_KEY",
        "problem": None,
    }
    assert models["judges"] == models["rewrites"] == models["writes"]


def test_a_server_is_named_and_not_asked(told: Told) -> None:
    with OpenAIServer() as server:
        shown, models = told(FOOTNOTED_LLM__BASE_URL=server.base_url, OPENAI_API_KEY=KEY)
        assert shown[0] == f"the first model that {server.base_url} lists"
        assert models["writes"]["key"] is None
        assert server.requests == []


def test_a_judge_of_its_own(told: Told) -> None:
    shown, _ = told(
        FOOTNOTED_LLM__BASE_URL="http://127.0.0.1:1/v1",
        FOOTNOTED_LLM__MODEL="writer",
        FOOTNOTED_LLM__API_KEY=KEY,
        FOOTNOTED_LLM__REWRITE="false",
        FOOTNOTED_CHECK__BASE_URL="http://127.0.0.1:2/v1",
        FOOTNOTED_CHECK__MODEL="reader",
    )
    assert shown == [
        "writer at http://127.0.0.1:1/v1; key from llm.api_key",
        "rules",
        "reader at http://127.0.0.1:2/v1",
    ]
    shown, _ = told(FOOTNOTED_CHECK__API_KEY=KEY)
    assert shown[2] == "reader at http://127.0.0.1:2/v1; key from check.api_key"
    shown, models = told(FOOTNOTED_CHECK__JUDGE="false")
    assert shown[2] == "nobody: they are shown as not judged"
    assert models["judges"] is None


def test_what_is_missing_is_said(told: Told) -> None:
    shown, models = told(FOOTNOTED_LLM__PROVIDER="openai")
    needs = "OpenAI needs a key: set OPENAI_API_KEY or llm.api_key."
    assert shown[0] == f"gpt-4.1-mini at {OPENAI}; {needs}"
    assert models["writes"]["problem"] == needs
    shown, _ = told(FOOTNOTED_LLM__PROVIDER="llama-index")
    assert shown[0] == "an integration that llm.model does not name"
    shown, models = told(FOOTNOTED_LLM__MODEL="some.where:Llm", FOOTNOTED_LLM__API_KEY=KEY)
    assert shown[0] == "some.where:Llm; key from llm.api_key"
    assert models["writes"]["address"] is None


def test_the_checkers_own_errors_are_told(footnoted: Footnoted) -> None:
    shown = " ".join(footnoted("settings").out.split())
    rates = footnoted("settings", "--json").json["checker"]
    assert rates
    for each in rates:
        assert f"- {each['name']} ({each['rows']:,} statements): of 100 that" in shown
        assert 0.5 < each["auc"] <= 1
        assert 0 <= each["false_close"] < 0.5
        assert 0 <= each["true_refused"] < 1

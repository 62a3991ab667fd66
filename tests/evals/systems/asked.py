"""Cases in a line, and a run of a system over them, for tests of other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals.cases.case import Case, Kind, Placed
from evals.cases.place import accepted, place_cases
from evals.cases.read import read_cases
from evals.running.judging import judge_of
from evals.running.library import CASES
from evals.running.planning import without_model
from evals.running.run import Plan, carry_out
from rag.answers import Turn
from rag.settings import LlmSettings, Settings
from vectorstore.collection import Collection

BARE = without_model(Settings())


def case(question: str = "How deep?", history: tuple[Turn, ...] = (), **more: Any) -> Placed:
    return Placed(Case("a", question, Kind.ANSWERABLE, history, key_facts=(("x",),), **more))


def sample_cases(library: Collection, *ids: str) -> list[Placed]:
    placed = accepted(place_cases(read_cases(CASES[1:]), library))
    return [one for one in placed if one.case.id in ids] if ids else placed


def run(
    system: Any,
    placed: list[Placed],
    library: Collection,
    out: Path,
    judge: str = "none",
    settings: Settings = BARE,
    repeat: int = 1,
    jobs: int = 2,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    about = getattr(system, "about", {})
    memory = judge_of(judge, settings)
    plan = Plan(placed, system, library, BARE, "other", memory, judge, jobs, repeat, about)
    return carry_out(plan, out)


def speaking(base_url: str, **more: Any) -> Settings:
    """Settings with a model at an address."""
    told = {"base_url": base_url, "model": "m", "timeout": 5.0, "retries": 0, **more}
    return Settings(llm=LlmSettings(**told))

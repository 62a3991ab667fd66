"""A plan of a few cases of the sample library, each answered once for all tests here."""

from __future__ import annotations

import pytest

from evals.cases.case import Placed
from evals.cases.place import accepted, place_cases
from evals.cases.read import read_cases
from evals.response import Response
from evals.running.ask import Footnoted, System
from evals.running.judging import Memory, judge_of
from evals.running.library import CASES
from evals.running.planning import drawn, without_model
from evals.running.run import Plan
from rag.assemble import build_chain
from rag.settings import Settings
from vectorstore.collection import Collection

SETTINGS = without_model(Settings())


@pytest.fixture(scope="session")
def placed(library: Collection) -> list[Placed]:
    return drawn(accepted(place_cases(read_cases(CASES[1:]), library)), 14, 3)


@pytest.fixture(scope="session")
def system(library: Collection) -> System:
    return Remembering(Footnoted(build_chain(SETTINGS, library)))


class Remembering:
    """Asks each case once for all tests here."""

    name = "footnoted"

    def __init__(self, system: System) -> None:
        self._system = system
        self._said: dict[str, Response] = {}

    def answer(self, placed: Placed) -> Response:
        if placed.case.id not in self._said:
            self._said[placed.case.id] = self._system.answer(placed)
        return self._said[placed.case.id]


@pytest.fixture(scope="session")
def memory() -> Memory | None:
    return judge_of("wording", SETTINGS)


@pytest.fixture
def plan(placed: list[Placed], system: System, library: Collection, memory: Memory | None) -> Plan:
    return Plan(placed, system, library, SETTINGS, "embedded", memory, "wording", 2)

"""The project's own cases over the sample library: enough of every kind, and all of them placed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema

from evals.cases.case import Kind
from evals.cases.place import accepted, place_cases
from evals.cases.read import read_cases
from tests.support import ROOT
from tests.ui.outcome import schema
from vectorstore.collection import Collection

FILES = sorted((ROOT / "evals" / "data").glob("sample-*.jsonl"))
LOCATED = read_cases(FILES)
CASES = [one.case for one in LOCATED]


def test_there_are_enough_of_every_kind() -> None:
    kinds = Counter(case.kind for case in CASES)
    assert len(CASES) >= 150
    assert all(kinds[kind] >= 10 for kind in Kind)
    assert sum(case.kind.declines for case in CASES) >= 40


def test_follow_ups_speakers_dates_and_days_are_asked_for() -> None:
    assert sum(bool(case.history) for case in CASES) >= 8
    assert sum(case.speaker is not None for case in CASES) >= 8
    assert sum(case.date is not None for case in CASES) >= 8
    assert sum(case.as_of is not None for case in CASES) >= 8


def test_every_gold_span_is_in_the_sample_library(library: Collection) -> None:
    placed = place_cases(LOCATED, library)
    assert sum(len(one.gold) for one in placed) > 250
    assert accepted(placed) == placed


def test_key_facts_stand_in_the_gold() -> None:
    for case in CASES:
        gold = " ".join(gold.quote or "" for gold in case.gold)
        for fact in case.key_facts:
            assert any(wording in gold for wording in fact), case.id


def test_dialogues_count_together_and_questions_are_asked_once() -> None:
    assert all(case.group for case in CASES if case.history)
    asked = Counter((case.question.casefold(), case.history, case.as_of) for case in CASES)
    assert max(asked.values()) == 1


def test_nothing_that_is_as_of_a_day_rests_on_later_documents(library: Collection) -> None:
    published = {row.id: row.published for row in library.documents()}
    for one in place_cases(LOCATED, library):
        for gold in one.gold if one.case.as_of else ():
            stated = published[gold.document_id]
            assert stated is not None
            assert stated.first.isoformat() <= (one.case.as_of or ""), one.case.id


def test_every_line_is_of_the_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(schema("case"))
    for file in FILES:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            validator.validate(json.loads(line))

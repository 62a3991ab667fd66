"""The JSON other tools rely on, held to its schema."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rag.answers import Answer, Decline
from tests.ui.examples import answered, cite, declined, evidence
from ui.json_shapes import answer_json, search_json
from ui.schemas import published
from vectorstore.documents import Published, RegionKind

DOCS = Path(__file__).parents[2] / "docs"


def schema(name: str) -> dict[str, Any]:
    return json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


SCHEMAS = ["answer", "check", "claims", "excerpt", "ingest", "search", "source", "sources"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_every_schema_is_packaged() -> None:
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packaged.pop("examples/library") == "ui/published/library"
    # Those of the evaluation stand in docs/ to be read; no command reads them.
    evaluation = {"case", "report", "response"}
    names = {
        f"docs/{path.name}"
        for path in DOCS.glob("*.schema.json")
        if path.name.partition(".")[0] not in evaluation
    }
    assert set(packaged) == names == {f"docs/{name}.schema.json" for name in SCHEMAS}
    for source, target in packaged.items():
        assert target == source.replace("docs/", "ui/published/")
    for name in SCHEMAS:
        assert published(name) == schema(name)


QUOTED = cite(evidence("Four thousand.", published=Published("2025-08", "sidecar")), "Four")
TEASER = cite(evidence("Mills ask.", region=RegionKind.TEASER, title="Mills"), "Mills ask.")
ANSWERS = [answered(QUOTED), declined(Decline.NOT_IN_SOURCES, TEASER), answered(TEASER)]


@pytest.mark.parametrize("answer", [*ANSWERS, *map(declined, Decline)])
def test_answers_keep_to_the_schema(answer: Answer) -> None:
    jsonschema.validate(answer_json(answer), schema("answer"))


def test_the_shape_is_exactly_the_documented_one() -> None:
    shape = answer_json(answered(QUOTED))
    assert list(shape) == [
        *("schema", "question", "standalone_question", "declined", "decline_reason", "text"),
        *("statements", "withheld", "missing", "as_of", "citations", "evidence", "nearest"),
        "provenance",
    ]
    assert shape["citations"] == [
        {
            "number": 1,
            "document_id": "3fa9c1d2e4b5",
            "title": "A river and its ferry",
            "publisher": "Dranje Wire",
            "source": "/library/ferry.html",
            "published": "2025-08",
            "published_how": "sidecar",
            "region": "body",
            "quote": "Four",
            "start": 0,
            "end": 4,
            "passage_start": 0,
            "passage_end": 14,
        }
    ]
    assert shape["evidence"][0]["found_by"] == {"dense_rank": 1, "lexical_rank": 3}
    assert shape["provenance"]["timings_ms"] == {"retrieve": 8.123}


def test_a_date_is_told_with_how_it_is_known_or_not_at_all() -> None:
    undated = answer_json(answered(TEASER))["citations"][0]
    assert (undated["published"], undated["published_how"]) == (None, None)


def test_search_keeps_to_the_schema() -> None:
    found = (evidence("Four thousand."), evidence("Two.", title=None))
    jsonschema.validate(search_json("how many", found), schema("search"))
    jsonschema.validate(search_json("how many", ()), schema("search"))

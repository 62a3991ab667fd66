"""A grid becomes points, and one that cannot be meant is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.running.errors import EvaluationError
from evals.sweeping.grid import Grid, read_grid
from rag.errors import SettingsError
from rag.settings import RetrievalSettings, Settings
from tests.support import ROOT


def grid(folder: Path, text: str, settings: Settings | None = None) -> Grid:
    file = folder / "grid.toml"
    file.write_text(text, encoding="utf-8")
    return read_grid(file, settings or Settings())


def test_every_combination_and_every_point_once(tmp_path: Path) -> None:
    found = grid(
        tmp_path,
        """
        [grid]
        retrieval.k = [4, 8]
        system = ["footnoted", "citation-query-engine"]

        [[point]]
        retrieval = {k = 8, per_document = 2}

        [[point]]
        retrieval.k = 4
        system = "footnoted"

        [[point]]

        [metrics]
        quality = ["right", "citation_f1"]
        cost = "tokens"
        """,
    )
    assert [dict(point.values) for point in found.points] == [
        {"retrieval.k": 4, "system": "footnoted"},
        {"retrieval.k": 4, "system": "citation-query-engine"},
        {"retrieval.k": 8, "system": "footnoted"},
        {"retrieval.k": 8, "system": "citation-query-engine"},
        {"retrieval.k": 8, "retrieval.per_document": 2},
        {},
    ]
    assert [point.settings.retrieval.k for point in found.points] == [4, 4, 8, 8, 8, 12]
    assert [point.spec.kind.value for point in found.points[:2]] == [
        "footnoted",
        "citation-query-engine",
    ]
    assert found.varied == ["retrieval.k", "system", "retrieval.per_document"]
    assert (found.quality, found.cost) == (("right", "citation_f1"), ("tokens",))
    assert len({point.folder for point in found.points}) == 6


def test_a_point_stands_over_the_settings_in_force(tmp_path: Path) -> None:
    base = Settings(retrieval=RetrievalSettings(per_document=7))
    found = grid(tmp_path, "grid.retrieval.k = [3]\ngrid.llm.prompts = ['short']", base)
    (point,) = found.points
    assert point.settings.retrieval == RetrievalSettings(k=3, per_document=7)
    assert point.settings.llm.prompts == tmp_path / "short"
    assert str(tmp_path) not in point.folder
    assert found.varied == []
    assert (found.quality, found.cost) == (("right",), ("seconds",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[grid]\nretrieval.kk = [4]", "'retrieval.kk' in .*nearest there is: 'retrieval.k'"),
        ("[grid]\nretrieval = [4]", "'retrieval' in .*nearest there is: 'retrieval.k'"),
        ("[grid]\nchunking.size = [4]", "Unknown setting 'chunking'"),
        ("[grid]\nretrieval.k = ['many']", "'retrieval.k' in .* cannot be used: .*'many'"),
        ("[grid]\nretrieval.k = [4, 0]", "'retrieval.k' in .* cannot be used"),
        ("[grid]\nretrieval.k = [2024-01-01]", "'retrieval.k' in .* cannot be used"),
        ("[grid]\nretrieval.fusion = ['ranks', 'rrf']", "'retrieval.fusion' in .* cannot be used"),
        ("[grid]\nretrieval.keyword_share = [1.5]", "'retrieval.keyword_share' in .* cannot be"),
        ("[grid]\nretrieval.k = 4", "takes a list of values"),
        ("[grid]\nretrieval.k = []", "takes a list of values"),
        ("[[point]]\nretrieval.k = [4]", "cannot be used"),
        ("[grid]\nhome = ['x']", "home in .* cannot be varied"),
        ("[grid]\nweb.upload_mb = [1]", "web.upload_mb in .* cannot be varied"),
        ("[grid]\nsystem = ['rival']", "There is no system 'rival'"),
        ("[metrics]\nquality = 'rigth'\n[[point]]", "no metric; the nearest there is: 'right'"),
        ("[metrics]\nspeed = 'seconds'\n[[point]]", "no 'speed'"),
        ("[gird]\nretrieval.k = [4]", "unknown table 'gird'; the nearest there is: 'grid'"),
        ("[point]\nretrieval.k = 4", "with two brackets"),
        ("", "has no points"),
        ("[grid]", "has no points"),
        ("grid = 4", "a table of settings is needed"),
        ("grid.k =", "is not TOML"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises((EvaluationError, SettingsError), match=says):
        grid(tmp_path, text)


def test_a_key_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        grid(tmp_path, "[grid]\nllm.api_key = [1234567]")
    assert "1234567" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read: No such file"):
        read_grid(tmp_path / "none.toml", Settings())


def test_the_example_is_a_grid() -> None:
    found = read_grid(ROOT / "examples" / "grid.toml", Settings())
    assert len(found.points) == 5
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    text = (ROOT / "examples" / "grid.toml").read_text(encoding="utf-8")
    assert f"```toml\n{text.partition('[grid]')[1]}{text.partition('[grid]')[2]}```" in page

"""The declining benchmark: its figures, and the script itself over three small sets."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from benchmarks import declining
from benchmarks.calibration_sets import Asked

PASSAGE = [
    "The salt works of Lake Ostra employ 640 people.",
    "They were opened in 1911 by a trader from Pelta.",
]


def result(*, answerable: bool, declined: bool, right: bool = False) -> declining.Result:
    decline = "not_in_sources" if declined else None
    return declining.Result("set", "question", answerable, decline, right, ())


def test_figures() -> None:
    found = declining.figures(
        [
            result(answerable=True, declined=False, right=True),
            result(answerable=True, declined=True),
            result(answerable=False, declined=True),
            result(answerable=False, declined=True),
        ]
    )
    assert {name: figure["value"] for name, figure in found.items()} == pytest.approx(
        {
            "answerable_declined": 1 / 2,
            "answered_rightly": 1 / 2,
            "decline_precision": 2 / 3,
            "decline_recall": 1.0,
            "decline_f1": 4 / 5,
        }
    )
    assert all(f["low"] <= f["value"] <= f["high"] for f in found.values())


def test_of_what_is_never_answerable_only_recall_says_something() -> None:
    found = declining.figures([result(answerable=False, declined=True)] * 3)
    assert set(found) == {"decline_recall"}


def test_a_sample_is_taken_evenly_from_each_kind() -> None:
    asked = [Asked("set", str(n), n % 2 == 0, ()) for n in range(20)]
    kept = declining.sampled(asked, 5)
    assert [a.question for a in kept] == ["0", "4", "8", "12", "16", "1", "5", "9", "13", "17"]
    assert declining.sampled(asked, None) == [*asked[::2], *asked[1::2]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with a row or two of each public set, in their formats."""
    passage = {"title": "Salt works of Lake Ostra", "sentences": PASSAGE}
    said = {"answer": "In 1911.", "selected_sentences": PASSAGE[1:]}
    rows = [
        {"id": "1", "input": "when were the salt works of lake ostra opened", "output": [said]},
        {"id": "2", "input": "who painted the chapel ceiling", "output": [{}]},
    ]
    clapnq = [{**row, "passages": [passage]} for row in rows]
    documents = [
        {"text": "The Pelta lighthouse is 41 metres tall.", "type": "correct", "answer": "41"},
        {"text": "Plums must be ripe before they are baked.", "type": "noise", "answer": "unknown"},
    ]
    ramdocs = [{"question": "How tall is the Pelta lighthouse?", "documents": documents}]
    for name, written in (("clapnq", clapnq), ("ramdocs", ramdocs)):
        (tmp_path / name).mkdir()
        with gzip.open(tmp_path / name / f"{name}_few.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in written)
    (tmp_path / "falseqa").mkdir()
    csv = "question,answer,label\nHow many wings does a stone have?,None.,1\n"
    (tmp_path / "falseqa" / "valid.csv").write_text(csv, encoding="utf-8")
    return tmp_path


def test_the_script(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = data / "report.json"
    monkeypatch.setattr(sys, "argv", ["declining.py", str(data), "--json", str(report)])
    declining.main()
    written = json.loads(report.read_text("utf-8"))
    outcomes = {(r["set"], r["answerable"]): r for r in written["results"]}
    assert outcomes["clapnq, own passage", True]["right"]
    assert outcomes["ramdocs", True]["right"]
    assert outcomes["clapnq, own passage", False]["decline"]
    assert outcomes["ramdocs, noise only", False]["decline"]
    assert outcomes["falseqa, false premise", False]["decline"]
    assert "| clapnq, all passages | 2 |" in capsys.readouterr().out


def test_one_set_alone_is_asked(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["declining.py", str(data), "--only", "ramdocs"])
    declining.main()
    shown = capsys.readouterr().out
    assert "| ramdocs | 1 |" in shown
    assert "clapnq" not in shown
    monkeypatch.setattr(sys, "argv", ["declining.py", str(data), "--only", "nothing"])
    with pytest.raises(SystemExit):
        declining.main()
    assert "'nothing'" in capsys.readouterr().err

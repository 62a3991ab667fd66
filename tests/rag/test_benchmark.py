"""The retrieval benchmark: its measure against ir_measures, and the script itself."""

import gzip
import json
import random
import sys
from pathlib import Path

import ir_measures
import pytest

from benchmarks import retrieval
from benchmarks.beir import load, ndcg


@pytest.mark.parametrize("seed", range(20))
def test_ndcg_is_that_of_ir_measures(seed: int) -> None:
    dice = random.Random(seed)
    gains = {f"d{i}": dice.choice([0, 0, 0, 1, 1, 2, 4]) for i in range(dice.randrange(1, 30))}
    gains["d0"] = 1
    ranking = dice.sample([f"d{i}" for i in range(40)], dice.randrange(1, 40))
    qrels = [ir_measures.Qrel("q", id_, gain) for id_, gain in gains.items()]
    run = [ir_measures.ScoredDoc("q", id_, -float(rank)) for rank, id_ in enumerate(ranking)]
    expected = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], qrels, run)
    assert ndcg(ranking, gains) == pytest.approx(expected[ir_measures.nDCG @ 10])


def test_a_question_without_a_relevant_document() -> None:
    assert ndcg(["a"], {"b": 0}) == 0
    assert ndcg([], {"b": 1}) == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    here = tmp_path / "small" / "beir"
    (here / "qrels").mkdir(parents=True)
    metadata = {"source": "The Herald", "published_at": "2021-05-03T10:00:00", "url": "http://x/a"}
    texts = {
        "a": "France has 4,800 troops in the force.",
        "b": "The herring catch fell by a third last winter.",
        "c": "Skippers blame warm water for it.",
    }
    rows = [{"_id": i, "title": "", "text": t, "metadata": metadata} for i, t in texts.items()]
    with gzip.open(here / "corpus.jsonl.gz", "wt") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    questions = {"1": "How many French troops?", "2": "What do skippers say?", "3": "Unjudged?"}
    (here / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": i, "text": t}) + "\n" for i, t in questions.items())
    )
    (here / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tc\t1\n2\tb\t0\n"
    )
    return here


def test_a_collection(folder: Path) -> None:
    beir = load(folder)
    assert beir.name == "small"
    assert list(beir.questions) == ["1", "2"]
    assert beir.gains["2"] == {"c": 1, "b": 0}
    first = beir.documents[0]
    assert (first.id, first.publisher, first.title) == ("a", "The Herald", None)
    assert first.published is not None
    assert first.published.date == "2021-05-03"
    with pytest.raises(FileNotFoundError, match="no BEIR collection"):
        load(folder.parent)


def test_the_script(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = str(folder / "vectors.sqlite")
    arguments = ["retrieval.py", str(folder), str(folder), "--cache", cache, "--leave-one-out"]
    monkeypatch.setattr(sys, "argv", arguments)
    retrieval.main()
    printed = capsys.readouterr().out
    assert "| **Footnoted** | 1.000 | 1.000 |" in printed
    assert "| documents / passages / questions | 3 / 3 / 2 |" in printed
    assert "| held out |" in printed

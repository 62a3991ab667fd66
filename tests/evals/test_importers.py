"""Importers: each shape gives cases and documents; after an ingest every offset is exact."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases.case import Case, Kind
from evals.cases.errors import ImportingError
from evals.cases.importing.imported import Imported
from evals.cases.importing.sampling import sampled
from evals.cases.importing.shapes import imported
from evals.cases.importing.writing import write_documents
from evals.cases.place import place_cases
from evals.cases.read import Located
from rag.answers import Turn
from rag.assemble import open_library
from rag.settings import Settings
from vectorstore.ingest import ingest


def jsonl(file: Path, *rows: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    if file.suffix == ".gz":
        file.write_bytes(gzip.compress(text.encode()))
    else:
        file.write_text(text, encoding="utf-8")
    return file


def beir(folder: Path) -> Path:
    facts = {"url": "https://mill.example/", "published_at": "2025-03-01T10:00:00+00:00"}
    jsonl(
        folder / "corpus.jsonl",
        {
            "_id": "d/1",
            "title": 'The "old" mill',
            "text": "The mill burned down.\r\nIt was old.",
            "metadata": facts,
        },
        {"_id": "d2", "title": "", "text": "It rained."},
        {"_id": "d3", "text": ""},
    )
    jsonl(
        folder / "queries.jsonl.gz",
        {"_id": "1", "text": "What burned?", "answer": "the mill"},
        {"_id": "2", "text": "Who sang?"},
        {"_id": "3", "text": "Who danced?", "answer": "Insufficient information."},
    )
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\td/1\t1\n1\td2\t0\n2\td3\t1\n"
    )
    return folder


def csv(folder: Path) -> Path:
    (folder / "cases.csv").write_text(
        "question,kind,answer,key_facts,document,quote,context,tags,date\n"
        '"What burned?",,the mill,mill|windmill;Sunday,mill,burned on Sunday,'
        '"The mill, old as it was, burned on Sunday.",what;fire,\n'
        "Who sang?,,,,,,,,\n",
        encoding="utf-8-sig",
    )
    return folder / "cases.csv"


def squad(folder: Path) -> Path:
    first, second = "The mill\u2028burned\ufeff on Sunday.", "Nobody was hurt, Ann Lee said."
    qas = [
        {
            "id": "q1",
            "question": " When did it burn?",
            "answers": [{"text": "Sunday", "answer_start": first.index("Sunday")}],
        },
        {"id": "q2", "question": "Why?", "answers": [], "is_impossible": True},
    ]
    more = [
        {
            "id": "q3",
            "question": "Who said so?",
            "answers": [{"text": "Ann Lee", "answer_start": 17}] * 2,
        }
    ]
    paragraphs = [{"context": first, "qas": qas}, {"context": second, "qas": more}]
    (folder / "squad.json").write_text(
        json.dumps({"data": [{"title": "Old_Mill", "paragraphs": paragraphs}]})
    )
    return folder / "squad.json"


def clapnq(folder: Path) -> Path:
    sentences = ["The mill , old as it was , burned .", "It 's gone ( for good ) .", "It rained ."]
    passage = {"title": "Mill", "sentences": sentences, "text": " ".join(sentences)}
    chosen = [
        {"answer": "It burned , it 's gone .", "selected_sentences": sentences[:2]},
        {"answer": "It burned .", "selected_sentences": sentences[:1]},
    ]
    jsonl(
        folder / "dev.jsonl",
        {"id": "-7", "input": "what happened to the mill", "passages": [passage], "output": chosen},
        {
            "id": "8",
            "input": "who sang",
            "passages": [passage],
            "output": [{"answer": "", "selected_sentences": []}],
        },
    )
    return folder


def mtrag(folder: Path) -> Path:
    talk = [
        {"speaker": "user", "text": "What burned?"},
        {"speaker": "agent", "text": "The mill."},
        {"speaker": "user", "text": "And when?"},
    ]

    def task(
        number: int, said: list[dict[str, str]], kind: str, contexts: list[str]
    ) -> dict[str, Any]:
        return {
            "task_id": f"abc<::>{number}",
            "input": said,
            "contexts": [{"document_id": c} for c in contexts],
            "targets": [{"speaker": "agent", "text": "On Sunday."}],
            "Answerability": [kind],
            "Question Type": ["Factoid"],
        }

    tasks = [
        task(1, talk[:1], "ANSWERABLE", ["d1"]),
        task(2, talk, "PARTIAL", ["d1", "d2"]),
        task(3, talk, "UNANSWERABLE", []),
        task(4, talk, "CONVERSATIONAL", []),
    ]
    documents = [
        {"document_id": "d1", "title": "Mill", "text": "Mill\nThe mill burned ."},
        {"document_id": "d2", "title": "Day", "text": "It was Sunday."},
    ]
    (folder / "mtrag.json").write_text(json.dumps({"documents": documents, "tasks": tasks}))
    return folder / "mtrag.json"


def ramdocs(folder: Path) -> Path:
    documents = [
        {"text": "Mill One has 12 sails.", "type": "correct", "answer": "12 sails"},
        {"text": "Mill Two has a dozen and one.", "type": "correct", "answer": "13 sails"},
        {"text": "Mill One has 99 sails.", "type": "misinfo", "answer": "99 sails"},
        {"text": "It rained.", "type": "noise", "answer": "unknown"},
    ]
    row = {
        "question": "How many sails?",
        "documents": documents,
        "gold_answers": ["12 sails", "13 sails"],
        "wrong_answers": ["99 sails"],
    }
    return jsonl(folder / "ramdocs.jsonl.gz", row)


def realtimeqa(folder: Path) -> Path:
    def question(number: int, answer: str) -> dict[str, Any]:
        return {
            "question_id": f"20250301_{number}",
            "question_date": "2025/03/01",
            "question_sentence": "What burned this week?",
            "choices": ["A barn", "A mill", "A car"],
            "answer": [answer],
        }

    jsonl(folder / "questions_dev.jsonl", question(0, "1"), question(1, "2"), question(2, "1"))
    article = {
        "title": "Fire",
        "url": "https://news.example/fire",
        "text": "On Friday a  mill burned.\n\nNobody was hurt.",
        "publish_date": "2025/02/28",
        "authors": ["Ann Lee"],
    }
    jsonl(
        folder / "gcs" / "20250301_gcs.jsonl.gz",
        {"question_id": "20250301_0", "search_result": [article, {"text": ""}]},
        {"question_id": "20250301_1", "search_result": [article]},
        {"question_id": "20250301_2", "search_result": []},
    )
    return folder


SHAPES = {made.__name__: made for made in (beir, csv, squad, clapnq, mtrag, ramdocs, realtimeqa)}


def taken(kind: str, folder: Path) -> tuple[Imported, dict[str, Case]]:
    found = imported(kind, SHAPES[kind](folder))
    return found, {case.id: case for case in found.cases}


def quotes(case: Case) -> list[str | None]:
    return [gold.quote for gold in case.gold]


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_after_an_ingest_every_gold_span_is_exact(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "source"
    source.mkdir()
    found, _ = taken(kind, source)
    write_documents(tmp_path / "documents", found.documents)
    with open_library(Settings(home=tmp_path / "home"), create=True) as library:
        report = ingest(library, [tmp_path / "documents"])
        assert not report.failed
        assert report.new == len(found.documents)
        located = [Located(case, Path("x"), 1) for case in found.cases]
        placed = place_cases(located, library)
        for one in placed:
            for gold, given in zip(one.gold, one.case.gold, strict=True):
                text = library.document(gold.document_id).text
                assert text[gold.span.start : gold.span.end] == gold.quote == given.quote


def test_beir(tmp_path: Path) -> None:
    found, cases = taken("beir", tmp_path)
    assert quotes(cases["beir-1"]) == ["The mill burned down.\nIt was old."]
    assert cases["beir-1"].answers == ("the mill",)
    assert cases["beir-3"].kind is Kind.UNANSWERABLE
    assert "beir-2" not in cases
    assert found.notes == ("1 queries have no relevant document and were left out.",)
    first = found.documents[0]
    assert (first.title, first.published) == ('The "old" mill', "2025-03-01")


def test_csv(tmp_path: Path) -> None:
    _, cases = taken("csv", tmp_path)
    case = cases["row-2"]
    assert case.key_facts == (("mill", "windmill"), ("Sunday",))
    assert case.tags == ("what", "fire")
    assert quotes(case) == ["burned on Sunday"]
    assert cases["row-3"].kind is Kind.UNANSWERABLE


def test_squad(tmp_path: Path) -> None:
    _, cases = taken("squad", tmp_path)
    assert quotes(cases["squad-q1"]) == ["Sunday"]
    assert cases["squad-q2"].kind is Kind.UNANSWERABLE
    assert quotes(cases["squad-q3"]) == ["Ann Lee"]
    assert cases["squad-q3"].key_facts == (("Ann Lee",),)


def test_clapnq(tmp_path: Path) -> None:
    found, cases = taken("clapnq", tmp_path)
    assert quotes(cases["clapnq-7"]) == [
        "The mill, old as it was, burned.",
        "It's gone (for good).",
    ]
    assert cases["clapnq-7"].answers == ("It burned, it's gone.", "It burned.")
    assert cases["clapnq-8"].kind is Kind.UNANSWERABLE
    assert len(found.documents) == 1


def test_mtrag(tmp_path: Path) -> None:
    found, cases = taken("mtrag", tmp_path)
    second = cases["mtrag-abc-2"]
    assert second.history == (Turn("What burned?", "The mill."),)
    assert second.question == "And when?"
    assert second.kind is Kind.PARTLY
    assert len(second.gold) == 2
    assert {case.group for case in found.cases} == {"mtrag-abc"}
    assert cases["mtrag-abc-3"].answers == ()
    assert len(cases) == 3
    assert len(found.notes) == 1


def test_ramdocs(tmp_path: Path) -> None:
    _, cases = taken("ramdocs", tmp_path)
    case = cases["ramdocs-0000"]
    assert quotes(case) == ["12 sails", "Mill Two has a dozen and one."]
    assert case.key_facts == (("12 sails",), ("13 sails",))
    assert case.wrong_facts == (("99 sails",),)
    assert len(case.within) == 4


def test_realtimeqa(tmp_path: Path) -> None:
    found, cases = taken("realtimeqa", tmp_path)
    first = cases["realtimeqa-20250301_0"]
    assert (first.kind, first.as_of) == (Kind.ANSWERABLE, "2025-03-01")
    assert quotes(first) == ["a  mill"]
    second = cases["realtimeqa-20250301_1"]
    assert second.kind is Kind.UNANSWERABLE
    assert "no article" in second.note
    assert second.within == first.within
    assert len(found.documents) == 1
    assert found.notes == ("1 questions have no articles and were left out.",)


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_a_file_of_another_shape_is_refused_with_a_sentence(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ImportingError, match="There is no"):
        imported(kind, tmp_path / "none")
    for number, text in enumerate(
        ["{", "[]", '{"a": 1}\n', '{"_id": "x", "question": 3}\n', "a,b\n1,2\n"]
    ):
        file = tmp_path / f"{number}.jsonl"
        file.write_text(text)
        with pytest.raises(ImportingError):
            imported(kind, file)


def test_a_sample_keeps_conversations_whole_and_is_the_same_for_a_seed(tmp_path: Path) -> None:
    cases = tuple(Case(f"c{n}", "Why?", Kind.UNANSWERABLE, group=f"g{n // 3}") for n in range(30))
    found = Imported(cases, ())
    some = sampled(found, 10, seed=1)
    assert len(some.cases) == 9
    assert all(sum(c.group == case.group for c in some.cases) == 3 for case in some.cases)
    assert some == sampled(found, 10, seed=1)
    assert some != sampled(found, 10, seed=2)
    assert sampled(found, 30, seed=1) is found
    with pytest.raises(ImportingError, match="raise --limit to 3"):
        sampled(found, 2, seed=1)


def test_documents_go_into_a_new_folder_only(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("x")
    with pytest.raises(ImportingError, match="not empty"):
        write_documents(tmp_path, [])

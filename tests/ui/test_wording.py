"""Words: said in every language, told from English where they come from deeper down."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from rag.alignment.align import align
from rag.answers import Check, Label, Verdict, VerdictClass
from rag.errors import ModelError
from rag.events import Checking, EvidenceFound, FellBack, Searching, StatementGrew
from rag.parts import UNNAMED
from tests.ui.examples import answered, cite, evidence
from tests.ui.languages import places, said
from ui.exporting.page import phrase
from ui.live import Watching
from ui.rates import rate_lines
from ui.roles import Model, Roles, role_lines
from ui.web.phrases import ENGLISH, FRENCH, LANGUAGES
from ui.wording import missing_words, reason_words, verdict_words
from ui.wording.english import ENGLISH as PLAIN
from ui.wording.french import FRENCH as TOLD
from ui.wording.typeset import typeset

ROOT = Path(__file__).parents[2]
SAME = {
    "title", "sources", "conversations", "collection", "to_source", "keys.new.0",
    "counts.documents.0", "counts.documents.1", "counts.passages.0", "counts.passages.1",
}  # fmt: skip
NO_WORDS = re.compile(r"[\W\d]*(?:\{[^}]*\}[\W\d]*)*")


def test_every_word_is_said_in_every_language() -> None:
    for language, words in LANGUAGES.items():
        assert words.language == words.wording.language == language
        assert dict(said(words)).keys() == dict(said(ENGLISH)).keys()
        assert not [
            name for name, text in said(words) if not text.strip() and "thousands" not in name
        ]


def test_nothing_is_left_in_english() -> None:
    french = dict(said(FRENCH))
    left = {
        name
        for name, text in said(ENGLISH)
        if text == french[name] and not NO_WORDS.fullmatch(text)
    }
    assert left <= SAME


def test_the_same_things_are_put_into_every_language() -> None:
    french = dict(said(FRENCH))
    for name, text in said(ENGLISH):
        assert places(text) == places(french[name]), name
    for english, told in TOLD.sentences.items():
        assert places(english) == places(told), english


def test_french_is_set_as_french() -> None:
    texts = [*dict(said(FRENCH)).values(), *TOLD.sentences.values()]
    for text in texts:
        assert not re.search(r"[ \w»)][;?!]|\w:(?!\w|told)| :|« | »|'(?!footnoted)", text), text
    assert typeset(("Oui ?", {"a": "« x » : y"})) == (
        "Oui\u202f?",
        {"a": "«\u00a0x\u00a0»\u202f: y"},
    )
    assert phrase("<Oui\u202f?\n>") == "&lt;Oui\u202f? &gt;"


def test_a_part_named_in_other_words_than_the_questions_is_no_quotation() -> None:
    answer = replace(answered(cite(evidence("One."), "One.")), missing=("who paid", UNNAMED))
    assert missing_words(answer) == (
        "The sources do not answer this part: “who paid”; one that the model named in words of its "
        "own."
    )
    assert missing_words(answer, TOLD) == typeset(
        "Les sources ne répondent pas à cette partie : « who paid » ; une partie que le modèle a "
        "nommée dans ses propres mots."
    )


def test_numbers_are_written_as_in_the_language() -> None:
    assert FRENCH.counted("passages", 1204) == "1\u202f204 passages"
    assert ENGLISH.counted("passages", 1204) == "1,204 passages"
    assert [TOLD.counted(TOLD.claims, n) for n in (0, 1, 2)] == [
        "0 affirmation", "1 affirmation", "2 affirmations",
    ]  # fmt: skip
    assert PLAIN.counted(PLAIN.claims, 0) == "0 claims"
    assert (PLAIN.of_100(0.746), TOLD.of_100(0.746), TOLD.of_100(0.65)) == ("74.6", "74,6", "65")


@cache
def templates(*folders: str) -> dict[str, str]:
    """Return every string of some folders that has words, places as `{}`, and its file."""
    found: dict[str, str] = {}
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            for text in _strings(ast.parse(file.read_text("utf-8"))):
                found.setdefault(text, file.name)
    return found


def _strings(tree: ast.AST) -> Iterator[str]:
    parts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts |= set(map(id, node.values))
    for node in ast.walk(tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(
    ("date", "english", "french"),
    [
        ("2025-11-01", "1 Nov 2025", "1er nov. 2025"),
        ("2025-08-25", "25 Aug 2025", "25 août 2025"),
        ("2025-02", "Feb 2025", "févr. 2025"),
        ("0987", "0987", "0987"),
    ],
)
def test_dates_are_written_as_in_the_language(date: str, english: str, french: str) -> None:
    assert (PLAIN.day(date), FRENCH.wording.day(date)) == (english, french)


def test_no_sentence_is_told_that_nothing_says_any_more() -> None:
    there = templates("rag", "vectorstore", "ui/web", "ui/keeping", "ui/people", "ui/slack", "ui")
    shapes = [
        re.compile(".*".join(map(re.escape, text.split("{}"))), re.DOTALL)
        for text in there
        if there[text] != "french_sentences.py" and re.sub(r"[{}\W]", "", text)
    ]
    for english in TOLD.sentences:
        example = english.replace("{}", "X")
        ways = (example, example.removesuffix("."))
        assert any(shape.fullmatch(way) for shape in shapes for way in ways), english


@cache
def pairs() -> list[tuple[str, str]]:
    files = sorted((ROOT / "evals" / "data").glob("minimal-pairs-*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [(row["claim"], row["evidence"]) for row in lines]


def verdicts() -> Iterator[Verdict]:
    for claim, source in pairs():
        found = align(claim, source)
        yield Verdict(found.label, found.kind, "aligner", found.reason, None, found.checks)


def test_every_finding_of_the_aligner_is_told_in_french() -> None:
    found = {
        text
        for text in templates("rag/alignment")
        if re.match(r"“\{\}” |the source |the bound |in the source ", text)
    }
    assert len(found) > 20
    assert found <= TOLD.sentences.keys()


def test_every_reason_of_the_aligner_is_told_in_french() -> None:
    reasons = [(each.reason, reason_words(each, TOLD)) for each in verdicts()]
    assert len(reasons) > 100
    for english, french in reasons:
        assert french != english
        told = re.sub("«\N{NO-BREAK SPACE}.*?\N{NO-BREAK SPACE}»", "", french, flags=re.DOTALL)
        assert not re.search(r"\b(?:words|against|stands|the|says|leaves|not|there)\b", told), told


def test_english_reasons_stay_as_they_are() -> None:
    for each in verdicts():
        assert reason_words(each) == each.reason


def test_what_a_source_says_is_never_translated() -> None:
    assert (
        TOLD.told("“byline” against “sidecar”")
        == "«\u00a0byline\u00a0» au lieu de «\u00a0sidecar\u00a0»"
    )
    assert TOLD.told("The mayor said so; the source says so.") == (
        "The mayor said so; the source says so."
    )


def test_a_reason_with_a_semicolon_in_a_quotation_is_told_whole() -> None:
    details = ("“a; b” is not in the source", "“c” stands elsewhere", "“d” stands elsewhere")
    checks = tuple(Check("x", False, detail) for detail in details)
    reason = f"In other words: {details[0]}; {details[2]}."
    verdict = Verdict(Label.UNCHECKED, VerdictClass.REWORDED, "aligner", reason, None, checks)
    assert reason_words(verdict, TOLD) == (
        "En d’autres termes\u202f: «\u00a0a; b\u00a0» n’est pas dans la source\u202f; "
        "«\u00a0d\u00a0» est placé ailleurs."
    )


def test_what_a_model_says_of_a_statement_stays_in_its_words() -> None:
    verdict = Verdict(Label.PARTLY, VerdictClass.NOT_FOUND, "small", "it names no date")
    assert verdict_words(verdict, TOLD) == "introuvable\u202f: it names no date"
    supported = replace(verdict, kind=VerdictClass.JUDGED_SUPPORTED)
    assert verdict_words(supported, TOLD) == "jugé conforme par small"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "plan.xlsx is an Excel workbook, which cannot be read; save it as PDF or DOCX.",
            "plan.xlsx est un classeur Excel, illisible ici\u202f; enregistrez-en une copie en PDF "
            "ou en DOCX.",
        ),
        (
            "x.pdf is a damaged or cut off PDF. The version ingested before is kept.",
            "x.pdf est un PDF endommagé ou tronqué. La version d’avant est gardée.",
        ),
        (
            "The model server gpu:80 was silent for 60 seconds: ask again, or raise llm.timeout "
            "for a slow one.",
            "Le serveur du modèle gpu:80 est resté muet 60 secondes\u202f: redemandez, ou "
            "augmentez llm.timeout s’il est lent.",
        ),
        ("Nobody foresaw this.", "Nobody foresaw this."),
    ],
)
def test_errors_are_told_in_french_where_they_are_known(english: str, french: str) -> None:
    assert TOLD.told(str(ModelError(english))) == french
    assert PLAIN.told(english) == english


def test_what_is_happening_is_said_in_french() -> None:
    watching = Watching(TOLD)
    seen = []
    for event in (
        Searching("?", 1204), EvidenceFound(()), StatementGrew("x"), Checking(2), FellBack("y"),
    ):  # fmt: skip
        watching.take(event)
        seen.append(watching.status)
    assert seen == [
        "recherche dans 1\u202f204 passages …",
        "lecture de 0 passage …",
        "rédaction …",
        "vérification de 2 phrases …",
        "le modèle a échoué\u202f; lecture des mots mêmes des sources …",
    ]


def test_who_answers_is_said_in_french() -> None:
    at = Model("small", "http://x/v1", "llm.api_key")
    lines = dict(role_lines(Roles(at, at, None), TOLD))
    assert lines["rédige les réponses"] == (
        "small à l’adresse http://x/v1\u202f; clé tirée de llm.api_key"
    )
    assert lines["complète les questions de suite"] == "le même modèle"
    assert not list(rate_lines((), TOLD))

"""The questions that are offered to begin with."""

from __future__ import annotations

from pathlib import Path

from rag.assemble import build_chain, open_library
from rag.settings import Settings
from ui.samples import QUESTIONS, sample_questions
from vectorstore.collection import Collection


def test_the_sample_library_answers_them_from_the_files_named(library: Collection) -> None:
    chain = build_chain(Settings(), library)
    assert sample_questions(library) == tuple(QUESTIONS)
    for question, file in QUESTIONS.items():
        cited = {Path(each.document.source).name for each in chain.ask(question).citations}
        assert file in cited, question


def test_another_library_is_offered_none(two_home: Path) -> None:
    with open_library(Settings(home=two_home, collection="rivers"), create=False) as rivers:
        assert sample_questions(rivers) == ()

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.answers import Turn
from rag.rewrite import RuleRewriter

_LINES = Path(__file__).with_name("dialogues.txt").read_text("utf-8").split("\n\n")


@dataclass(frozen=True)
class Dialogue:
    name: str
    history: tuple[Turn, ...]
    asked: str
    reads: str


def _dialogue(block: str) -> Dialogue:
    name, *lines = block.strip().splitlines()
    said = [(line.strip()[0], line.strip()[2:]) for line in lines]
    parts = {mark: [text for m, text in said if m == mark] for mark in "QA?="}
    history = tuple(Turn(q, a) for q, a in zip(parts["Q"], parts["A"], strict=True))
    return Dialogue(name, history, parts["?"][0], (parts["="] or parts["?"])[0])


DIALOGUES = [_dialogue(block) for block in _LINES if block.strip() and not block.startswith("#")]
PARLY = Turn("Who is the French defence minister?", "Defense Minister Florence Parly spoke. [1]")

_WORDS = """Who What Why Where How many did is was the a of in and she he it they her his that this
    there then other any else say about what troops left minister coup Mali Gao ECOWAS Florence
    Parly Macron 2019 last year [1] é ’s ? . , “ 🙂 Ünal"""
_WORD = st.sampled_from([*_WORDS.split(), "\n", ""])
_TEXT = st.lists(_WORD, max_size=14).map(" ".join) | st.text(max_size=60)
_HISTORY = st.lists(st.builds(Turn, _TEXT, _TEXT), max_size=4)


def rewrite(question: str, *history: Turn) -> str:
    return RuleRewriter().rewrite(question, history)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
def test_reads_on_its_own(dialogue: Dialogue) -> None:
    assert rewrite(dialogue.asked, *dialogue.history) == dialogue.reads


def test_the_table_is_read_whole() -> None:
    assert len(DIALOGUES) > 70
    assert sum(d.asked == d.reads for d in DIALOGUES) >= 12


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
def test_a_rewritten_question_stands_alone(dialogue: Dialogue) -> None:
    unrelated = Turn("When was the Halmet lighthouse built?", "It was built in 1871. [1]")
    named = re.search(r"\s[A-Z]", dialogue.reads)
    if named and not re.search(r"\b(?:it|that)\b", dialogue.reads):
        assert rewrite(dialogue.reads, unrelated) == dialogue.reads


@given(_TEXT)
def test_without_history_nothing_changes(question: str) -> None:
    assert rewrite(question) == question
    assert rewrite(question, Turn("  ", "Florence Parly spoke.")) == question


@settings(max_examples=400)
@given(_TEXT, _HISTORY)
@example("Who", [Turn("Who", "00À")])
def test_no_name_is_invented(question: str, history: list[Turn]) -> None:
    out = rewrite(question, *history)
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    known = set(re.findall(r"\w+", said.casefold()))
    capitalised = [w for w in re.findall(r"\w+", out)[1:] if w[0].isupper()]
    assert not {w.casefold() for w in capitalised} - known - {"is", "tell"}


@given(_TEXT, _HISTORY)
def test_a_rewrite_is_repeatable_and_bounded(question: str, history: list[Turn]) -> None:
    out = rewrite(question, *history)
    assert out == rewrite(question, *history)
    assert bool(out.strip()) == bool(question.strip())


def test_footnote_marks_never_reach_the_question() -> None:
    said = Turn("Who spoke?", "Florence Parly [1][2] of the Mali Mission [3] spoke. [12]")
    assert rewrite("What did she say?", said) == "What did Florence Parly say?"


def test_a_question_is_returned_byte_for_byte() -> None:
    question = "  What is the  capital of Peru ? "
    assert rewrite(question, PARLY) == question


def test_a_very_long_question_is_left_alone() -> None:
    question = "What did she say about " + "taxes and " * 400 + "it?"
    assert rewrite(question, PARLY) == question


def test_a_long_conversation_is_quick() -> None:
    answer = "Florence Parly met Emmanuel Macron, the head of the mission in Gao. She left. " * 30
    history = [Turn("What did she say about it?", answer)] * 200
    start = time.perf_counter()
    rewrite("Why?", *history)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "text", ["a " * 999, "A." * 999, "the the " * 240, "It, " * 490, "'s" * 990]
)
def test_odd_text_is_no_trap(text: str) -> None:
    start = time.perf_counter()
    rewrite(text, Turn(text, text), PARLY)
    assert time.perf_counter() - start < 10


def test_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, rag.rewrite; "
        "print([m for m in ('numpy', 'pydantic', 'llama_index', 'snowballstemmer') "
        "if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"

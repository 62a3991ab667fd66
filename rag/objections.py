"""Reasons why the best sentence found does not answer: each a check a person can follow.

Nearness cannot tell a sentence that answers from one that only shares the question's words. These
checks look at what the question takes for granted: that the thing asked for is there, that the
names it uses are, that the one it says acted is the one who acted, and that it happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.answer_types import FULL, new_names, strength
from rag.bindings import bound, hedged, speaks
from rag.features import HARD
from rag.questions import Kind, Question
from rag.readings import Reading, Sentence
from rag.words import same_name, words

Matrix = npt.NDArray[np.float32]

_AUXILIARY = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would|can|could|is|was|are|were)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|no longer|neither|nobody|none|den(?:y|ied|ies)|refus\w+|reject\w*|without)\b"
    r"|n['’]t\b|\bno (?!\w+ (?:doubt|longer))",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\"”’')\]]*$")
_ASK_FOR_DENIALS = frozenset({Kind.YES_NO, Kind.QUOTE, Kind.WHY, Kind.HOW, Kind.WHAT})
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", re.IGNORECASE)


CODES = (
    "wrong_kind", "count_of_something_else", "other_speaker", "name_absent", "name_elsewhere",
    "number_absent", "word_absent", "asked_thing_absent", "act_absent", "act_elsewhere",
    "other_actor", "not_stated_as_fact", "denied", "about_another",
)  # fmt: skip


def objections(question: Question, reading: Reading, weights: Matrix) -> dict[str, float]:
    """Return how strongly each check speaks against the sentence, 0 (not at all) to 1."""
    sentence = reading.sentence
    names = [i for i, t in enumerate(question.terms) if t.name and not t.numeric]
    numbers = [i for i, t in enumerate(question.terms) if t.numeric]
    plain = [i for i, t in enumerate(question.terms) if not t.name and not t.numeric]
    stems = {term.stem: i for i, term in enumerate(question.terms)}
    head = stems.get(question.head[-1]) if question.head else None
    act = stems.get(question.predicate) if question.predicate else None
    return dict(
        zip(
            CODES,
            (
                wrong_kind(question, sentence),
                1.0 if bound(question, sentence.text, reading.grid) < 0.3 else 0.0,
                1.0 - min(1.0, 2 * speaks(question, sentence, reading.before)),
                _missing(reading.passage, weights, names),
                _missing(reading.around, weights, names),
                float(any(reading.passage[i] < 1 for i in numbers)),
                _missing(reading.passage, weights, plain),
                0.0 if head is None else 1.0 - float(reading.passage[head]),
                0.0 if act is None else 1.0 - float(reading.passage[act]),
                0.0 if act is None else 1.0 - float(reading.around[act]),
                float(other_actor(question, sentence, reading.grid)),
                min(1.0, hedged(question, sentence, reading.grid, weights)),
                float(question.kind not in _ASK_FOR_DENIALS and denied(question, sentence)),
                about_another(question, reading, weights, names),
            ),
            strict=True,
        )
    )


def wrong_kind(question: Question, sentence: Sentence) -> float:
    """Return how far the sentence is from holding the kind of thing asked for, 0 to 1."""
    if asks_back(question, sentence):
        return 1.0
    if question.kind not in HARD:
        return 0.0
    return max(0.0, 1 - strength(question, sentence.text) / FULL)


def asks_back(question: Question, sentence: Sentence) -> bool:
    """Tell whether the sentence is a question, which answers nothing but what somebody said."""
    return bool(_ASKS.search(sentence.text)) and question.kind is not Kind.QUOTE


def denied(question: Question, sentence: Sentence) -> bool:
    """Tell whether the sentence negates something and the question does not."""
    return bool(_DENIAL.search(sentence.text)) and not _DENIAL.search(question.text)


def about_another(
    question: Question, reading: Reading, weights: Matrix, names: Sequence[int]
) -> float:
    """Return how much of what the question names is missing where other names stand, 0 to 1."""
    if not names or not new_names(question, words(reading.sentence.text)):
        return 0.0
    present = np.maximum(reading.around, 0.5 * reading.title)[list(names)]
    own = weights[list(names)]
    return float((own * (1 - present)).sum() / own.sum())


def _missing(scores: Matrix, weights: Matrix, which: Sequence[int]) -> float:
    """Return the weight of the weightiest of these terms without a partner, 0 to 1."""
    return max(
        (float(min(1.0, weights[i]) * max(0.0, 1 - scores[i] / 0.5)) for i in which), default=0.0
    )


def subject(question: Question) -> tuple[str, ...]:
    """Return the stems of the name a question says acted ("Why did *Burkina Faso* suspend …")."""
    match = _AUXILIARY.search(question.text)
    if match is None:
        return ()
    run: list[str] = []
    for word in words(question.text[match.end() :]):
        if not word.capitalised and not (run and word.form.lower() in ("of", "and", "the")):
            break
        run.append(word.stem)
    return tuple(run)


def other_actor(question: Question, sentence: Sentence, grid: Matrix) -> bool:
    """Tell whether the sentence has somebody else do what the question says its subject did."""
    names = subject(question)
    verb = next(
        (i for i, term in enumerate(question.terms) if term.stem == question.predicate), None
    )
    if not names or verb is None:
        return False
    if not grid.shape[1] or grid[verb].max() < 0.6:
        return False
    place = sentence.found[int(grid[verb].argmax())]
    runs = [w for w in sentence.found if w.capitalised and (w.start > 0 or w.content)]
    ahead = [w for w in runs if w.start < place.start]
    if not ahead or _PASSIVE.search(sentence.text[: place.start]):
        return False
    return not any(same_name(name, w.stem) for name in names for w in ahead)

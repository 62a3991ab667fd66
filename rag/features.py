"""What can be measured of a sentence as an answer: explainable features, each a number.

Every feature says something a person can check: how near the sentence is to the question, which of
the question's words have a partner in it, around it or in its passage, and whether it holds the
kind of thing that is asked for.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from rag.answer_types import strength
from rag.bindings import bound, hedged, speaks
from rag.questions import Kind, Question
from rag.readings import Reading, Readings

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]

NAMES = (
    "near_sentence", "near_passage", "rank",
    "terms_sentence", "terms_clause", "terms_context", "terms_passage",
    "least_context", "least_passage",
    "names_sentence", "names_context", "names_passage",
    "gap_names_context", "gap_names_passage", "gap_words_context", "gap_words_passage",
    "kind", "kind_hard", "bound", "hedged", "speaker", "numbers_missing", "length", "new",
    "fragment", "instance",
)  # fmt: skip

HARD = frozenset(
    {Kind.HOW_MANY, Kind.PERCENT, Kind.MONEY, Kind.HOW_LONG, Kind.HOW_OLD, Kind.WHEN, Kind.WHO}
    | {Kind.WHERE, Kind.QUOTE}
)
"""Kinds whose answer has a form that can be looked for."""

_SOFT = 0.7
_TITLE_NAMES, _TITLE_WORDS = 0.9, 0.6
_PARTNER = 0.5
_ENDED = re.compile(r"[.!?…:;][\"”’')\]]*$")
_CLAUSE = re.compile(
    r"(?:[,;—–]\s+|\s)(?:but|while|whereas|although|though|however"
    r"|and (?=(?:has|have|is|was|were|had|will)\b))\b|;",
    re.IGNORECASE,
)


def measure(readings: Readings) -> Matrix:
    """Return float32 [sentences, len(NAMES)]."""
    rows = [_row(readings.question, reading, readings.weights) for reading in readings.all]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def _row(question: Question, reading: Reading, weights: Vector) -> list[float]:
    names = np.array([t.name and not t.numeric for t in question.terms], dtype=bool)
    plain = np.array([not t.name and not t.numeric for t in question.terms], dtype=bool)
    topic = np.maximum(reading.around, reading.title * np.where(names, _TITLE_NAMES, _TITLE_WORDS))
    sentence = reading.sentence
    kind = strength(question, sentence.text)
    new = [word for word in sentence.found if word.stem not in question.stems]
    numbers = [i for i, term in enumerate(question.terms) if term.numeric]
    return [
        reading.near,
        reading.near_passage,
        1 / (sentence.passage + 1),
        _mean(reading.inside, weights),
        _clause(reading, weights),
        _mean(topic, weights),
        _mean(reading.passage, weights),
        float(topic.min(initial=1.0)),
        float(reading.passage.min(initial=1.0)),
        _mean(reading.inside[names], weights[names], 1.0),
        _mean(reading.around[names], weights[names], 1.0),
        _mean(reading.passage[names], weights[names], 1.0),
        _gap(reading.around[names], weights[names]),
        _gap(reading.passage[names], weights[names]),
        _gap(topic[plain], weights[plain]),
        _gap(reading.passage[plain], weights[plain]),
        kind,
        kind if question.kind in HARD else _SOFT,
        bound(question, sentence.text, reading.grid),
        hedged(question, sentence, reading.grid, weights),
        speaks(question, sentence, reading.before),
        float(sum(reading.inside[i] < 1 for i in numbers)),
        float(np.log1p(len(sentence.found))),
        len(new) / max(1, len(sentence.found)),
        float(not _ENDED.search(sentence.text)),
        reading.instance,
    ]


def _clause(reading: Reading, weights: Vector) -> float:
    """Return the best coverage any one clause of the sentence reaches."""
    sentence = reading.sentence
    cuts = [match.start() for match in _CLAUSE.finditer(sentence.text)]
    if not cuts or not len(weights):
        return _mean(reading.inside, weights)
    clause = np.array([sum(word.start >= cut for cut in cuts) for word in sentence.found])
    return max(
        _mean(reading.grid[:, clause == n].max(axis=1, initial=0), weights)
        for n in range(len(cuts) + 1)
    )


def _mean(scores: Vector, weights: Vector, empty: float = 0.0) -> float:
    return float((scores * weights).sum() / weights.sum()) if len(scores) else empty


def _gap(scores: Vector, weights: Vector) -> float:
    """Return the weight of the weightiest term without a partner, 0 when all have one."""
    return float((weights * (1 - np.minimum(1, scores / _PARTNER))).max(initial=0.0))

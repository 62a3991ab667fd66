"""What `calibrate.py` learns from: what the real retriever and reader give for each question."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from calibration_sets import Asked, QuestionSet, within

from rag.answers import Evidence
from rag.assemble import encoder_of, open_library
from rag.bearing import bearing
from rag.chance import Chances, Logistic
from rag.extract import ExtractiveAnswerer
from rag.features import measure
from rag.objections import objections
from rag.questions import analyse
from rag.readings import Readings
from rag.retrieve import HybridRetriever
from rag.settings import Settings
from vectorstore.embed import Encoder
from vectorstore.ingest import ingest

_BLANK = Logistic(np.zeros(1), np.ones(1), np.zeros(1), 0.0)
UNFITTED = Chances(_BLANK, _BLANK, _BLANK, 0.0)
"""Reading needs no weights; there are none before the first fit."""


@dataclass
class Example:
    """One question: the features of every sentence read, and which of them hold the answer.

    `bears` measures how the passage of a sentence, given by its place, bears on the question.
    """

    asked: Asked
    rows: np.ndarray
    against: list[dict[str, float]]
    gold: np.ndarray
    weight: float
    deciding: float
    bears: Callable[[int], tuple[float, float]]


def examples(questions: QuestionSet) -> Iterator[Example]:
    """Yield what the real retriever and reader give for each question of a set."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=home)
        with open_library(settings, create=True) as library:
            ingest(library, [questions.documents])
            encoder = encoder_of(settings)
            retriever = HybridRetriever(library, encoder, settings.retrieval)
            answerer = ExtractiveAnswerer(encoder, library.stores.keywords.rarity, chances=UNFITTED)
            for asked in questions.asked:
                found = retriever.retrieve(asked.question, within(asked, library)).evidence
                readings, _ = answerer.readings(analyse(asked.question), found)
                if readings.all:
                    yield Example(
                        asked,
                        measure(readings),
                        [objections(readings.question, r, readings.weights) for r in readings.all],
                        np.array([asked.holds(r.sentence.text) for r in readings.all]),
                        questions.weight,
                        questions.deciding,
                        bears_on(encoder, readings, found),
                    )


def bears_on(
    encoder: Encoder, readings: Readings, evidence: Sequence[Evidence]
) -> Callable[[int], tuple[float, float]]:
    """Return what measures the passage of a sentence, each passage once."""

    @cache
    def of_passage(number: int) -> tuple[float, float]:
        inside = [r for r in readings.all if r.sentence.passage == number]
        item = evidence[number]
        return bearing(
            encoder,
            readings.question.text,
            item.title or "",
            item.text,
            [r.sentence.text for r in inside],
            max(r.near for r in inside),
        )

    return lambda place: of_passage(readings.all[place].sentence.passage)

"""Passages read for a question: each sentence with the partners of the question's words in it.

What later steps measure of a sentence, they measure on its `Reading`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.partners import Partners
from rag.questions import Question
from rag.words import Word, content_words

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]

_LEAST_WEIGHT = 0.1
_PRONOUN_START = re.compile(
    r"^[“\"'‘(]*(?:he|she|it|they|this|that|these|those|his|her|its|their|such"
    r"|the (?:same|two|latter|former))\b",
    re.IGNORECASE,
)


class SentenceEncoder(Protocol):
    """Turns sentences into rows of unit length."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return float32 [len(texts), d]."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the evidence: its content words, and where it stands in which passage."""

    text: str
    found: tuple[Word, ...]
    vector: Vector
    passage: int
    place: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as a possible answer.

    `grid` is [terms, words]: how well each word stands for each term of the question. `inside`,
    `around`, `passage` and `title` are [terms]: the best partner in the sentence, in it and the one
    it leans on (`before`), in the whole passage with its title, and in the title. `instance` says
    how near any of its new words is to the sort of thing asked for.
    """

    sentence: Sentence
    before: Sentence | None
    near: float
    near_passage: float
    grid: Matrix
    inside: Vector
    around: Vector
    passage: Vector
    title: Vector
    instance: float


@dataclass(frozen=True, slots=True)
class Readings:
    """All sentences of the evidence in order, and the question with the weight of its terms."""

    question: Question
    weights: Vector
    all: tuple[Reading, ...]


def dangles(text: str) -> bool:
    """Tell whether a sentence leans on the one before it for its subject."""
    return bool(_PRONOUN_START.match(text)) or text[:1].islower()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads passages for a question.

    `rarity` gives the inverse document frequency of a word in the library, 0 (everywhere) to 1.
    """

    encoder: SentenceEncoder
    rarity: Callable[[str], float]
    partners: Partners

    def read(self, question: Question, passages: Sequence[tuple[str, Sequence[str]]]) -> Readings:
        """Read passages given as (title, sentences), best passage first."""
        texts = [text for _, sentences in passages for text in sentences]
        vectors = self.encoder.encode([question.text, *texts])
        rows = iter(vectors[1:])
        sentences = [
            Sentence(text, tuple(content_words(text)), next(rows), number, place)
            for number, (_, inside) in enumerate(passages)
            for place, text in enumerate(inside)
        ]
        question = with_names(question, sentences)
        weights = [max(_LEAST_WEIGHT, self.rarity(term.form)) for term in question.terms]
        titles = [tuple(content_words(title)) for title, _ in passages]
        self.partners.prepare(
            {w.form for s in sentences for w in s.found}
            | {w.form for title in titles for w in title}
            | {t.form for t in question.terms}
        )
        readings: list[Reading] = []
        for number, title in enumerate(titles):
            inside_passage = [s for s in sentences if s.passage == number]
            readings += self._passage(question, vectors[0], inside_passage, title)
        return Readings(question, np.array(weights, dtype=np.float32), tuple(readings))

    def _passage(
        self,
        question: Question,
        asked: Vector,
        sentences: Sequence[Sentence],
        title_words: Sequence[Word],
    ) -> list[Reading]:
        grids = [self.partners.matrix(question.terms, s.found) for s in sentences]
        best = [grid.max(axis=1, initial=0) for grid in grids]
        title = self.partners.matrix(question.terms, title_words).max(axis=1, initial=0)
        whole = np.maximum(np.max(best, axis=0, initial=0), title) if best else title
        near = _near([s.vector for s in sentences], asked)
        readings = []
        for at, sentence in enumerate(sentences):
            leans = at > 0 and dangles(sentence.text)
            readings.append(
                Reading(
                    sentence=sentence,
                    before=sentences[at - 1] if leans else None,
                    near=float(sentence.vector @ asked),
                    near_passage=near,
                    grid=grids[at],
                    inside=best[at],
                    around=np.maximum(best[at], best[at - 1]) if leans else best[at],
                    passage=whole,
                    title=title,
                    instance=self.partners.instance(
                        question.asked_for, sentence.found, question.stems
                    ),
                )
            )
        return readings


def with_names(question: Question, sentences: Sequence[Sentence]) -> Question:
    """Tell the names in a question typed without capitals by how the sources write them."""
    if question.text != question.text.lower():
        return question
    upper = Counter(w.stem for s in sentences for w in s.found if w.capitalised and w.start > 0)
    lower = Counter(w.stem for s in sentences for w in s.found if not w.capitalised)
    terms = tuple(
        replace(t, name=t.name or upper[t.stem] > 2 * lower[t.stem]) for t in question.terms
    )
    return replace(question, terms=terms)


def _near(vectors: Sequence[Vector], question: Vector) -> float:
    if not vectors:
        return 0.0
    middle = np.mean(vectors, axis=0)
    return float(middle @ question / max(float(np.linalg.norm(middle)), 1e-6))

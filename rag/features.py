"""What can be measured of a sentence as an answer: explainable features, each a number.

Every feature says something a person can check: how near the sentence is to the question, which of
the question's words have a partner in it, in the sentences around it, or in the whole passage, and
whether it holds the kind of thing that is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.answer_types import strength
from rag.bindings import bound, hedged, speaks
from rag.partners import Partners
from rag.questions import Kind, Question, Term
from rag.words import Word, content_words

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]

NAMES = (
    "near_sentence", "near_passage", "rank",
    "terms_sentence", "terms_clause", "terms_context", "terms_passage",
    "least_context", "least_passage",
    "names_sentence", "names_context", "names_passage",
    "gap_names_context", "gap_names_passage", "gap_words_context", "gap_words_passage",
    "kind", "kind_hard", "bound", "hedged", "speaker", "numbers_missing", "length", "new", "fragment",
)  # fmt: skip

_HARD = frozenset(
    {Kind.HOW_MANY, Kind.PERCENT, Kind.MONEY, Kind.HOW_LONG, Kind.WHEN, Kind.WHO, Kind.WHERE, Kind.QUOTE}
)  # fmt: skip
_ENDED = re.compile(r"[.!?…:;][\"”’')\]]*$")
_CLAUSE = re.compile(
    r"(?:[,;—–]\s+|\s)(?:but|while|whereas|although|though|however|and (?=(?:has|have|is|was|were|had|will)\b))\b"
    r"|;",
    re.IGNORECASE,
)
_PRONOUN_START = re.compile(
    r"^[“\"'‘(]*(?:he|she|it|they|this|that|these|those|his|her|its|their|such|the (?:same|two|latter|former))\b",
    re.IGNORECASE,
)


class SentenceEncoder(Protocol):
    """Turns sentences into rows of unit length."""

    def encode(self, texts: Sequence[str]) -> Matrix: ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A candidate: its words, where it stands in its passage, and what stands around it."""

    text: str
    found: tuple[Word, ...]
    vector: Vector
    passage: int
    place: int


@dataclass(frozen=True, slots=True)
class PassageContext:
    """What the sentences of one passage share: its vector, its rank score, its title's words."""

    near: float
    rank: float
    title: tuple[Word, ...]


def dangles(text: str) -> bool:
    """Tell whether a sentence leans on the one before it for its subject."""
    return bool(_PRONOUN_START.match(text)) or text[:1].islower()


def measure(
    question: Question,
    question_vector: Vector,
    sentences: Sequence[Sentence],
    passages: Sequence[PassageContext],
    partners: Partners,
    idf: Callable[[str], float],
) -> Matrix:
    """Return float32 [sentences, len(NAMES)]."""
    weights = np.array([max(0.1, idf(term.form)) for term in question.terms], dtype=np.float32)
    partners.prepare(
        {w.form for s in sentences for w in s.found}
        | {w.form for p in passages for w in p.title}
        | {t.form for t in question.terms}
    )
    grids = [partners.matrix(question.terms, s.found) for s in sentences]
    best = [grid.max(axis=1, initial=0) for grid in grids]
    titles = [partners.matrix(question.terms, p.title).max(axis=1, initial=0) for p in passages]
    by_passage: dict[int, list[int]] = {}
    for at, sentence in enumerate(sentences):
        by_passage.setdefault(sentence.passage, []).append(at)
    rows = []
    for at, sentence in enumerate(sentences):
        title = titles[sentence.passage]
        leans = sentence.place > 0 and at > 0 and dangles(sentence.text)
        around = np.maximum(best[at], best[at - 1]) if leans else best[at]
        whole = np.max([best[i] for i in by_passage[sentence.passage]], axis=0, initial=0)
        before = sentences[at - 1] if leans else None
        rows.append(
            [
                float(sentence.vector @ question_vector),
                passages[sentence.passage].near,
                passages[sentence.passage].rank,
                *_coverage(question.terms, weights, best[at], around, np.maximum(whole, title), title),
                *_holds(question, sentence, before, grids[at], weights),
            ]
        )
        rows[-1].insert(4, _clause(sentence, grids[at], weights))
    return np.array(rows, dtype=np.float32).reshape(len(sentences), len(NAMES))


def _coverage(
    terms: Sequence[Term], weights: Vector, inside: Vector, around: Vector, passage: Vector, title: Vector
) -> list[float]:
    names = np.array([term.name and not term.numeric for term in terms], dtype=bool)
    plain = np.array([not term.name and not term.numeric for term in terms], dtype=bool)
    topic = np.maximum(around, title * np.where(names, 0.9, 0.6))
    return [
        _mean(inside, weights),
        _mean(topic, weights),
        _mean(passage, weights),
        float(topic.min(initial=1.0)),
        float(passage.min(initial=1.0)),
        _mean(inside[names], weights[names], 1.0),
        _mean(around[names], weights[names], 1.0),
        _mean(passage[names], weights[names], 1.0),
        _gap(around[names], weights[names]),
        _gap(passage[names], weights[names]),
        _gap(topic[plain], weights[plain]),
        _gap(passage[plain], weights[plain]),
    ]


def _holds(
    question: Question, sentence: Sentence, before: Sentence | None, grid: Matrix, weights: Vector
) -> list[float]:
    kind = strength(question, sentence.text)
    new = [w for w in sentence.found if w.stem not in question.stems]
    numbers = [i for i, term in enumerate(question.terms) if term.numeric]
    missing = [i for i in numbers if grid[i].max(initial=0) < 1]
    return [
        kind,
        kind if question.kind in _HARD else 0.7,
        bound(question, sentence.text, grid),
        hedged(question, sentence, grid, weights),
        speaks(question, sentence, before),
        float(len(missing)),
        float(np.log1p(len(sentence.found))),
        len(new) / max(1, len(sentence.found)),
        float(not _ENDED.search(sentence.text)),
    ]


def _clause(sentence: Sentence, grid: Matrix, weights: Vector) -> float:
    """The best coverage any one clause of the sentence reaches."""
    cuts = [m.start() for m in _CLAUSE.finditer(sentence.text)]
    if not cuts or not len(weights):
        return _mean(grid.max(axis=1, initial=0), weights)
    clause = np.array([sum(word.start >= cut for cut in cuts) for word in sentence.found])
    return max(
        (_mean(grid[:, clause == n].max(axis=1, initial=0), weights) for n in range(len(cuts) + 1)),
        default=0.0,
    )


def _mean(scores: Vector, weights: Vector, empty: float = 0.0) -> float:
    return float((scores * weights).sum() / weights.sum()) if len(scores) else empty


def _gap(scores: Vector, weights: Vector) -> float:
    """The weight of the weightiest term without a partner, 0 when all have one."""
    return float((weights * (1 - np.minimum(1, scores / 0.5))).max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads passages for a question: every sentence of them, measured.

    `rarity` gives the inverse document frequency of a word in the library, 0 (everywhere) to 1.
    """

    encoder: SentenceEncoder
    rarity: Callable[[str], float]
    partners: Partners

    def read(
        self, question: Question, passages: Sequence[tuple[str, Sequence[str]]]
    ) -> tuple[list[Sentence], Matrix]:
        """Return the sentences of passages given as (title, sentences), best passage first.

        The second value is float32 [sentences, len(NAMES)].
        """
        texts = [text for _, sentences in passages for text in sentences]
        vectors = self.encoder.encode([question.text, *texts])
        rows = iter(vectors[1:])
        read = [
            Sentence(text, tuple(content_words(text)), next(rows), number, place)
            for number, (_, sentences) in enumerate(passages)
            for place, text in enumerate(sentences)
        ]
        contexts = [
            PassageContext(
                near=_near([s.vector for s in read if s.passage == number], vectors[0]),
                rank=1 / (number + 1),
                title=tuple(content_words(title)),
            )
            for number, (title, _) in enumerate(passages)
        ]
        asked = with_names(question, read)
        return read, measure(asked, vectors[0], read, contexts, self.partners, self.rarity)


def with_names(question: Question, read: Sequence[Sentence]) -> Question:
    """Tell the names in a question typed without capitals by how the sources write them."""
    if question.text != question.text.lower():
        return question
    upper = Counter(w.stem for s in read for w in s.found if w.capitalised and w.start > 0)
    lower = Counter(w.stem for s in read for w in s.found if not w.capitalised)
    terms = tuple(
        replace(t, name=t.name or upper[t.stem] > 2 * lower[t.stem]) for t in question.terms
    )
    return replace(question, terms=terms)


def _near(vectors: Sequence[Vector], question: Vector) -> float:
    if not vectors:
        return 0.0
    middle = np.mean(vectors, axis=0)
    return float(middle @ question / max(float(np.linalg.norm(middle)), 1e-6))

"""What a question takes for granted, and whether the sources say otherwise.

"Why did Ruvia send more soldiers?" takes it for granted that Ruvia did. When the best sentence
found says that somebody else did, that nobody did, or that Ruvia took soldiers away, that sentence
is what the sources do say; when nothing speaks of the deed at all, the question assumes too much.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.answers import Decline
from rag.choice import Candidate
from rag.questions import Kind, Question
from rag.readings import Reading, Vector
from rag.words import stem

OPPOSITE = "opposite_stated"
"""The code of a sentence that states the opposite of what the question takes for granted."""

_TOLD_OTHERWISE = frozenset(
    {OPPOSITE, "other_actor", "not_stated_as_fact", "denied", "number_absent"}
)
_UNTOLD = frozenset({"act_absent", "word_absent"})
_PRESUPPOSE = frozenset({Kind.WHY, Kind.WHEN, Kind.WHERE, Kind.HOW})
_PAIRS = """
    open:close,shut,abandon  increase:decrease,reduce,cut,shrink,withdraw,halve  grow:shrink
    rise:fall,drop  raise:cut,lower,reduce  arrive:leave,depart,withdraw  join:leave,quit
    win:lose  accept:reject,refuse  admit:deny  support:oppose  favour:oppose  favor:oppose
    allow:ban,forbid,prohibit  begin:end,stop  start:end,stop  buy:sell  appoint:dismiss,expel
    approve:reject,veto  send:withdraw  stay:leave,withdraw  build:demolish  hire:dismiss,sack
    arrest:release,free  survive:die,drown  succeed:fail  strengthen:weaken  deploy:withdraw
    welcome:condemn,criticise,criticize  lift:impose  enter:leave  gain:lose
"""
_COVERED = 0.5


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _PAIRS.split():
        word, others = pair.split(":")
        for other in others.split(","):
            table.setdefault(stem(word), set()).add(stem(other))
            table.setdefault(stem(other), set()).add(stem(word))
    return {word: frozenset(others) for word, others in table.items()}


_OPPOSITES = _opposites()


def states_opposite(question: Question, reading: Reading, weights: Vector) -> bool:
    """Tell whether a sentence about the same thing says the opposite of a word of the question.

    Not where the question asks whether, or the sentence has the word itself as well; what else the
    question names has to be there.
    """
    if question.kind is Kind.YES_NO:
        return False
    said = {word.stem for word in reading.sentence.found}
    turned = [
        i
        for i, term in enumerate(question.terms)
        if term.stem not in said and said & _OPPOSITES.get(term.stem, frozenset())
    ]
    if not turned:
        return False
    others = np.delete(np.arange(len(question.terms)), turned)
    if not len(others):
        return False
    covered = float((reading.around[others] * weights[others]).sum() / weights[others].sum())
    return covered >= _COVERED


def why_declined(question: Question, candidates: Sequence[Candidate]) -> Decline:
    """Return why nothing is said: the sources tell it otherwise, or they do not tell it."""
    if telling(candidates) is not None:
        return Decline.PREMISE_NOT_IN_SOURCES
    best = max(candidates, key=lambda c: c.chance, default=None)
    known = best is not None and bool(best.sentence.found) and _names_known(question, best)
    if known and best is not None and question.kind in _PRESUPPOSE and best.objections & _UNTOLD:
        return Decline.PREMISE_NOT_IN_SOURCES
    return Decline.NOT_IN_SOURCES


def telling(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the likeliest sentence, where it tells the story otherwise than the question."""
    best = max(candidates, key=lambda c: c.chance, default=None)
    return best if best is not None and best.objections & _TOLD_OTHERWISE else None


def _names_known(question: Question, candidate: Candidate) -> bool:
    """Tell whether the question names somebody or something, and the passage knows all of it."""
    named = any(term.name and not term.numeric for term in question.terms)
    return named and not candidate.objections & {"name_absent", "about_another"}

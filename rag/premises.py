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
from rag.conversation.clauses import parse
from rag.questions import Kind, Question
from rag.readings import Reading, Vector
from rag.words import stem, words

OPPOSITE = "opposite_stated"
"""The code of a sentence that states the opposite of what the question takes for granted."""
UNTOLD = "deed_untold"
"""The code of a sentence whose passage does not speak of the deed the question assumes."""
VETOES = frozenset({OPPOSITE, UNTOLD})

_TOLD_OTHERWISE = frozenset({"other_actor", "not_stated_as_fact", "denied"})
_ELSEWHERE = frozenset({"name_absent", "word_absent"})
_UNTOLD = frozenset({UNTOLD, "act_absent", "word_absent", "number_absent"})
_PRESUPPOSE = frozenset({Kind.WHY, Kind.WHEN, Kind.WHERE, Kind.HOW})
_PAST = frozenset({"did", "has", "have", "had"})
_LIGHT = frozenset("come take get go begin start find help make use work".split())
_PARTICLES = frozenset("out off up down back in over away on through".split())
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
_PARTNERLESS = 0.2


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _PAIRS.split():
        word, others = pair.split(":")
        for other in others.split(","):
            table.setdefault(stem(word), set()).add(stem(other))
            table.setdefault(stem(other), set()).add(stem(word))
    return {word: frozenset(others) for word, others in table.items()}


_OPPOSITES = _opposites()


def vetoes(question: Question, reading: Reading, weights: Vector) -> frozenset[str]:
    """Return the codes of what forbids answering with a sentence, however near it is."""
    found = {
        OPPOSITE: states_opposite(question, reading, weights),
        UNTOLD: leaves_deed_untold(question, reading),
    }
    return frozenset(code for code, holds in found.items() if holds)


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


def leaves_deed_untold(question: Question, reading: Reading) -> bool:
    """Tell whether nothing in the passage is near what the question says somebody did, and why.

    "Why did Talvane resign?" takes it for granted that he did, so a passage that tells of no such
    thing does not answer it, however much it tells of Talvane.
    """
    deed = _deed(question)
    at = next((i for i, term in enumerate(question.terms) if term.stem == deed), None)
    return at is not None and float(reading.passage[at]) < _PARTNERLESS


def _deed(question: Question) -> str | None:
    """Return the stem of what the question says was done, where it asks why or when."""
    clause = parse(question.text) if question.kind in (Kind.WHY, Kind.WHEN) else None
    if clause is None or not clause.subject or clause.auxiliary.lower() not in _PAST:
        return None
    said = words(clause.predicate)
    if not said or not said[0].content or said[0].capitalised or said[0].stem in _LIGHT:
        return None
    phrasal = any(word.form.lower() in _PARTICLES for word in said[1:2])
    return None if phrasal else said[0].stem


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
    """Return the likeliest sentence that tells the story otherwise than the question."""
    likeliest = sorted(candidates, key=lambda c: -c.chance)
    opposite = next((c for c in likeliest if OPPOSITE in c.objections), None)
    if opposite is not None or not likeliest:
        return opposite
    best = likeliest[0]
    otherwise = best.objections & _TOLD_OTHERWISE and not best.objections & _ELSEWHERE
    return best if otherwise else None


def _names_known(question: Question, candidate: Candidate) -> bool:
    """Tell whether the question names somebody or something, and the passage knows all of it."""
    named = any(term.name and not term.numeric for term in question.terms)
    return named and not candidate.objections & {"name_absent", "about_another"}

"""The parts of a question that asks several things, each made to stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answers import Turn
from rag.questions import Question, analyse
from rag.reply.plain import plain
from rag.rewrite import RuleRewriter
from rag.words import content_words, words

_WH = r"(?:who(?:m|se)?|what|when|where|why|how|which)"
_CUT = re.compile(
    rf"(?:[,;?]\s*(?:and\s+|but\s+)?|\s+and\s+)(?=(?:(?:in|at|on|by|for|from|to|since)\s+)?{_WH}\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{_WH}\b", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(r"^(?:when|where|why|how(?! many\b| much\b))\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)\b"
    r"|['’](?:s|re|d|ll)\b",
    re.IGNORECASE,
)
_ELLIPTIC = 2

UNNAMED = "one that the model named in words of its own"
"""Stands for a part of a question whose words are not the question's."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a question asks: the words that ask it, and how it reads on its own.

    `leans` is set where the words name nothing themselves ("and how much?").
    """

    words: str
    asked: Question
    leans: bool


def parts_of(question: str) -> tuple[Part, ...]:
    """Return the parts in order; none where only one thing is asked.

    A clause that merely says when or where ("When the bridge fell, who was on it?") is no part.
    """
    flat = " ".join(question.split())
    asking = [words for piece in _CUT.split(flat) if _asks(words := piece.strip(" ?,;."))]
    if len(asking) < 2 or _elliptic(asking[0]):
        return ()
    found: list[Part] = []
    history: list[Turn] = []
    for words in asking:
        alone = RuleRewriter().rewrite(words, history)
        found.append(Part(words, analyse(alone), bool(history) and not analyse(words).terms))
        history.append(Turn(alone))
    return tuple(found)


def named(part: str, question: str) -> str:
    """Return what a model calls a part of a question; UNNAMED in other words than the question's.

    Function words are free, and it is no longer than the question.
    """
    bare = plain(part)
    known = {word.stem for word in words(question)}
    own = all(word.stem in known for word in content_words(bare))
    return bare if own and words(bare) and len(bare) <= len(question) else UNNAMED


def _asks(piece: str) -> bool:
    """Tell whether a piece is a question: a clause that says when or where has no auxiliary."""
    if not _ASKS.search(piece):
        return False
    clause = _OPENS_CLAUSE.match(piece) and not _AUXILIARY.search(piece)
    return _elliptic(piece) or not clause


def _elliptic(piece: str) -> bool:
    """Tell whether a piece leaves to the others what it is about ("and why?")."""
    return len(piece.split()) <= _ELLIPTIC

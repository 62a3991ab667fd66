"""Who acts and who is acted on: "the vote was postponed" for "Vik postponed the vote"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.lexicon import PREPOSITIONS
from rag.words import stem

_PARTICIPLE = r"\w+(?:ed|en|wn|ne|ght|ld|pt|nt|ung|un)"
_BY = re.compile(rf"\b{_PARTICIPLE}\b(?:\s+\w+){{0,4}}?\s+by\b", re.IGNORECASE)
_BE = frozenset(stem(word) for word in "is are was were be been being".split())
_ARTICLES = frozenset("the a an his her its their our this that these those".split())
_REACH = 3


def turned(pair: Pair) -> bool:
    """Tell whether one of the texts names who acts with "by" and the other does not."""
    return bool(_BY.search(pair.statement.text)) != bool(_BY.search(pair.source.text))


def without_agent(pair: Pair, block: Sequence[int]) -> bool:
    """Tell whether moved words are a passive of the source's active, what it acts on put first.

    All of the subject, up to its first preposition, must stand behind the verb in the source: of
    "Vik postponed the vote", "Vik was postponed" is no passive.
    """
    tokens = pair.statement.tokens
    verbs = [at for at in block if at and _passive(pair, at)]
    if len(verbs) != 1:
        return False
    verb = verbs[0]
    if any(token.key == "by" for token in tokens[verb + 1 : verb + 1 + _REACH]):
        return False
    subject = _subject(pair, verb)
    for place in pair.matching.moved[verb]:
        after = [any(_follows(pair, place, p) for p in pair.partners(at)) for at in subject]
        if after and all(after):
            return True
    return False


def _follows(pair: Pair, place: int, other: int) -> bool:
    """Tell whether one place of the source stands behind another in its sentence."""
    tokens = pair.source.tokens
    return place < other and tokens[place].sentence == tokens[other].sentence


def suffered(pair: Pair) -> Iterator[Finding]:
    """Yield verbs that are done to their subject, where in the source it does them to another."""
    source = pair.source.tokens
    for at, place in pair.matching.kept.items():
        if not at or not _passive(pair, at) or not _has_object(pair, place):
            continue
        subject = [pair.matching.kept.get(s, place) for s in _subject(pair, at)]
        near = [s for s in subject if s < place and source[s].clause == source[place].clause]
        if near and len(near) == len(subject):
            yield Finding(
                "role_swapped",
                pair.severe(Weight.MISSING),
                f"the source says “{_done(pair, place)}”, not that it was done to them",
            )


def _has_object(pair: Pair, place: int) -> bool:
    """Tell whether a verb of the source is active, a noun that it acts on right behind it."""
    tokens = pair.source.tokens
    if any(t.key in _BE for t in tokens[max(0, place - 2) : place]) or place + 1 >= len(tokens):
        return False
    after = tokens[place + 1]
    return after.clause == tokens[place].clause and after.form.lower() in _ARTICLES


def _done(pair: Pair, place: int) -> str:
    tokens = pair.source.tokens
    last = tokens[min(place + 2, len(tokens) - 1)]
    return pair.source.text[tokens[place].start : last.end]


def _passive(pair: Pair, at: int) -> bool:
    """Tell whether a word is a participle right behind a form of "be"."""
    token, before = pair.statement.tokens[at], pair.statement.tokens[max(0, at - 2) : at]
    written = re.fullmatch(_PARTICIPLE, token.form, re.IGNORECASE)
    return bool(written) and any(t.key in _BE for t in before)


def _subject(pair: Pair, verb: int) -> list[int]:
    """Return the places of the words with content that a verb is said of."""
    tokens = pair.statement.tokens
    found: list[int] = []
    for at in range(verb):
        if tokens[at].clause != tokens[verb].clause:
            continue
        if tokens[at].key in PREPOSITIONS and found:
            break
        if tokens[at].content:
            found.append(at)
    return found

"""What a statement drops around the words it took: negation, hedges, conditions, limits."""

from __future__ import annotations

from collections.abc import Iterator

from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.lexicon import CONDITIONS, HEDGES, LIMITS
from rag.alignment.tokens import Token
from rag.words import stem

_REACH = 8
_GRAVE_LIMITS = frozenset(
    stem(w)
    for w in (
        "only partly mostly most some few half almost nearly fewer less least seulement".split()
    )
)
_GRAVE_CONDITIONS = frozenset(stem(w) for w in "if unless provided except si sauf".split())
_BE = frozenset(("was", "were", "is", "are", "been"))


def negations(pair: Pair) -> Iterator[Finding]:
    """Yield negations that the statement adds or drops."""
    kept = pair.matching.kept
    taken = set(kept.values())
    ours = [t for at, t in enumerate(pair.statement.tokens) if t.negative and at not in kept]
    theirs = [
        t
        for j, t in enumerate(pair.source.tokens)
        if t.negative and j not in taken and _governs(pair, j, taken)
    ]
    for token in ours if not theirs else ():
        yield Finding(
            "negation_added", pair.severe(Weight.AGAINST), f"the source has no “{pair.said(token)}”"
        )
    for token in theirs if not ours else ():
        yield Finding(
            "negation_dropped",
            pair.severe(Weight.AGAINST),
            f"the source says “{pair.written(token)}” here",
        )


def hedges(pair: Pair) -> Iterator[Finding]:
    """Yield words that keep the source from stating a thing as a fact and that were dropped."""
    taken = pair.kept_source()
    ours = pair.statement.keys
    for j, token in enumerate(pair.source.tokens):
        if j in taken or not _governs(pair, j, taken):
            continue
        if token.key in HEDGES and token.key not in ours and not (ours & _kin(token.key)):
            yield Finding(
                "qualifier_dropped",
                pair.severe(Weight.MISSING),
                f"the source says “{pair.written(token)}” here",
            )
        elif _is_to(pair.source.tokens, j) and not _is_to_anywhere(pair.statement.tokens):
            yield Finding(
                "qualifier_dropped",
                pair.severe(Weight.MISSING),
                f"the source says “{pair.written(token)} to”: it was to happen",
            )


def _kin(key: str) -> frozenset[str]:
    """Return hedges that say as much as this one."""
    for group in _GROUPS:
        if key in group:
            return group
    return frozenset()


_GROUPS = [
    frozenset(stem(w) for w in group.split())
    for group in (
        "may might could possibly perhaps possible potential can",
        "plan plans planned intends intend intended aims aim scheduled due expected will would",
        "accused accuse accuses alleged alleges allegedly accusing blamed claims claimed",
        "considering consider considered discuss discussed talked",
        "proposed propose suggests suggested recommend recommended",
        "denied denies deny rejected reject refused",
        "must should shall ought urged urge",
    )
]


def conditions(pair: Pair) -> Iterator[Finding]:
    """Yield conditions of a sentence of which the statement took the rest."""
    taken = pair.kept_source()
    if any(t.key in CONDITIONS for t in pair.statement.tokens):
        return
    sentences = _sentences_taken(pair, taken)
    for j, token in enumerate(pair.source.tokens):
        if j in taken or token.key not in CONDITIONS or token.sentence not in sentences:
            continue
        if j and pair.source.tokens[j - 1].key in ("even", "as", "what"):
            continue
        grave = token.key in _GRAVE_CONDITIONS
        yield Finding(
            "condition_dropped",
            pair.severe(Weight.MISSING) if grave else Weight.SOFT,
            f"the source says “{_clause(pair, j)}”",
        )


def limits(pair: Pair) -> Iterator[Finding]:
    """Yield words that limit the next one and that were dropped."""
    taken = pair.kept_source()
    for j, token in enumerate(pair.source.tokens):
        if token.key not in LIMITS or j in taken or token.key in pair.statement.keys:
            continue
        if any(n in taken and pair.source.tokens[n].content for n in range(j + 1, j + 4)):
            grave = token.key in _GRAVE_LIMITS
            yield Finding(
                "qualifier_dropped",
                pair.severe(Weight.MISSING) if grave else Weight.SOFT,
                f"the source says “{pair.written(token)}” here",
            )


def _governs(pair: Pair, j: int, taken: set[int]) -> bool:
    """Tell whether a token of the source stands before words taken from its own clause."""
    tokens = pair.source.tokens
    for n in range(j + 1, min(j + 1 + _REACH, len(tokens))):
        if tokens[n].sentence != tokens[j].sentence:
            return False
        if tokens[n].clause != tokens[j].clause and n - j > 2:
            return False
        if n in taken and (tokens[n].content or tokens[n].figure is not None):
            return True
    return False


def _is_to(tokens: tuple[Token, ...], j: int) -> bool:
    return tokens[j].key in _BE and j + 1 < len(tokens) and tokens[j + 1].key == "to"


def _is_to_anywhere(tokens: tuple[Token, ...]) -> bool:
    return any(_is_to(tokens, j) for j in range(len(tokens))) or any(
        t.key in HEDGES for t in tokens
    )


def _sentences_taken(pair: Pair, taken: set[int]) -> set[int]:
    counts: dict[int, int] = {}
    for j in taken:
        token = pair.source.tokens[j]
        if token.content:
            counts[token.sentence] = counts.get(token.sentence, 0) + 1
    return {sentence for sentence, number in counts.items() if number >= 2}


def _clause(pair: Pair, j: int) -> str:
    tokens = pair.source.tokens
    end = j
    while end + 1 < len(tokens) and tokens[end + 1].clause == tokens[j].clause and end - j < 9:
        end += 1
    return pair.source.text[tokens[j].start : tokens[end].end]

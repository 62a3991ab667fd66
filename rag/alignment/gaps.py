"""What the source has between two words that a statement puts side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.alignment.dates import dates
from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.lexicon import PRONOUNS, SPEECH
from rag.alignment.tokens import Token
from rag.words import stem

COORDINATORS = frozenset(("and", "or", "but", "while", "et", "ou", "mais"))
_BREAK = ",;:()—–[]\n"
_TURNERS = frozenset(
    stem(w)
    for w in "second third fourth fifth former ex vice deputy acting fake false would-be draft "
    "alleged supposed unofficial interim provisional first last next previous rejected "
    "cancelled".split()
)


@dataclass(frozen=True, slots=True)
class _Gap:
    """Two words side by side in a statement, places `at` and `following`, and what the source has.

    `one` and `other` are their partners in the source, at `there` and further on.
    """

    at: int
    following: int
    there: int
    one: Token
    other: Token
    left_out: Sequence[Token]


def between(pair: Pair) -> Iterator[Finding]:
    """Yield what is left out between two words that the statement puts side by side."""
    for gap in _gaps(pair):
        finding = _found(pair, gap)
        if finding is not None:
            yield finding


def _gaps(pair: Pair) -> Iterator[_Gap]:
    """Yield the gaps in which something is left out that counts."""
    ours, theirs = pair.statement.tokens, pair.source.tokens
    for (at, j), (following, k) in pairwise(sorted(pair.matching.kept.items())):
        if following - at > 1 and at + 1 in pair.matching.moved and ours[at + 1].content:
            continue  # what was moved there is found by itself
        if following - at > 2 or k == j + 1 or ours[at].clause != ours[following].clause:
            continue
        gap = _Gap(at, following, j, theirs[j], theirs[k], theirs[j + 1 : k])
        if not any(t.content or t.key in _TURNERS for t in gap.left_out):
            continue
        if not set_off(pair, gap.one, gap.other) and not _made_general(pair, gap):
            yield gap


def _found(pair: Pair, gap: _Gap) -> Finding | None:
    ours, left_out = pair.statement.tokens, gap.left_out
    said = pair.statement.text[ours[gap.at].start : ours[gap.following].end]
    words = pair.source.text[left_out[0].start : left_out[-1].end]
    detail = f"“{said}” leaves out “{words}”"
    joined = COORDINATORS & {ours[gap.following - 1].key, ours[gap.at].key}
    severe = pair.severe(Weight.MISSING)
    if joined and gap.one.clause != gap.other.clause:
        return Finding("order_changed", Weight.SOFT, f"“{said}” joins what is said apart")
    if _stands_for(pair.source.tokens, gap.there + 1 + len(left_out)):
        return Finding("antecedent", Weight.SOFT, f"“{said}” takes a pronoun for its noun")
    if gap.one.sentence != gap.other.sentence:
        weighty = _weighty(ours[gap.at]) or _weighty(ours[gap.following])
        return Finding("role_swapped", severe, detail) if weighty else None
    if all(t.key in pair.statement.keys for t in left_out if t.content):
        return Finding("order_changed", Weight.SOFT, f"“{words}” stands elsewhere")
    return _dropped(pair, gap, detail)


def _dropped(pair: Pair, gap: _Gap, detail: str) -> Finding:
    severe = pair.severe(Weight.MISSING)
    if _crosses(pair, gap.one, gap.other, gap.left_out):
        return Finding("role_swapped", severe, detail)
    if any(t.figure for t in gap.left_out):
        return Finding("count_moved", severe, detail)
    if any(t.key in _TURNERS for t in gap.left_out):
        return Finding("qualifier_dropped", severe, detail)
    return Finding("restriction_dropped", Weight.SOFT, detail)


def _made_general(pair: Pair, gap: _Gap) -> bool:
    """Tell whether all that is left out is part of a date with one of the two words."""
    left_out = [t for t in gap.left_out if t.content]
    return any(
        all(when.start <= t.start and t.end <= when.end for t in left_out)
        and any(when.start <= t.start and t.end <= when.end for t in (gap.one, gap.other))
        for when in dates(pair.source.text, pair.context.published)
    )


def _stands_for(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a pronoun opens the sentence of a token and nothing else stands before it."""
    before = [t for t in tokens[:k] if t.sentence == tokens[k].sentence]
    return bool(before) and before[0].key in PRONOUNS and not any(t.content for t in before)


def _weighty(token: Token) -> bool:
    return token.content or token.key in SPEECH


def _crosses(pair: Pair, one: Token, other: Token, left_out: Sequence[Token]) -> bool:
    """Tell whether what follows belongs to another verb or clause than what stands before.

    An apposition or relative clause right after the first word does not count.
    """
    if pair.source.text[one.end : one.end + 2].strip()[:1] in tuple(_BREAK):
        rest = [t for t in left_out if t.clause != left_out[0].clause]
        return not rest or rest[-1].clause != other.clause or _coordinates(rest)
    return one.clause != other.clause or _coordinates(left_out[1:])


def _coordinates(tokens: Sequence[Token]) -> bool:
    return any(t.key in COORDINATORS for t in tokens)


def set_off(pair: Pair, one: Token, other: Token) -> bool:
    """Tell whether what stands between two tokens is set off by marks on both sides."""
    text = pair.source.text
    left = text[one.end : one.end + 2].strip()[:1]
    right = text[max(0, other.start - 2) : other.start].strip()[-1:]
    return bool(left) and left in _BREAK and bool(right) and right in _BREAK

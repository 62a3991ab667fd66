"""What a statement leaves out of the clauses it took: what restricts, embeds or divides them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.lexicon import PREPOSITIONS, PRONOUNS, SPEECH
from rag.alignment.tokens import Token
from rag.words import stem

_COORDINATORS = frozenset(("and", "or", "but", "while", "et", "ou", "mais"))
_EMBEDDING = frozenset(("that", "whether", "que"))
_BREAK = ",;:()—–[]\n"
_TURNERS = frozenset(
    stem(w)
    for w in "second third fourth fifth former ex vice deputy acting fake false would-be draft "
    "alleged supposed unofficial interim provisional first last next previous rejected "
    "cancelled".split()
)
_PARTS = frozenset(
    stem(w) for w in "most some half many few several part none majority minority".split()
)


def between(pair: Pair) -> Iterator[Finding]:
    """Yield what is left out between two words that the statement puts side by side."""
    kept = sorted(pair.matching.kept.items())
    ours, theirs = pair.statement.tokens, pair.source.tokens
    for (at, j), (following, k) in pairwise(kept):
        if following - at > 2 or k == j + 1 or ours[at].clause != ours[following].clause:
            continue
        left_out = theirs[j + 1 : k]
        if not any(t.content or t.key in _TURNERS for t in left_out) or set_off(
            pair, theirs[j], theirs[k]
        ):
            continue
        said = pair.statement.text[ours[at].start : ours[following].end]
        words = pair.source.text[left_out[0].start : left_out[-1].end]
        detail = f"“{said}” leaves out “{words}”"
        joined = ours[following - 1].key in _COORDINATORS or ours[at].key in _COORDINATORS
        if joined and theirs[j].clause != theirs[k].clause:
            yield Finding("order_changed", Weight.SOFT, f"“{said}” joins what is said apart")
        elif _stands_for(theirs, k):
            yield Finding("antecedent", Weight.SOFT, f"“{said}” takes a pronoun for its noun")
        elif theirs[j].sentence != theirs[k].sentence:
            if _weighty(ours[at]) or _weighty(ours[following]):
                yield Finding("role_swapped", pair.severe(Weight.MISSING), detail)
        elif all(t.key in pair.statement.keys for t in left_out if t.content):
            yield Finding("order_changed", Weight.SOFT, f"“{words}” stands elsewhere")
        elif _crosses(pair, theirs[j], theirs[k], left_out):
            yield Finding("role_swapped", pair.severe(Weight.MISSING), detail)
        elif any(t.figure for t in left_out):
            yield Finding("count_moved", pair.severe(Weight.MISSING), detail)
        elif any(t.key in _TURNERS for t in left_out):
            yield Finding("qualifier_dropped", pair.severe(Weight.MISSING), detail)
        else:
            yield Finding("restriction_dropped", Weight.SOFT, detail)


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
    return any(t.key in _COORDINATORS for t in tokens)


def edges(pair: Pair) -> Iterator[Finding]:
    """Yield what is left out at the beginning or the end of a clause that was taken."""
    taken = pair.kept_source()
    for clause in dict.fromkeys(pair.source.tokens[j].clause for j in sorted(taken)):
        places = [j for j, t in enumerate(pair.source.tokens) if t.clause == clause]
        inside = [j for j in places if j in taken]
        if not any(pair.source.tokens[j].content for j in inside):
            continue
        yield from _before(pair, places, inside[0])
        yield from _after(pair, places, inside[-1])


def _before(pair: Pair, places: Sequence[int], first: int) -> Iterator[Finding]:
    tokens = pair.source.tokens
    left_out = [tokens[j] for j in places if j < first]
    if not any(t.content or t.key in SPEECH or t.key in _PARTS for t in left_out):
        return
    words = pair.source.text[left_out[0].start : left_out[-1].end]
    detail = f"the source begins with “{words}”"
    last = left_out[-1].key
    partitive = last == "of" or (len(left_out) > 1 and left_out[-2].key == "of")
    if partitive and any(t.figure or t.key in _PARTS for t in left_out[-4:]):
        yield Finding("count_moved", pair.severe(Weight.MISSING), detail)
    elif _EMBEDDING & {t.key for t in left_out[-2:]}:
        spoken = any(t.key in SPEECH for t in left_out)
        code = "attribution_dropped" if spoken else "qualifier_dropped"
        yield Finding(code, Weight.SOFT if spoken else pair.severe(Weight.MISSING), detail)
    elif last not in _COORDINATORS and not _adverbial(left_out):
        yield Finding("restriction_dropped", Weight.SOFT, detail)


def _adverbial(tokens: Sequence[Token]) -> bool:
    return tokens[0].key in PREPOSITIONS and not any(t.figure for t in tokens)


def _after(pair: Pair, places: Sequence[int], last: int) -> Iterator[Finding]:
    tokens = pair.source.tokens
    left_out = [tokens[j] for j in places if j > last]
    if not any(t.content for t in left_out) or left_out[0].key in _COORDINATORS:
        return
    words = pair.source.text[left_out[0].start : left_out[-1].end]
    yield Finding("restriction_dropped", Weight.SOFT, f"the source goes on “{words}”")


def set_off(pair: Pair, one: Token, other: Token) -> bool:
    """Tell whether what stands between two tokens is set off by marks on both sides."""
    text = pair.source.text
    left = text[one.end : one.end + 2].strip()[:1]
    right = text[max(0, other.start - 2) : other.start].strip()[-1:]
    return bool(left) and left in _BREAK and bool(right) and right in _BREAK


def comparisons(pair: Pair) -> Iterator[Finding]:
    """Yield things that stand on the other side of a “than” in the source."""
    ours, theirs = _sides(pair.statement.tokens), _sides(pair.source.tokens)
    if ours is None or theirs is None:
        return
    turned = (ours[0] & theirs[1] - theirs[0]) | (ours[1] & theirs[0] - theirs[1])
    for key in sorted(turned):
        token = next(t for t in pair.statement.tokens if t.key == key)
        yield Finding(
            "comparison_changed",
            pair.severe(Weight.AGAINST),
            f"“{pair.said(token)}” stands on the other side of the comparison",
        )


def _sides(tokens: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the words of content before and after the one “than” of a text that is no bound."""
    places = [
        at
        for at, t in enumerate(tokens)
        if t.key == "than" and not (at + 1 < len(tokens) and tokens[at + 1].figure)
    ]
    if len(places) != 1:
        return None
    at = places[0]
    sentence = tokens[at].sentence
    before = frozenset(t.key for t in tokens[:at] if t.content and t.sentence == sentence)
    after = frozenset(
        t.key for t in tokens[at + 1 :] if t.content and t.clause == tokens[at].clause
    )
    return before - after, after - before

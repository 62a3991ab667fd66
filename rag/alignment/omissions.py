"""What a statement leaves out of the clauses it took: what restricts, embeds or divides them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.gaps import COORDINATORS
from rag.alignment.lexicon import PREPOSITIONS, SPEECH
from rag.alignment.tokens import Token
from rag.words import stem

_EMBEDDING = frozenset(("that", "whether", "que"))
_PARTS = frozenset(
    stem(w) for w in "most some half many few several part none majority minority".split()
)


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
    elif last not in COORDINATORS and not _adverbial(left_out):
        yield Finding("restriction_dropped", Weight.SOFT, detail)


def _adverbial(tokens: Sequence[Token]) -> bool:
    return tokens[0].key in PREPOSITIONS and not any(t.figure for t in tokens)


def _after(pair: Pair, places: Sequence[int], last: int) -> Iterator[Finding]:
    tokens = pair.source.tokens
    left_out = [tokens[j] for j in places if j > last]
    if not any(t.content for t in left_out) or left_out[0].key in COORDINATORS:
        return
    words = pair.source.text[left_out[0].start : left_out[-1].end]
    yield Finding("restriction_dropped", Weight.SOFT, f"the source goes on “{words}”")


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

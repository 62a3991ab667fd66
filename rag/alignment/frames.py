"""Who says it, before or behind the words: "Vik said that …" for "…, said Vik"."""

from __future__ import annotations

from collections.abc import Sequence

from rag.alignment.findings import Pair
from rag.alignment.lexicon import SPEECH

_NEAR = 2
_SIDE_BY_SIDE = 3


def is_frame(pair: Pair, moved: Sequence[int]) -> bool:
    """Tell whether a statement differs from its source in the place of who says it alone.

    `moved` are the places of words that stand elsewhere there: the speaker's, or the words spoken.
    """
    rest = [at for at in sorted(pair.matching.kept) if pair.statement.tokens[at].content]
    return _frames(pair, moved) or (together(pair, moved) and _frames(pair, rest))


def together(pair: Pair, places: Sequence[int]) -> bool:
    """Tell whether the source has the words of content at these places side by side, in order."""
    content = [at for at in places if pair.statement.tokens[at].content]
    for start in pair.partners(content[0]) if content else ():
        place = start
        for at in content[1:]:
            following = [p for p in pair.partners(at) if 0 < p - place <= _SIDE_BY_SIDE]
            if not following:
                break
            place = following[0]
        else:
            return True
    return False


def _frames(pair: Pair, places: Sequence[int]) -> bool:
    """Tell whether the words at these places name who speaks, beside a verb of saying in both."""
    tokens, source = pair.statement.tokens, pair.source.tokens
    heavy = [at for at in places if tokens[at].content]
    if not heavy or not all(tokens[at].name or tokens[at].key in SPEECH for at in heavy):
        return False
    beside = tokens[max(0, places[0] - _NEAR) : places[-1] + 1 + _NEAR]
    if not any(token.key in SPEECH for token in beside) or not together(pair, places):
        return False
    reach = len(places) + _NEAR
    return any(
        token.key in SPEECH
        for place in pair.partners(heavy[0])
        for token in source[max(0, place - _NEAR) : place + reach]
    )

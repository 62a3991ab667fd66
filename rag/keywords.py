"""Which words of a question the keyword index looks up: all but the function words of English.

The list is Snowball's (snowballstem.org/algorithms/english/stop.txt, BSD licence), which has
the question words that shorter lists lack. Passages keep theirs in the index. On four public
collections this is worth one point in a hundred of nDCG@10 to the keyword ranking.
"""

from __future__ import annotations

import re

_FUNCTION_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing would should
    could ought a an the and but if or because as until while of at by for with about against
    between into through during before after above below to from up down in out on off over under
    again further then once here there when where why how all any both each few more most other
    some such no nor not only own same so than too very can will just don now whose
    i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd
    they'd i'll you'll he'll she'll we'll they'll isn't aren't wasn't weren't hasn't haven't hadn't
    doesn't don't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't let's that's
    who's what's here's there's when's where's why's how's
    """.split()
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def keywords(question: str) -> str:
    """Return the question without function words; the whole question when it has no others.

    A name in capitals stays ("What does the WHO say?"), unless everything is in capitals.
    """
    shouted = question.isupper()

    def kept(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) > 1 and word.isupper() and not shouted:
            return word
        return "" if word.casefold().replace("’", "'") in _FUNCTION_WORDS else word

    left = _WORD.sub(kept, question)
    return left if _WORD.search(left) else question

"""Whether a question without a pronoun still leaves out what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from rag.conversation import lexicon
from rag.conversation.ellipsis import asks_which
from rag.conversation.naming import Kind, Phrase
from rag.conversation.phrases import phrases
from rag.conversation.tokens import Token, is_verb, tokens

_SAME = re.compile(r"\bthe same$|\bthe same[?.! ]*$", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:else|others|another|the same|so[?.! ]*$)\b"
    r"|\b(?:any|what|which|some|the|were|are|there) other\b",
    re.IGNORECASE,
)
_BESIDES = re.compile(r"\b(?:besides|apart from|other than|than)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«»]")
_LONGEST = 12
_ASKER = frozenset("i you we my your our me us".split())
_VAGUE = frozenset(
    "happen happened thing important interesting information article aspect part result role know"
    " tell find learn significant notable fact detail mention mentioned next first last more year"
    " reason change changed start end make made become became".split()
)


def leans(question: str, known: Set[str]) -> bool:
    """Return whether a question stands on what was said before: "Was the album a success?".

    A question with a name of its own does not, except for "did Norway do the same"; `known` are
    the lower-case words of names spoken of.
    """
    if asks_which(question) or _SAME.search(question):
        return True
    found = phrases(question, known)
    if any(p.named for p in found) or _QUOTED.search(question):
        return False
    words = tokens(question)
    lower = [word.lower for word in words]
    if not words or len(words) > _LONGEST or lower[:2] == ["how", "to"]:
        return False
    things = [p for p in found if p.kind is not Kind.TIME and p.head not in lexicon.EMPTY_HEADS]
    nothing = not things and len(words) < 7 and not _ASKER.intersection(lower)
    bare = len(words) < 9 and _only_bare_descriptions(things)
    verbless = lower[0] in lexicon.QUESTION_WORDS and len(words) < 6 and not _has_verb(words)
    content = [w for w in lower if w not in lexicon.CLOSED and not w.isdigit()]
    vague = all(word in _VAGUE for word in content)
    other = bool(_OTHER.search(question)) and not _BESIDES.search(question)
    return other or nothing or bare or vague or verbless


def _only_bare_descriptions(things: Sequence[Phrase]) -> bool:
    """Return whether all it speaks of is like "the album": one of something not said."""
    return bool(things) and all(
        p.determiner == "the" and p.full_end == p.end and len(p.text.split()) == 2 for p in things
    )


def _has_verb(words: Sequence[Token]) -> bool:
    verbs = lexicon.AUXILIARIES | lexicon.BARE_VERBS
    return words[0].possessive or any(w.lower in verbs or is_verb(w.lower) for w in words[1:])

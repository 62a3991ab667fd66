"""The words of a text, and which of them are verbs, by closed word lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.conversation import lexicon


@dataclass(frozen=True, slots=True)
class Token:
    """A word without its possessive ending: `text[start:end]`, in code points.

    `joined` when only a space parts it from the word before, `first` when it begins a sentence.
    """

    text: str
    start: int
    end: int
    possessive: bool
    joined: bool
    first: bool

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower().replace("’", "'")


_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d[\d.,:]*\d\w*|\w+(?:[-'’&]\w+)*\$?")
_POSSESSIVE = re.compile(r"['’]s$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Col|Gen|Lt|Sgt|Maj|Capt|Sen|Rep|Gov|St|Prof))\. ?$"
)
_SENTENCE_END = re.compile(r"[.!?:“\"(]\s*$")
_ADJECTIVE = re.compile(r".+(?:ful|ous|able|ible|less|ive)$")
_PREDICATES = frozenset(
    "open closed true false legal illegal safe big popular dead alive ready small high low good"
    " bad involved important similar different well available possible right wrong".split()
)
_NOT_PAST = frozenset("united hundred speed need seed feed red bed deed weed".split())
_NOUNS_IN_ING = frozenset(
    "meeting building hearing recording wedding bombing shooting killing ruling funding training"
    " spending crossing sinking shipping beginning painting king ring thing wing spring".split()
)


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        end = match.start() + len(word)
        gap = text[last : match.start()]
        plural_possessive = word.endswith("s") and text[match.end() : match.end() + 1] in {"'", "’"}
        initial = bool(_ABBREVIATED.search(text[max(0, last - 5) : match.start()]))
        found.append(
            Token(
                text=word,
                start=match.start(),
                end=end,
                possessive=word != match[0] or plural_possessive,
                joined=bool(found) and (gap == " " or (initial and gap.strip() == ".")),
                first=not found or (bool(_SENTENCE_END.search(gap)) and not initial),
            )
        )
        last = match.end()
    return found


def singular(word: str) -> str:
    """Return a rough singular of a lower-case noun, for comparing heads only."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def is_verb(word: str) -> bool:
    """Return whether a word is seldom anything but a verb in the present or the past."""
    verbs = lexicon.VERBS - lexicon.ALSO_NOUNS
    return is_past(word) or word in verbs or (word.endswith("s") and word[:-1] in verbs)


def is_past(word: str) -> bool:
    """Return whether a word is a past tense or participle and seldom a noun."""
    regular = word.endswith("ed") and len(word) > 4 and "-" not in word and word not in _NOT_PAST
    return regular or (word in lexicon.PAST.values() and word not in lexicon.ALSO_NOUNS)


def is_predicate(word: str) -> bool:
    """Return whether a word is an adjective that may end a question: "is it open"."""
    return word in _PREDICATES or bool(_ADJECTIVE.match(word))


def past(verb: str) -> str:
    """Return the past tense of a bare verb."""
    if verb in lexicon.PAST:
        return lexicon.PAST[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    doubled = re.fullmatch(r"[^aeiou]+[aeiou][bdgmnprt]", verb)
    return verb + (verb[-1] if doubled else "") + "ed"


def verb_in(words: Mapping[int, str], end: int, auxiliary: str, following: str) -> int:
    """Return where the verb stands among the words of a noun phrase that ends at `end`.

    `words` are those that may be it, by position; `auxiliary` is the one before the phrase ("did"
    calls for a bare verb, "was" for a participle), `following` the word after it. Where there is
    no verb the answer is `end`.
    """
    if auxiliary in lexicon.DO_FORMS:
        if following in lexicon.AUXILIARIES:
            return end
        sure = [at for at, word in words.items() if word in lexicon.VERBS - lexicon.ALSO_NOUNS]
        unsure = [at for at, word in words.items() if word in lexicon.BARE_VERBS]
        object_follows = not following or following in lexicon.DETERMINERS | lexicon.PRONOUNS
        unknown = [end - 1] if object_follows and end - 1 in words else []
        return [*sure[:1], *unsure[-1:], *unknown, end][0]
    if not auxiliary:
        return next((at for at, word in words.items() if is_verb(word)), end)
    for at, word in words.items():
        in_ing = word.endswith("ing") and word not in _NOUNS_IN_ING
        acts = in_ing and (at == end - 1 or words.get(at + 1, "").endswith("s"))
        if is_past(word) or word in lexicon.PARTICIPLES or acts:
            return at
    return end - 1 if end - 1 in words and is_predicate(words[end - 1]) else end

"""Does a sentence hold the kind of thing a question asks for: a count, a date, a name, a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from rag.questions import Kind, Question
from rag.words import Word, same_name, words

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DATE = re.compile(
    rf"\b{_MONTH}(?=\s+\d|\s+(?:last|this|next)|[\s,.;)]|$)|\b(?:1[0-9]|20)\d\ds?\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:this|last|next|previous|following|recent|past|coming) (?:few )?(?:weeks?|months?|years?|days?|summer"
    r"|spring|autumn|winter|fall|night|morning|evening)\b"
    r"|\b(?:today|yesterday|tomorrow|tonight|ago|midnight|noon)\b|\b(?:century|centuries|decades?)\b"
    r"|\b(?:early|late|mid)[- ]\d|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b"
)
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
    thousand thousands million millions billion billions trillion dozen dozens half none nobody zero
    several""".split()
)
_COMPOUND_NUMBER = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[-\s]\w+", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|so that|in order|as a result|after|over|amid|for fear|caus\w+"
    r"|led to|leads to|prompt\w*|reasons?|therefore|thus|hence|in response|stem\w*|driven|blam\w+|attribut\w+"
    r"|aim\w*|designed|meant|intended|seek\w*|want\w*|citing|cited|accus\w+|when|following|to [a-z]+|less|as)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"[“\"«][^”\"»]{2,}|\b(?:said|says|say|told|tells?|added|adds|call(?:s|ed)|describ\w+|warn\w*|insist\w*|argu\w+"
    r"|stat(?:es|ed)|accus\w+|claim\w*|den(?:ied|ies)|wrote|writes|according to|suggest\w*|announc\w+|promis\w+"
    r"|acknowledg\w+|ask(?:s|ed)|repl(?:ied|ies)|respond\w*|condemn\w*|demand\w*|admit\w*|believ\w+|vow\w*)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥]\s?\d|\b\d[\d,.]*\s?(?:thousand|million|billion|trillion|m|bn)?\s?(?:dollars|euros|pounds|francs"
    r"|yen|yuan|rupees|crowns|marks|cents|[A-Z]{3}\b)|\b(?:dollars|euros|pounds|francs)\b|\bfree of charge\b"
)
_SHARE = re.compile(
    r"\d\s?%|\bper ?cent\b|\bpercent|\b(?:half|third|quarter|fifth|majority|tenth)s?\b|\bone in\b|\bin every\b"
)
_DURATION = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|since|until|through"
    r"|from \d{4})\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\baged?\b|\byears? old\b|-year-old\b|\bborn\b|, \d{1,3},|\b(?:turned|turns) \d|\bin (?:his|her) (?:\w+ )?\w+ies\b"
)
_PLACE_PREPOSITION = frozenset(
    "in at near from to outside across off on around of into through toward towards".split()
)
_DEFINING = re.compile(
    r"\b(?:is|are|was|were|means?|refers? to|known as|called|stands? for|so-called|named|describes?)\b|[(—–,]",
)

FULL = 0.7
"""From this strength on, a sentence holds the kind of thing."""


def strength(question: Question, sentence: str) -> float:
    """Return how well the sentence can hold what is asked for, 0 (cannot) to 1."""
    check = _CHECKS.get(question.kind)
    return check(question, sentence, words(sentence)) if check else 0.7


def new_numbers(question: Question, found: list[Word]) -> list[int]:
    """Return the places of the numbers the question does not hold, years apart."""
    asked = {term.form for term in question.terms}
    return [
        at
        for at, word in enumerate(found)
        if word.form not in asked
        and (
            (word.numeric and not _YEAR.fullmatch(word.form))
            or word.form.lower() in _NUMBER_WORDS
            or _COMPOUND_NUMBER.fullmatch(word.form)
        )
    ]


def _count(question: Question, sentence: str, found: list[Word]) -> float:
    numbers = new_numbers(question, found)
    if not numbers:
        return 0.0
    if not question.head:
        return 0.8
    heads = [at for at, word in enumerate(found) if word.stem == question.head[-1]]
    if any(0 < head - number <= 4 for head in heads for number in numbers):
        return 1.0
    return 0.8 if heads else 0.5


def _share(question: Question, sentence: str, found: list[Word]) -> float:
    return float(bool(_SHARE.search(sentence)))


def _money(question: Question, sentence: str, found: list[Word]) -> float:
    return float(bool(_MONEY.search(sentence)))


def _duration(question: Question, sentence: str, found: list[Word]) -> float:
    return float(bool(_DURATION.search(sentence)))


def _age(question: Question, sentence: str, found: list[Word]) -> float:
    return float(bool(_AGE.search(sentence)))


def _date(question: Question, sentence: str, found: list[Word]) -> float:
    asked = question.text.lower()
    new = [m.group() for m in DATE.finditer(sentence) if m.group().lower() not in asked]
    return 1.0 if new else 0.0


_CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)


def new_names(question: Question, found: list[Word]) -> list[list[Word]]:
    """Return the runs of capitalised words that the question does not hold, a list each."""
    runs: list[list[Word]] = []
    last = -2
    for at, word in enumerate(found):
        if word.form.lower() in _CALENDAR:
            continue
        if word.capitalised and (word.content and (at > 0 or len(word.form) > 2)):
            if last == at - 1 and runs:
                runs[-1].append(word)
            else:
                runs.append([word])
            last = at
    asked = question.stems
    return [run for run in runs if not any(same_name(s, w.stem) for w in run for s in asked)]


def _person(question: Question, sentence: str, found: list[Word]) -> float:
    runs = [run for run in new_names(question, found) if run[0] is not found[0] or len(run) > 1]
    if any(len(run) >= 2 for run in runs):
        return 1.0
    return 0.8 if runs else 0.2


def _place(question: Question, sentence: str, found: list[Word]) -> float:
    firsts = {run[0].start for run in new_names(question, found)}
    for before, word in pairwise(found):
        if word.start in firsts and before.form.lower() in _PLACE_PREPOSITION:
            return 1.0
    return 0.7 if firsts else 0.2


def _which(question: Question, sentence: str, found: list[Word]) -> float:
    runs = new_names(question, found)
    restated = [w.start for w in found if question.head and w.stem == question.head[-1]]
    if restated and not any(run[0].start > restated[0] for run in runs):
        return 0.3
    return 1.0 if runs else 0.4


def _reason(question: Question, sentence: str, found: list[Word]) -> float:
    return 1.0 if _REASON.search(sentence) else 0.3


def _speech(question: Question, sentence: str, found: list[Word]) -> float:
    return 1.0 if _SPEECH.search(sentence) else 0.2


def _list(question: Question, sentence: str, found: list[Word]) -> float:
    return 1.0 if sentence.count(",") + sentence.count(";") + sentence.count(" and ") >= 2 else 0.6


def _definition(question: Question, sentence: str, found: list[Word]) -> float:
    return 1.0 if _DEFINING.search(sentence) else 0.4


_CHECKS: dict[Kind, Callable[[Question, str, list[Word]], float]] = {
    Kind.HOW_MANY: _count,
    Kind.PERCENT: _share,
    Kind.MONEY: _money,
    Kind.HOW_LONG: _duration,
    Kind.HOW_OLD: _age,
    Kind.WHEN: _date,
    Kind.WHO: _person,
    Kind.WHERE: _place,
    Kind.WHICH: _which,
    Kind.WHY: _reason,
    Kind.QUOTE: _speech,
    Kind.LIST: _list,
    Kind.DEFINITION: _definition,
}

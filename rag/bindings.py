"""What is bound to what in a sentence: a count to its noun, a hedge to its verb, words to a speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.answer_types import new_numbers
from rag.questions import Kind, Question
from rag.words import words

if TYPE_CHECKING:
    from rag.readings import Sentence

HEDGES = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|consider\w*|may|might|could|would|should|if|unless|until"
    r"|plan(?:s|ned|ning)?|discuss\w*|propos\w+|threaten\w*|den(?:y|ied|ies)|refus\w+|reject\w*|revers\w+"
    r"|fail\w*|yet to|instead of|rather than|skip\w*|alleg\w+|accus\w+|rumou?r\w*|possib\w+|potential\w*"
    r"|hop(?:e|es|ed|ing) to|want\w* to|seek\w*|expected to|call(?:s|ed|ing)? for|urg\w+|postpon\w+"
    r"|cancel\w+|avert\w*|prevent\w*|abandon\w*|scrap\w*|declin\w+ to|stopped short)\b|n['’]t\b",
    re.IGNORECASE,
)
SPEECH_VERB = re.compile(
    r"\b(?:said|says|say|told|tells?|tell|add(?:ed|s)|call(?:s|ed)|describ\w+|warn\w*|insist\w*|argu\w+|stat(?:es|ed)"
    r"|accus\w+|claim\w*|den(?:ied|ies)|wrote|writes|according to|suggest\w*|announc\w+|promis\w+"
    r"|acknowledg\w+|ask(?:s|ed)|repl(?:ied|ies)|respond\w*|condemn\w*|demand\w*|admit\w*|believ\w+|vow\w*"
    r"|think\w*|urg\w+|react\w*|reject\w*|decid\w+|impos\w+)\b",
    re.IGNORECASE,
)
_UNHEDGED_KINDS = frozenset({Kind.YES_NO})
_SCOPE = 5


def bound(question: Question, sentence: str, grid: npt.NDArray[np.float32]) -> float:
    """Whether what is counted stands by a number: 1 beside it, 0 not, 0.5 when nothing is counted."""
    if question.kind is not Kind.HOW_MANY or not question.head:
        return 0.5
    found = words(sentence)
    numbers = new_numbers(question, found)
    if not numbers:
        return 0.0
    at = next((i for i, t in enumerate(question.terms) if t.stem == question.head[-1]), None)
    if at is None:
        return 0.5
    content = [word for word in found if word.content]
    heads = {content[j].start for j in np.flatnonzero(grid[at] >= 0.5)}
    places = [i for i, word in enumerate(found) if word.start in heads]
    if any(0 < place - number <= 4 for place in places for number in numbers):
        return 1.0
    return 0.6 if places else 0.1


def hedged(
    question: Question,
    sentence: Sentence,
    grid: npt.NDArray[np.float32],
    weights: npt.NDArray[np.float32],
) -> float:
    """Whether what the question takes as fact stands under a negation or a hedge there."""
    if question.kind in _UNHEDGED_KINDS or HEDGES.search(question.text):
        return 0.0
    marks = [m.start() for m in HEDGES.finditer(sentence.text)]
    plain = [i for i, term in enumerate(question.terms) if not term.name and not term.numeric]
    if not marks or not plain:
        return 0.0
    starts = [word.start for word in sentence.found]
    touched = 0.0
    for i in plain:
        if not len(starts) or grid[i].max(initial=0) < 0.5:
            continue
        place = int(grid[i].argmax())
        before = starts[max(0, place - _SCOPE) : place + 1]
        if any(before[0] <= mark <= starts[place] for mark in marks):
            touched = max(touched, float(weights[i]))
    return touched


def speaks(question: Question, sentence: Sentence, before: Sentence | None) -> float:
    """Whether the person asked about is the one who speaks: 1 yes, 0 no, 0.5 when nobody is asked."""
    if not question.speaker:
        return 0.5
    name = question.speaker[-1]
    for heard in (sentence, before):
        if heard is None or not any(word.stem == name for word in heard.found):
            continue
        if heard is before:
            return 1.0
        verbs = [m.start() for m in SPEECH_VERB.finditer(heard.text)]
        spots = [w.start for w in heard.found if w.stem == name]
        near = any(abs(verb - spot) < 60 for verb in verbs for spot in spots)
        return 1.0 if near else 0.3
    return 0.0

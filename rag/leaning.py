"""Sentences of a draft that lean on the one before: what to look for, and whether it was found.

"He resigned on Monday." is carried by any source in which somebody did. So it is looked for
together with what it leans on, and believed only of a passage that names whom it may mean.
"""

from __future__ import annotations

from rag.answers import Evidence, Spans
from rag.manuscript.prose import Sentence
from rag.readings import dangles
from rag.words import Word, content_words, same_name, words

_FEW = 4


def query(sentence: Sentence) -> str:
    """Return what to search a library for: the sentence, with what it leans on before it."""
    if dangles(sentence.words):
        return f"{sentence.before or sentence.heading} {sentence.words}".strip()
    few = len(content_words(sentence.words)) < _FEW
    return f"{sentence.heading} {sentence.words}".strip() if few else sentence.words


def unnamed(sentence: Sentence, spans: Spans) -> str:
    """Return whom or what a leaning sentence may mean where its passages name none of it.

    Empty where the sentence stands alone, where nothing is named before it, or where one of the
    names stands in a passage or its title.
    """
    if not spans or not dangles(sentence.words):
        return ""
    names = _names(sentence.before) or _names(sentence.heading)
    known = [word for evidence, _ in spans for word in words(_said(evidence))]
    if not names or any(same_name(name.stem, word.stem) for name in names for word in known):
        return ""
    return ", ".join(dict.fromkeys(name.form for name in names))


def _names(text: str) -> list[Word]:
    found = content_words(text)
    inside = [word for word in found if word.capitalised and word.start > 0]
    return inside or [word for word in found[:1] if word.capitalised and word.start == 0]


def _said(evidence: Evidence) -> str:
    return f"{evidence.title or ''} {evidence.passage.heading or ''} {evidence.text}"

"""A text as the aligner reads it: tokens with offsets, their stems, figures made one token each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.alignment.figures import Figure, figures
from rag.alignment.lexicon import NEGATIONS
from rag.words import FUNCTION_WORDS, Word, words
from vectorstore.sentences import sentences

_CLAUSE = re.compile(r"[;:—–]|,\s|\s-\s|\n")
_NEGATED = re.compile(r"n['’]t$", re.IGNORECASE)
_MONTH_OF_MAY = re.compile(r"\bMay(?=\s+\d)|(?<=[\w,;] )May\b")
_NUMERO = re.compile(r"\bNo\.(?=\s?\d)")
_FRENCH_NE = re.compile(r"^n['’](?=\w)", re.IGNORECASE)
_COMMON = FUNCTION_WORDS - {"us"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a whole figure, of a text.

    `key` is what it is compared by. `sentence` and `clause` number the sentence and, over the whole
    text, the clause it stands in.
    """

    form: str
    key: str
    start: int
    end: int
    sentence: int
    clause: int
    figure: Figure | None = None
    name: bool = False
    content: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its tokens, in order."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all its tokens."""
        return frozenset(token.key for token in self.tokens)


@lru_cache(maxsize=2048)
def tokenise(text: str) -> Text:
    """Return the tokens of a text in order; texts read lately are remembered."""
    spans = sentences(text)
    cuts = [match.end() for match in _CLAUSE.finditer(text)]
    counted = figures(text)
    by_start = {figure.start: figure for figure in counted}
    inside = [(figure.start, figure.end) for figure in counted]
    others = {match.start() for rule in (_MONTH_OF_MAY, _NUMERO) for match in rule.finditer(text)}
    tokens: list[Token] = []
    at_sentence = at_clause = 0
    for word in words(text):
        while at_sentence + 1 < len(spans) and spans[at_sentence + 1].start <= word.start:
            at_sentence += 1
        while at_clause < len(cuts) and cuts[at_clause] <= word.start:
            at_clause += 1
        figure = by_start.get(word.start)
        if figure is None and any(start < word.end and word.start < end for start, end in inside):
            continue
        opens = bool(spans) and spans[at_sentence].start >= word.start - 2
        token = _token(word, figure, at_sentence, at_clause + 1000 * at_sentence, opens)
        if word.start in others:
            token = replace(token, key=word.form, negative=False)
        tokens.append(token)
    return Text(text, tuple(tokens))


def _token(word: Word, figure: Figure | None, sentence: int, clause: int, opens: bool) -> Token:
    lowered = word.form.lower()
    if figure is not None:
        return Token(
            word.form, figure.key, figure.start, figure.end, sentence, clause, figure, content=True
        )
    negative = bool(_NEGATED.search(word.form)) or word.stem in NEGATIONS
    negative = negative or bool(_FRENCH_NE.match(word.form))
    content = lowered not in _COMMON or word.form == "US"
    name = word.capitalised and content and not (opens and not _is_name(word))
    return Token(
        word.form,
        "not" if _NEGATED.search(word.form) else word.stem,
        word.start,
        word.end,
        sentence,
        clause,
        name=name,
        content=content,
        negative=negative,
    )


def _is_name(word: Word) -> bool:
    """Tell whether a word that opens a sentence is written like a name all the same."""
    return len(word.form) > 1 and (word.form.isupper() or any(c.isupper() for c in word.form[1:]))

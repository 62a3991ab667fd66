"""Who says a quotation, where its source names them beside a verb of saying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.alignment.lexicon import PREPOSITIONS
from rag.alignment.quotes import quoted_spans
from rag.alignment.speakers import speaks
from rag.alignment.tokens import Token, tokenise
from vectorstore.documents import Span
from vectorstore.sentences import sentences

_CLOSING = ("”", '"', "»", "’", "'")
_ADVERBS = frozenset(("also", "then", "later", "once", "now", "again"))


def speaker_of(text: str, span: Span) -> Span | None:
    """Return where a text names who says the quotation that a span touches; None if it does not.

    Read are the sentences the quotation stands in. A name counts right beside the verb, or where a
    comma ends what stands between ("Anselm Pryce, who leads it, said"); a pronoun names nobody, and
    two names are one too many.
    """
    from_, to = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    paragraph = text[from_ : len(text) if to < 0 else to]
    wanted = Span(span.start - from_, span.end - from_)
    quoted = [Span(*found) for found in quoted_spans(paragraph) if wanted.overlaps(Span(*found))]
    found = {
        (name.start, name.end)
        for sentence in sentences(paragraph)
        if any(sentence.overlaps(each) for each in quoted)
        for name in _speakers(paragraph, sentence)
    }
    if len({paragraph[start:end] for start, end in found}) != 1:
        return None
    start, end = min(found)
    return Span(from_ + start, from_ + end)


def _speakers(paragraph: str, sentence: Span) -> Iterator[Span]:
    """Yield the names of who says something in a sentence, outside its quotations."""
    inside = [Span(*found) for found in quoted_spans(paragraph)]
    said = [
        token
        for token in tokenise(paragraph).tokens
        if sentence.start <= token.start < sentence.end
        and not any(each.start <= token.start < each.end for each in inside)
    ]
    for at in range(len(said)):
        if speaks(said, at) and (name := _beside(paragraph, said, at)):
            yield name


def _beside(paragraph: str, said: Sequence[Token], verb: int) -> Span | None:
    """Return the name before a verb of saying, else, after a quotation, the one behind it."""
    runs = list(_runs(paragraph, said))
    for first, last in reversed(runs):
        closed = paragraph[said[last].end :].startswith(",")
        if last < verb and (closed or _only_adverbs(said[last + 1 : verb])):
            return Span(said[first].start, said[last].end)
    if not paragraph[: said[verb].start].rstrip().endswith(_CLOSING):
        return None  # what follows is what is said: "said that Wagner was there"
    for first, last in runs:
        if first > verb:
            return Span(said[first].start, said[last].end)
    return None


def _only_adverbs(words: Sequence[Token]) -> bool:
    return all(word.form.endswith("ly") or word.form in _ADVERBS for word in words)


def _runs(paragraph: str, said: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each name that no preposition stands before."""
    at = 0
    while at < len(said):
        last = at
        while _may_begin(said[at]) and last + 1 < len(said) and _goes_on(paragraph, said, last):
            last += 1
        # The first word of a sentence has a capital, whatever it is: it is a name before one.
        named = said[at].name or last > at
        if named and not (at and said[at - 1].key in PREPOSITIONS):
            yield at, last
        at = last + 1


def _may_begin(token: Token) -> bool:
    return token.name or (token.content and token.form[0].isupper())


def _goes_on(paragraph: str, said: Sequence[Token], at: int) -> bool:
    """Tell whether the next word is of the same name: nothing but a space or hyphen between."""
    between = paragraph[said[at].end : said[at + 1].start]
    return said[at + 1].name and between in (" ", "-", "\u00a0", ". ")

"""Who says it: attribution kept, the right speaker, quotations verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.lexicon import REPORTING, SPEECH
from rag.alignment.quotes import folded, quotations, quoted_spans
from rag.alignment.tokens import Token, tokenise
from rag.words import same_name

_SPEAKING = frozenset(("he", "she", "they", "it"))
_ATTRIBUTED = re.compile(r"\baccording to\b|\bselon\b|\bsays?\b|\bsaid\b", re.IGNORECASE)


def quotes(pair: Pair) -> Iterator[Finding]:
    """Yield quotations of the statement that do not stand in the source word for word."""
    source = folded(pair.source.text)
    for words in quotations(pair.statement.text):
        if folded(words).strip(" .,;:!?…") not in source:
            yield Finding("quote_changed", Weight.MISSING, f"“{words}” is not said in these words")


def attribution(pair: Pair) -> Iterator[Finding]:
    """Yield the loss of a speaker: what somebody said, told as fact or as another's words."""
    taken = [pair.source.tokens[j] for j in pair.kept_source() if pair.source.tokens[j].content]
    spoken = quoted_spans(pair.source.text)
    inside = [t for t in taken if any(s <= t.start and t.end <= e for s, e in spoken)]
    if not _attributes(pair) and len(inside) * 2 > len(taken) and not _whole(pair, spoken):
        yield Finding(
            "attribution_dropped", pair.severe(Weight.MISSING), "in the source somebody says it"
        )
        return
    kept = pair.kept_source()
    if any(speaks(pair.source.tokens, j) for j in kept):
        return
    sentences = {t.sentence for t in taken}
    for j, token in enumerate(pair.source.tokens):
        if not speaks(pair.source.tokens, j) or token.sentence not in sentences or j in kept:
            continue
        if token.key in pair.statement.keys or _said_otherwise(pair, j):
            continue
        yield Finding(
            "attribution_dropped", Weight.SOFT, f"the source says “{pair.written(token)}” of it"
        )
        return


def speaks(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is a verb of saying that somebody is the subject of."""
    before = tokens[at - 1].key if at else ""
    return tokens[at].key in SPEECH and before not in ("to", "the", "a", "this", "of")


def _attributes(pair: Pair) -> bool:
    """Tell whether the statement says itself that somebody says it."""
    return any(t.key in REPORTING for t in pair.statement.tokens) or bool(
        _ATTRIBUTED.search(pair.statement.text)
    )


def _said_otherwise(pair: Pair, j: int) -> bool:
    """Tell whether the statement has a verb of saying of its own in place of this one."""
    ours = [t for at, t in enumerate(pair.statement.tokens) if at not in pair.matching.kept]
    return any(t.key in SPEECH for t in ours)


def _whole(pair: Pair, spoken: list[tuple[int, int]]) -> bool:
    """Tell whether the statement is itself in quotation marks."""
    return bool(quotations(pair.statement.text)) and bool(spoken)


def speaker(pair: Pair) -> Iterator[Finding]:
    """Yield a speaker to whom the source does not give these words."""
    ours = _speakers(pair.statement.tokens)
    taken = {
        pair.source.tokens[j].sentence
        for at, j in pair.matching.kept.items()
        if pair.source.tokens[j].content and pair.source.tokens[j].key not in SPEECH
    }
    if not ours or not taken:
        return
    main = max(taken, key=lambda s: _taken_of(pair, s))
    theirs = _speakers_there(pair, main)
    if theirs and not any(same_name(one, other) for one in ours for other in theirs):
        yield Finding(
            "speaker_changed",
            pair.severe(Weight.AGAINST),
            f"the source does not give these words to “{_shown(pair, ours)}”",
        )


def _speakers_there(pair: Pair, sentence: int) -> set[str]:
    """Return the names of who speaks in a sentence of the source, a pronoun's antecedents too.

    Where no verb of saying tells, every name of the sentence may be meant.
    """
    tokens = tuple(t for t in pair.source.tokens if t.sentence == sentence)
    found, pronoun = _speakers(tokens), False
    for at in range(len(tokens)):
        if speaks(tokens, at):
            beside = (*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 2])
            pronoun = pronoun or any(t.key in _SPEAKING for t in beside)
    if pronoun:
        return found | _before(pair, sentence)
    return found or _names(pair.source.tokens, sentence) or _before(pair, sentence)


def _taken_of(pair: Pair, sentence: int) -> int:
    return sum(
        pair.source.tokens[j].sentence == sentence and pair.source.tokens[j].content
        for j in pair.matching.kept.values()
    )


def _speakers(tokens: tuple[Token, ...]) -> set[str]:
    """Return the names that stand by a verb of saying, up to four words before or three after."""
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if not speaks(tokens, at):
            continue
        near = [t for t in tokens[max(0, at - 4) : at] if t.name and t.sentence == token.sentence]
        before = [t for t in near if t.clause == token.clause] or near
        after = [t for t in tokens[at + 1 : at + 7] if t.name and t.clause == token.clause]
        if before:
            found |= {t.key for t in before}
        elif at + 7 >= len(tokens) or token.key == "accord":
            found |= {t.key for t in after}
    return found


def _names(tokens: tuple[Token, ...], sentence: int) -> set[str]:
    return {t.key for t in tokens if t.name and t.sentence == sentence} | {
        t.key for t in tokens if t.sentence == sentence and t.content and t.form[:1].isupper()
    }


def _before(pair: Pair, sentence: int) -> set[str]:
    """Return the names of the nearest earlier sentence that has any."""
    for earlier in range(sentence - 1, -1, -1):
        if found := _names(pair.source.tokens, earlier):
            return found
    around = tokenise(pair.context.around).tokens
    for earlier in sorted({t.sentence for t in around}, reverse=True):
        if found := _names(around, earlier):
            return found
    return set()


def _shown(pair: Pair, keys: set[str]) -> str:
    return " ".join(pair.said(t) for t in pair.statement.tokens if t.key in keys and t.name)

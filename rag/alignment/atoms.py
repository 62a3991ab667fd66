"""Figures, dates, names and words of a statement: does the source have them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from rag.alignment.dates import When, dates
from rag.alignment.figures import Figure
from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.lexicon import HEDGES, LIMITS, OPPOSITES, SPEECH
from rag.alignment.tokens import Token
from rag.words import same_name

NOTHING_IN_COMMON = 0.3
_BOUNDS = {
    "about": "~", "around": "~", "approxim": "~", "rough": "~", "nearli": "<~", "almost": "<~",
    "more": ">", "over": ">", "least": ">=", "above": ">", "fewer": "<", "less": "<",
    "under": "<", "below": "<", "up": "<=", "most": "<=",
}  # fmt: skip
_OPPOSED = {
    frozenset("><"),
    frozenset((">=", "<=")),
    frozenset((">", "<=")),
    frozenset((">=", "<")),
}


def figures(pair: Pair) -> Iterator[Finding]:
    """Yield the figures that the source does not hold, and those whose bound differs."""
    dated = _inside(dates(pair.statement.text, pair.context.published))
    theirs = [t for t in pair.source.tokens if t.figure]
    for at, token in enumerate(pair.statement.tokens):
        if token.figure is None or dated(token):
            continue
        values = _values(pair.statement.tokens, at)
        same = [t for t in theirs if t.figure and any(t.figure.equals(v) for v in values)]
        if same:
            yield from _bound(pair, at, token, same)
            continue
        rival = next((t for t in pair.left_out(at) if t.figure), None)
        said = pair.said(token)
        if rival is not None and pair.strict_without(at):
            yield Finding(
                "figure_changed", Weight.AGAINST, f"“{said}” against “{pair.written(rival)}”"
            )
        else:
            worded = not any(c.isdigit() for c in said)
            weight = pair.severe(Weight.MISSING) if worded else Weight.MISSING
            yield Finding("figure_not_found", weight, f"“{said}” is not in the source")


def _values(tokens: tuple[Token, ...], at: int) -> list[Figure]:
    """Return what a figure can mean: "412 to 368 million" may leave out a million."""
    figure = tokens[at].figure
    assert figure is not None
    values = [figure]
    if at + 2 < len(tokens) and tokens[at + 1].key in ("to", "and", "or"):
        following = tokens[at + 2].figure
        if following is not None and following.value >= 1e3 and figure.value < 1e3:
            scale = 10 ** (3 * int(math.log10(following.value) // 3))
            values.append(replace(figure, value=figure.value * scale, unit=following.unit))
        elif following is not None and following.unit == "%":
            values.append(replace(figure, unit="%"))
    return values


def _bound(pair: Pair, at: int, token: Token, same: list[Token]) -> Iterator[Finding]:
    ours = _bound_before(pair.statement.tokens, at)
    places = [pair.source.tokens.index(t) for t in same]
    theirs = [_bound_before(pair.source.tokens, place) for place in places]
    if ours in theirs:
        return
    said, their = pair.said(token), theirs[0]
    if ours and their and frozenset((ours, their)) in _OPPOSED:
        yield Finding("direction_changed", Weight.AGAINST, f"the bound on “{said}” is the opposite")
    elif their:
        weight = Weight.SOFT if their == "~" else Weight.MISSING
        yield Finding("qualifier_dropped", weight, f"the source puts a bound on “{said}”")
    else:
        yield Finding("qualifier_added", Weight.SOFT, f"the source puts no bound on “{said}”")


def _bound_before(tokens: tuple[Token, ...], at: int) -> str:
    near = [t for t in tokens[max(0, at - 3) : at] if t.sentence == tokens[at].sentence]
    for token in reversed(near):
        if token.figure is not None:
            return ""
        if bound := _BOUNDS.get(token.key):
            return bound
        if token.content:
            return ""
    return ""


def days(pair: Pair) -> Iterator[Finding]:
    """Yield the dates that no date of the source holds for."""
    theirs = dates(pair.source.text, pair.context.published)
    outside = dates(pair.context.around, pair.context.published)
    published = _published(pair)
    if not theirs:
        outside += published
    for stated in dates(pair.statement.text, pair.context.published):
        if any(when.holds_for(stated) for when in (*theirs, *outside)):
            continue
        said = pair.statement.text[stated.start : stated.end]
        rivals = [w for w in theirs if _like(w, stated)]
        if rivals and pair.strict and not any(when.holds_for(stated) for when in published):
            written = pair.source.text[rivals[0].start : rivals[0].end]
            yield Finding("date_changed", Weight.AGAINST, f"“{said}” against “{written}”")
        else:
            weight = pair.severe(Weight.MISSING) if stated.relative else Weight.MISSING
            yield Finding("date_not_found", weight, f"“{said}” is not in the source")


def _like(one: When, other: When) -> bool:
    """Tell whether two dates are written alike: both with a month, or both without."""
    return (one.month is None) == (other.month is None)


def _published(pair: Pair) -> list[When]:
    published = pair.context.published
    return [When(*published, 0, 0)] if published else []


def names(pair: Pair) -> Iterator[Finding]:
    """Yield the names that stand neither in the source nor in what surrounds it."""
    dated = _inside(dates(pair.statement.text, pair.context.published))
    for at, token in enumerate(pair.statement.tokens):
        if not token.name or dated(token) or _holds(pair.source.keys, token):
            continue
        if "-" in token.form and all(
            part.lower() in pair.source.text.lower() for part in token.form.split("-")
        ):
            continue
        rival = next((t for t in pair.left_out(at) if t.name), None)
        if _holds(pair.outside, token):
            yield from _supplied(pair, at, rival)
        elif rival is not None and pair.strict_without(at):
            yield Finding(
                "name_changed",
                Weight.AGAINST,
                f"“{pair.said(token)}” against “{pair.written(rival)}”",
            )
        else:
            yield Finding(
                "name_not_found", Weight.MISSING, f"“{pair.said(token)}” is not in the source"
            )


def _holds(keys: frozenset[str], token: Token) -> bool:
    return any(same_name(token.key, key) for key in keys)


def _supplied(pair: Pair, at: int, rival: Token | None) -> Iterator[Finding]:
    """Yield a name that only the words around the source have, if not a part of one it has."""
    said = pair.said(pair.statement.tokens[at])
    beside = [n for n in (at - 1, at + 1) if n in pair.matching.kept]
    if any(pair.statement.tokens[n].name for n in beside):
        return
    if rival is not None and pair.strict_without(at):
        detail = f"“{said}” against “{pair.written(rival)}”"
        yield Finding("name_changed", Weight.MISSING, detail)
    else:
        yield Finding("name_from_around", Weight.SOFT, f"“{said}” is named only around it")


def unknown_words(pair: Pair) -> Iterator[Finding]:
    """Yield the words of content that the source does not have, and opposites of its words."""
    added = set(pair.matching.added())
    speaks = any(t.key in SPEECH for t in pair.source.tokens)
    ours = pair.statement.keys
    for at in sorted(added):
        token = pair.statement.tokens[at]
        if token.figure is not None or token.name or token.negative:
            continue
        rivals = OPPOSITES.get(token.key, frozenset()) & (pair.source.keys - ours)
        if rivals:
            rival = next(t for t in pair.source.tokens if t.key in rivals)
            yield Finding(
                "direction_changed",
                Weight.AGAINST if pair.strict_without(at) else Weight.SOFT,
                f"“{pair.said(token)}” against “{pair.written(rival)}”",
            )
        elif token.key in pair.outside and token.content:
            detail = f"“{pair.said(token)}” is said only around it"
            yield Finding("word_from_around", Weight.SOFT, detail)
        elif _tells(token):
            if token.key in SPEECH and speaks:
                continue
            code = "qualifier_added" if token.key in HEDGES | LIMITS else "word_not_found"
            yield Finding(code, Weight.SOFT, f"“{pair.said(token)}” is not in the source")
    if pair.coverage < NOTHING_IN_COMMON:
        yield Finding("little_in_common", Weight.SOFT, "the source has few of its words")


def _tells(token: Token) -> bool:
    return token.content or token.key in LIMITS | HEDGES


class _inside:  # noqa: N801
    """Tells whether a token lies in one of the dates."""

    def __init__(self, found: list[When]) -> None:
        self._spans = [(when.start, when.end) for when in found]

    def __call__(self, token: Token) -> bool:
        return any(start <= token.start and token.end <= end for start, end in self._spans)

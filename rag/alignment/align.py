"""A statement aligned with its source: the class it earns, and every finding with its reason.

Pure text in, values out; milliseconds. The order of classes is that of `VerdictClass`: quoted when
it is the source's own words, close wording when nothing was added, dropped, moved or changed,
contradicted and not found when a finding says so, and reworded for everything a reader must judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rag.alignment import atoms, bonds, gaps, modals, omissions, scope, speakers, voice
from rag.alignment.findings import Context, Finding, Pair, Weight
from rag.alignment.matching import Matching, match, weight
from rag.alignment.quotes import folded
from rag.alignment.tokens import Text, tokenise
from rag.answers import Check, Label, VerdictClass
from vectorstore.sentences import sentences

_LONGEST = 4_000
_ENDS = " .!?…\"'"
_STEPS: tuple[tuple[str, Callable[[Pair], Iterator[Finding]]], ...] = (
    ("figures", atoms.figures),
    ("dates", atoms.days),
    ("names", atoms.names),
    ("words", atoms.unknown_words),
    ("negation", scope.negations),
    ("qualifiers", scope.hedges),
    ("modality", modals.changed),
    ("conditions", scope.conditions),
    ("limits", scope.limits),
    ("order", bonds.moved),
    ("voice", voice.suffered),
    ("joins", gaps.between),
    ("omissions", omissions.edges),
    ("comparison", omissions.comparisons),
    ("counts", bonds.counted),
    ("quotes", speakers.quotes),
    ("attribution", speakers.attribution),
    ("speaker", speakers.speaker),
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a statement stands to a source; `coverage` is the share of its weight the source has."""

    kind: VerdictClass
    label: Label
    reason: str
    checks: tuple[Check, ...]
    coverage: float


def align(statement: str, source: str, context: Context | None = None) -> Alignment:
    """Align a statement with the words it rests on; never raises.

    Only the first 4,000 characters of a statement and of a source are read.
    """
    statement, source = statement[:_LONGEST], source[:_LONGEST]
    if verbatim(statement, source):
        return Alignment(
            VerdictClass.QUOTED,
            Label.SUPPORTED,
            "The source says it in these words.",
            (Check("verbatim", True, "word for word"),),
            1.0,
        )
    pair = read(tokenise(statement), tokenise(source), context or Context())
    found = {name: list(step(pair)) for name, step in _STEPS}
    return _concluded(pair, found)


def verbatim(statement: str, source: str) -> bool:
    """Tell whether a statement is one or more whole sentences of the source, in order."""
    said = folded(statement).strip(_ENDS)
    if not said:
        return False
    whole = folded(source)
    if said not in whole:
        return False
    spans = sentences(source)
    starts = {folded(source[span.start :]) for span in spans}
    return any(
        tail.lstrip(_ENDS).startswith(said) and _ends_one(tail.lstrip(_ENDS), said, source)
        for tail in starts
    )


def _ends_one(tail: str, said: str, source: str) -> bool:
    """Tell whether the words end where a sentence of the source does."""
    rest = tail[len(said) :].lstrip(_ENDS)
    ends = {folded(source[span.end :]).lstrip(_ENDS) for span in sentences(source)}
    return rest in ends


def read(statement: Text, source: Text, context: Context) -> Pair:
    """Return the pair that every check looks at."""
    outside = tokenise(
        "\n".join((context.title, context.heading, context.publisher, context.around))
    )
    statement, source = _named(statement, source, outside), _named(source, statement)
    matching = match(statement.tokens, source.tokens)
    return Pair(
        statement, source, outside.keys, matching, context, coverage(matching, outside.keys)
    )


def _named(text: Text, *others: Text) -> Text:
    """Return a text in which a word is a name where another text shows that it is one."""
    names = {token.key for other in others for token in other.tokens if token.name}
    tokens = (
        replace(token, name=True)
        if token.key in names and token.content and token.form[0].isupper()
        else token
        for token in text.tokens
    )
    return Text(text.text, tuple(tokens))


def coverage(matching: Matching, outside: frozenset[str] = frozenset()) -> float:
    """Return the share of the statement's weight that has a partner, 0 to 1."""
    heavy = [at for at, token in enumerate(matching.statement) if token.content]
    whole = sum(weight(matching.statement[at]) for at in heavy)
    found = sum(
        weight(matching.statement[at])
        for at in heavy
        if at in matching.kept
        or at in matching.moved
        or (matching.statement[at].name and matching.statement[at].key in outside)
    )
    return found / whole if whole else 0.0


def _concluded(pair: Pair, found: dict[str, list[Finding]]) -> Alignment:
    findings = [finding for step in found.values() for finding in step]
    worst = max((finding.weight for finding in findings), default=Weight.FINE)
    checks = tuple(
        check
        for name, step in found.items()
        for check in (
            [Check(f.code, f.weight is Weight.FINE, f.detail) for f in step]
            or [Check(name, True, "")]
        )
    )
    against = [f.detail for f in findings if f.weight == worst]
    if not pair.statement.tokens:
        worst, against = Weight.MISSING, ["there is nothing to check"]
    kind, label, reason = _class_of(pair, worst, against)
    return Alignment(kind, label, reason, checks, pair.coverage)


def _class_of(pair: Pair, worst: Weight, details: list[str]) -> tuple[VerdictClass, Label, str]:
    listed = "; ".join(dict.fromkeys(details))
    match worst:
        case Weight.AGAINST:
            return VerdictClass.CONTRADICTED, Label.CONTRADICTED, f"{listed}."
        case Weight.MISSING:
            label = Label.PARTLY if pair.coverage >= 0.5 else Label.UNSUPPORTED
            return VerdictClass.NOT_FOUND, label, f"{listed}."
        case Weight.SOFT:
            return VerdictClass.REWORDED, Label.UNCHECKED, f"In other words: {listed}."
    return (
        VerdictClass.CLOSE_WORDING,
        Label.SUPPORTED,
        "The source says it in nearly these words.",
    )

"""What the pronouns and pointing words of a question stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.conversation import lexicon
from rag.conversation.antecedents import agrees, bonus
from rag.conversation.descriptions import describe, then, there
from rag.conversation.discourse import Discourse
from rag.conversation.entities import Entity, possessive, shown
from rag.conversation.naming import Kind, Phrase
from rag.conversation.reader import Reader
from rag.conversation.tokens import Token, is_verb

_CLASSES = {
    "he": "m", "him": "m", "his": "m",
    "she": "f", "her": "f", "hers": "f",
    "they": "p", "them": "p", "their": "p", "theirs": "p", "these": "p", "those": "p",
    "it": "n", "its": "n", "this": "n", "that": "n",
}  # fmt: skip
_POSSESSIVES = frozenset("his their its hers theirs".split())
_IDLE = "true|possible|likely|important|necessary|legal|clear|difficult|hard|easy"
_EXPLETIVE = re.compile(
    rf"\bit (?:is |was |be |been )?(?:\w+ )?(?:{_IDLE})\b"
    rf"|\b(?:is|was|isn't|wasn't) it (?:\w+ )?(?:{_IDLE}|that|because|like|worth|rain\w*|snow\w*)\b"
    r"|\bit be \w+ (?:for|to|that|if)\b|\bit (?:rain|snow)|\bwhat time is it\b"
    r"|\btakes? .*\bto\b|\bmake it (?:to|big)\b",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"[.?!;:] |(?:, |\band )(?:who|what|when|where|why|how|which|is|are|was|were|did|does|do|has"
    r"|have|can|could|should|will|would)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"\b(?:some|any|every|no)(?:one|body)\b", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:said|says?|claim(?:s|ed)?|thinks?|believes?)(?: that)? $", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:that|if|whether|when|because|before|after|while|said|says?)\b", re.IGNORECASE
)
# What only an answer spoke of is a less likely antecedent than what was asked about.
_ONLY_READ = {"m": -2.0, "f": -2.0, "p": -3.0, "n": -3.0}
_MEANT_BEFORE = 2.5
_FORGOTTEN = -9.0
# So many words into a question, a pronoun speaks of what the question said itself.
_FAR = 10


@dataclass(frozen=True, slots=True)
class Resolution:
    """A question with its references spelled out, and whether some could not be.

    `changed` says that something else than a time was spelled out.

    `event` says that what could not be spelled out is something that happened, `within` that a
    pronoun speaks of something in the question itself.
    """

    text: str
    changed: bool
    unresolved: bool
    event: bool
    within: bool


def resolve(question: str, discourse: Discourse) -> Resolution:
    """Return the question with pronouns and pointing words replaced by what they stand for."""
    reader = Reader.of(question, discourse)
    if question.isupper():
        return Resolution(question, False, False, False, False)
    for phrase in reader.found:
        describe(reader, phrase)
    for at, token in enumerate(reader.words):
        if any(start <= token.start < end for start, end, _ in reader.edits):
            continue
        if token.lower == "there":
            there(reader, at)
        elif token.lower == "then":
            then(reader, at)
        elif token.lower in lexicon.POINTERS:
            _pointer(reader, at)
        elif token.lower in _CLASSES:
            _pronoun(reader, at)
    changed = len(reader.edits) > reader.times
    return Resolution(reader.edited(), changed, reader.unresolved, reader.event, reader.within)


def _pronoun(reader: Reader, at: int) -> None:
    token = reader.words[at]
    kind = _CLASSES[token.lower]
    idle = kind == "n" and _EXPLETIVE.search(reader.question)
    if idle or kind in reader.settled:
        return
    owning = token.lower in _POSSESSIVES or (token.lower == "her" and reader.owns(at))
    if _within(reader, at, kind, owning):
        reader.settled.add(kind)
        reader.within = True
        return
    entity = _antecedent(reader, at, kind)
    if entity is None:
        reader.unresolved = True
        reader.event |= kind == "n"
        return
    reader.settled.add(kind)
    reader.discourse.meant[kind] = entity
    if kind in "mf":
        reader.discourse.learn(entity, kind)
    placed = any(word.lower == "there" for word in reader.words)
    words = shown(entity, complement=not (owning or placed))
    reader.edits.append((token.start, token.end, possessive(words) if owning else words))


def _pointer(reader: Reader, at: int) -> None:
    """Note a "this" or "that" that stands alone: it may be anything that was said."""
    if _stands_alone(reader, at):
        reader.unresolved = reader.event = True


def _stands_alone(reader: Reader, at: int) -> bool:
    """Return whether this, that, these or those is a pronoun: no article, no conjunction."""
    token = reader.words[at]
    around = [p for p in reader.found if p.start <= token.start < p.end]
    if any(p.kind is Kind.TIME or p.determiner == token.lower for p in around):
        return False
    before = reader.before(at)
    if token.lower != "that" or reader.next(at) is None or before in lexicon.PREPOSITIONS:
        return True
    return before in lexicon.AUXILIARIES and at < 4


def _within(reader: Reader, at: int, kind: str, owning: bool) -> bool:
    """Return whether a pronoun speaks of something earlier in the same question."""
    token = reader.words[at]
    before = [p for p in reader.found if p.end <= token.start]
    anybody = kind == "p" and _ANYBODY.search(reader.question, 0, token.start)
    if anybody or (before and at >= _FAR):
        return True
    if any(_NEW_CLAUSE.search(reader.question, p.end, token.start) for p in before):
        return True
    earlier = [p for p in before if agrees(p, kind)]
    if owning:
        return bool(earlier) or any(_may_own(reader, p, token, kind) for p in before)
    if before and _SAYS.search(reader.question, 0, token.start):
        return True
    if token.lower not in ("he", "she", "they", "it"):
        return False
    new = [p for p in before if _is_new(p, kind)]
    bound = any(_BOUND.search(reader.question, p.end, token.start) for p in (*earlier, *new))
    return bound or (bool(earlier) and _is_subject(reader, at))


def _is_new(phrase: Phrase, kind: str) -> bool:
    """Return whether a description brings up somebody or something new: "a patient", "nurses"."""
    plural = kind == "p"
    indefinite = phrase.determiner in (("", "some", "many") if plural else ("a", "an"))
    return phrase.kind is Kind.THING and indefinite and phrase.plural == plural


def _is_subject(reader: Reader, at: int) -> bool:
    """Return whether a pronoun is the subject of a clause of its own: "the way it uses them"."""
    following, before = reader.next(at), reader.before(at)
    if following is None or before in lexicon.AUXILIARIES | lexicon.PREPOSITIONS:
        return False
    if following.lower in lexicon.AUXILIARIES or is_verb(following.lower):
        return True
    verb_before = before in lexicon.BARE_VERBS or is_verb(before)
    return not (verb_before or following.lower in lexicon.CLOSED)


def _may_own(reader: Reader, phrase: Phrase, token: Token, kind: str) -> bool:
    """Return whether a description before a possessive may be the owner.

    That is a name in lower case ("did jessica jones lose her job") or, just before it, a plural
    ("states raised their taxes").
    """
    if phrase.kind is not Kind.THING:
        return False
    if kind == "p":
        between = reader.question[phrase.end : token.start]
        if phrase.plural and len(between.split()) < 2:
            return True
    bare = not phrase.determiner and (not phrase.plural or kind in "mfp")
    return bare and phrase.before in lexicon.AUXILIARIES


def _antecedent(reader: Reader, at: int, kind: str) -> Entity | None:
    """Return what was most present of what fits a pronoun and is not in the question itself."""
    discourse = reader.discourse
    here = {id(discourse.find(p, p.text)) for p in reader.found if p.kind is not Kind.TIME}
    around = {reader.before(at)} | {token.lower for token in reader.words[at + 1 : at + 3]}
    event = bool(around & lexicon.EVENT_VERBS)
    acting = reader.words[at].lower == "they" and reader.before(at) in lexicon.DO_FORMS
    fitting = {
        id(entity): worth
        for entity in discourse.entities
        if id(entity) not in here
        and entity.score(discourse.turn) >= _FORGOTTEN
        and (worth := bonus(entity, kind, event, acting)) is not None
    }
    asked_of = any(e.asked for e in discourse.entities if id(e) in fitting)

    def fits(entity: Entity) -> float | None:
        worth = fitting.get(id(entity))
        if worth is None:
            return None
        if kind == "n" and not entity.asked and (asked_of or not reader.edits):
            return None  # an answer's things are too many to choose from
        if kind == "n" and not entity.asked and entity.phrase.named:
            return None
        only_read = asked_of and not (entity.asked or entity.wanted)
        meant = discourse.meant.get(kind) is entity
        return worth + (_ONLY_READ[kind] if only_read else 0) + (_MEANT_BEFORE if meant else 0)

    return discourse.best(fits)

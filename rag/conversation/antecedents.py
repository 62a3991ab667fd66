"""How well something spoken of fits a pronoun: persons, groups and things.

Pronouns fall into classes: "m" he, "f" she, "p" they, "n" it.
"""

from __future__ import annotations

import re

from rag.conversation import lexicon
from rag.conversation.entities import Entity
from rag.conversation.naming import Kind, Phrase

RELATIVE = re.compile(r"\b(?:same|other|others|another|most|least|kind|sort|type)\b")


def agrees(phrase: Phrase, kind: str) -> bool:
    """Return whether a pronoun later in the same sentence may speak of a phrase."""
    if phrase.kind is Kind.TIME:
        return False
    told = bool(phrase.determiner) or phrase.before in lexicon.QUESTION_WORDS  # "which singer"
    person = phrase.kind is Kind.PERSON or (phrase.describes_person and told)
    if kind in "mf":
        unsure = phrase.kind in (Kind.NAME, Kind.ORGANISATION) and not phrase.determiner
        return (person and not phrase.plural and phrase.gender in ("", kind)) or unsure
    if kind == "p":
        acts = phrase.head in lexicon.PEOPLE_NOUNS or phrase.before in lexicon.AUXILIARIES
        groups = phrase.kind in (Kind.ORGANISATION, Kind.NAME) or phrase.head in lexicon.GROUP_NOUNS
        return groups or (phrase.plural and (acts or phrase.named))
    return not person and not phrase.plural and phrase.head not in lexicon.EMPTY_HEADS


def bonus(entity: Entity, kind: str, event: bool, acting: bool) -> float | None:
    """Return how well an entity fits a pronoun's class, None where it cannot.

    `event` says that the verb beside it speaks of events ("begin", "cost"), `acting` that the
    pronoun does something.
    """
    phrase = entity.phrase
    empty = phrase.head in lexicon.EMPTY_HEADS or RELATIVE.search(entity.text)
    if phrase.kind is Kind.TIME or (not phrase.named and empty):
        return None
    if kind in "mf":
        return _person(entity, kind)
    return _group(entity, acting) if kind == "p" else _thing(entity, event)


def _person(entity: Entity, kind: str) -> float | None:
    phrase = entity.phrase
    if phrase.plural or entity.several or (phrase.gender and phrase.gender != kind):
        return None
    if phrase.kind is Kind.PERSON:
        return 3.0 if phrase.gender else 2.0
    if phrase.kind is Kind.NAME:
        return None if phrase.determiner else 0.5
    return -0.5 if phrase.describes_person else None


def _group(entity: Entity, acting: bool) -> float | None:
    phrase = entity.phrase
    if phrase.named:
        if entity.several or phrase.plural or phrase.kind is Kind.ORGANISATION:
            return 2.0
        return {Kind.NAME: 0.5, Kind.PLACE: -1.0}.get(phrase.kind)
    group = phrase.head in lexicon.GROUP_NOUNS
    if not (phrase.plural or group):
        return None
    says_little = bool(phrase.determiner) and len(entity.text.split()) == 2  # "the band"
    people = group or phrase.head in lexicon.PEOPLE_NOUNS
    return (2.0 if people else -2.0 if acting else 1.0) - (2.5 if says_little else 0.0)


def _thing(entity: Entity, event: bool) -> float | None:
    phrase = entity.phrase
    person = phrase.kind is Kind.PERSON or phrase.head in lexicon.PERSON_NOUNS
    bare = phrase.kind is Kind.THING and not phrase.determiner
    if person or phrase.plural or entity.several:
        return None
    if phrase.before == "how" or (bare and phrase.before == "of"):
        return None
    if phrase.kind is Kind.THING:
        return -1.0 if bare else 3.0 if event else 0.5
    if not event:
        return 0.5
    return -2.0 if phrase.kind is Kind.NAME else None

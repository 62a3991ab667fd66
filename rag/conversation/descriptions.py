"""What descriptions, places and times of a question point back to: "the minister", "that year"."""

from __future__ import annotations

import re

from rag.conversation import lexicon
from rag.conversation.antecedents import RELATIVE
from rag.conversation.entities import Entity, shown
from rag.conversation.naming import Kind, Phrase
from rag.conversation.reader import Reader
from rag.conversation.tokens import singular

_LOCALITIES = frozenset("country city place town village region island state area capital".split())
_DEICTIC = ("last", "next", "yesterday", "today", "tomorrow")
_TIME_PREPOSITION = re.compile(r"(?:in|at|on|during|over|around|within|for) $")
_EXISTENTIAL = lexicon.BE_FORMS | frozenset(
    "any exist exists seem seems will would has have".split()
)
_GOING = frozenset("go get went travel move come return".split())


def describe(reader: Reader, phrase: Phrase) -> None:
    """Spell out "the minister", "that country" or "that year" where the history says more."""
    pointing = phrase.determiner in lexicon.POINTERS
    if phrase.kind is not Kind.THING or not (pointing or phrase.determiner == "the"):
        return
    own = phrase.text.lower().split()[1:]
    if pointing and any(singular(word) in lexicon.PERIODS for word in own):
        _period(reader, phrase)
    elif phrase.head in lexicon.EMPTY_HEADS:
        reader.unresolved |= pointing and not reader.names_something
    elif phrase.full_end == phrase.end:
        entity = reader.discourse.best(lambda e: _fits(e, phrase, own, reader.names_something))
        if entity is not None:
            reader.edits.append((phrase.start, phrase.end, _spelled(entity, phrase)))
        reader.unresolved |= entity is None and pointing


def there(reader: Reader, at: int) -> None:
    """Spell out "there" where it is a place, not where it says that something exists."""
    following, before = reader.next(at), reader.before(at)
    exists = before in _EXISTENTIAL or (following and following.lower in _EXISTENTIAL)
    token = reader.words[at]
    named = any(
        p.named and p.end < token.start and p.before not in lexicon.AUXILIARIES
        for p in reader.found
    )
    if exists or named or before == "out" or at == 0:
        return
    entity = reader.discourse.best(_locality)
    if entity is None:
        reader.unresolved = True
        return
    own = entity.phrase.before if entity.phrase.before in lexicon.PLACE_PREPOSITIONS else "in"
    words = shown(entity)
    if before not in lexicon.PREPOSITIONS:
        words = f"{'to' if before in _GOING else own} {words}"
    reader.edits.append((token.start, token.end, words))


def then(reader: Reader, at: int) -> None:
    """Spell out "since then" by the time last spoken of; note "what happened then"."""
    token = reader.words[at]
    time = _latest_time(reader)
    if time and reader.before(at) in ("since", "by", "until", "till", "before"):
        reader.edits.append((token.start, token.end, time))
        reader.times += 1
    elif at == len(reader.words) - 1:
        reader.unresolved = reader.event = True


def _fits(entity: Entity, asked: Phrase, own: list[str], named: bool) -> float | None:
    """Return how well an entity may be what a description points to, None where it cannot."""
    phrase = entity.phrase
    words = [singular(word) for word in re.findall(r"[\w-]+", entity.text.lower())]
    if phrase.kind is Kind.TIME or entity.several or RELATIVE.search(entity.text):
        return None
    titles = {singular(title) for title in phrase.titles}
    if phrase.named and asked.head in titles and titles.issuperset(map(singular, own)):
        return 3.0
    if not (phrase.named or phrase.determiner or entity.asked):
        return None
    longer = len(words) > len(own) + (words[0] in ("the", "a", "an"))
    ends = (words[0], words[-1]) if phrase.named else (singular(phrase.head),)
    if longer and asked.head in ends and all(singular(word) in words for word in own):
        return 3.0
    if asked.head in lexicon.BANDS and len(own) == 1 and entity.asked and not named:
        return {Kind.ORGANISATION: 1.0, Kind.NAME: 0.0}.get(phrase.kind)
    return _pointed_at(phrase, asked) if asked.determiner in lexicon.POINTERS else None


def _pointed_at(phrase: Phrase, asked: Phrase) -> float | None:
    if asked.head in _LOCALITIES:
        return {Kind.PLACE: 2.0, Kind.NAME: -1.0}.get(phrase.kind)
    if asked.head in lexicon.PERSON_NOUNS:
        return 2.0 if phrase.kind is Kind.PERSON else None
    if asked.head in lexicon.GROUP_NOUNS:
        return {Kind.ORGANISATION: 2.0, Kind.NAME: 0.0}.get(phrase.kind)
    return None


def _spelled(entity: Entity, phrase: Phrase) -> str:
    words = shown(entity)
    thing = entity.phrase.named and entity.phrase.kind is not Kind.PERSON
    noun = phrase.text.partition(" ")[2]
    said = phrase.head in entity.text.lower() or phrase.head in _LOCALITIES
    if not thing or said or len(noun.split()) > 1:
        return words
    return f"the {noun} {re.sub('^the ', '', words, flags=re.IGNORECASE)}"


def _period(reader: Reader, phrase: Phrase) -> None:
    if phrase.determiner in ("this", "these") and phrase.head in lexicon.NOW_UNITS:
        return  # "this year" is the asker's
    time = _latest_time(reader)
    if time is None:
        reader.unresolved = True
        return
    before = _TIME_PREPOSITION.search(reader.question[: phrase.start])
    words = time if time.split()[0].lower() in _DEICTIC else f"in {time}"
    reader.edits.append((before.start() if before else phrase.start, phrase.end, words))
    reader.times += 1


def _latest_time(reader: Reader) -> str | None:
    entity = reader.discourse.best(lambda e: 0.0 if e.phrase.kind is Kind.TIME else None)
    recent = entity is not None and entity.last_seen() >= reader.discourse.turn - 1
    return entity.text if entity is not None and recent else None


def _locality(entity: Entity) -> float | None:
    phrase = entity.phrase
    if phrase.kind is Kind.PLACE:
        return 1.0 if phrase.before in lexicon.PREPOSITIONS else -3.0
    local = phrase.before in lexicon.PLACE_PREPOSITIONS | {"to", "from"}
    return 0.0 if local and phrase.kind in (Kind.NAME, Kind.THING, Kind.ORGANISATION) else None
